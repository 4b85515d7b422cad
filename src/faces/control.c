/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/faces/control.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "lib/base/log.h"
#include "lib/base/text.h"
#include "lib/base/wire.h"
#include "lib/crypto/crypto.h"
#include "src/faces/store.h"

enum { BACKLOG = 8, READ_S = 5, WRITE_S = 30, ROOM = 8 * 1024, HEAD_LEN = 5 };

/* --- frames ------------------------------------------------------------------------------ */

static bool get_all(int fd, void *bytes, size_t len)
{
	for (char *at = bytes; len > 0;) {
		ssize_t n = recv(fd, at, len, 0);
		if (n <= 0)
			return false;
		at += n;
		len -= (size_t)n;
	}
	return true;
}

enum rc control_write(int fd, enum control_kind kind, const void *bytes, size_t len)
{
	unsigned char head[HEAD_LEN] = { (unsigned char)kind };
	uint32_t size = (uint32_t)len;
	if (len > CONTROL_MAX)
		return RC_INVALID;
	memcpy(head + 1, &size, sizeof(size));
	return wire_put(fd, head, sizeof(head)) && wire_put(fd, bytes, len) ? RC_OK : RC_BROKEN;
}

/* A frame's head; with a request's first byte a file may come. */
static bool get_head(int fd, unsigned char *ret_kind, uint32_t *ret_len, int *ret_in)
{
	unsigned char head[HEAD_LEN];
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(sizeof(int))];
	} control = { 0 };
	struct iovec bytes = { head, 1 };
	/* Not CMSG_SPACE, which is rounded up to room for a second file. */
	struct msghdr m = { .msg_iov = &bytes, .msg_iovlen = 1, .msg_control = &control,
			    .msg_controllen = ret_in ? CMSG_LEN(sizeof(int)) : 0 };
	if (recvmsg(fd, &m, MSG_CMSG_CLOEXEC) != 1)
		return false;
	struct cmsghdr *h = ret_in ? CMSG_FIRSTHDR(&m) : NULL;
	if (h != NULL && h->cmsg_level == SOL_SOCKET && h->cmsg_type == SCM_RIGHTS)
		memcpy(ret_in, CMSG_DATA(h), sizeof(*ret_in));
	if (!get_all(fd, head + 1, sizeof(head) - 1))
		return false;
	*ret_kind = head[0];
	memcpy(ret_len, head + 1, sizeof(*ret_len));
	return *ret_len <= CONTROL_MAX && !(m.msg_flags & MSG_CTRUNC);
}

static enum rc split_words(struct control_request *r, uint32_t len)
{
	bool framed = len > 2 && (r->bytes[0] == 't' || r->bytes[0] == '-') && r->bytes[len - 1] == '\0';
	if (!framed)
		return RC_INVALID;
	r->tty = r->bytes[0] == 't';
	for (char *at = r->bytes + 1; at < r->bytes + len; at += strlen(at) + 1) {
		if (r->words_n == CONTROL_WORDS)
			return RC_INVALID;
		r->words[r->words_n++] = at;
	}
	r->words[r->words_n] = NULL;
	return RC_OK;
}

enum rc control_read(int fd, struct control_request *ret)
{
	unsigned char kind = 0;
	uint32_t len = 0;
	ret->in = -1;
	ret->words_n = 0;
	bool whole = get_head(fd, &kind, &len, &ret->in) && kind == CONTROL_REQUEST &&
		     get_all(fd, ret->bytes, len);
	enum rc rc = whole ? split_words(ret, len) : RC_INVALID;
	if (rc != RC_OK && ret->in >= 0) {
		close(ret->in);
		ret->in = -1;
	}
	return rc;
}

bool control_peer_is_ours(int fd)
{
	struct ucred peer;
	socklen_t len = sizeof(peer);
	return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &len) == 0 &&
	       (peer.uid == geteuid() || peer.uid == 0);
}

/* A path of any length: a socket's own may have 107 bytes, so it goes by the directory's
 * number. The directory must be closed by the caller. */
static bool place_of(const char *data, struct sockaddr_un *ret, int *ret_dir)
{
	*ret_dir = open(data, O_PATH | O_DIRECTORY | O_CLOEXEC);
	*ret = (struct sockaddr_un){ .sun_family = AF_UNIX };
	(void)snprintf(ret->sun_path, sizeof(ret->sun_path), "/proc/self/fd/%d/control.sock", *ret_dir);
	return *ret_dir >= 0;
}

/* --- where the directory is held ------------------------------------------------------------ */

struct control {
	struct server *server;
	const char *data, *database;
	pthread_t thread;
	int fd, dir, stop;
	struct sockaddr_un place;
};

/* What a command prints becomes frames. A client that is gone or does not read for
 * WRITE_S is not waited for again: the command goes on, unheard. */
struct stream {
	int fd;
	enum control_kind kind;
	bool *gone;
	FILE *file;
	char room[ROOM];
};

static ssize_t put_frame(void *cookie, const char *bytes, size_t len)
{
	struct stream *s = cookie;
	for (size_t at = 0; at < len && !*s->gone; at += CONTROL_MAX) {
		size_t some = len - at < CONTROL_MAX ? len - at : CONTROL_MAX;
		*s->gone = control_write(s->fd, s->kind, bytes + at, some) != RC_OK;
	}
	return (ssize_t)len;
}

static bool open_stream(struct stream *s, int fd, enum control_kind kind, bool *gone)
{
	*s = (struct stream){ .fd = fd, .kind = kind, .gone = gone };
	s->file = fopencookie(s, "w", (cookie_io_functions_t){ .write = put_frame });
	if (s->file == NULL)
		return false;
	/* Errors and progress at once, as on a terminal; the rest as it fills. */
	(void)setvbuf(s->file, s->room, kind == CONTROL_ERR ? _IONBF : _IOFBF, sizeof(s->room));
	return true;
}

static void close_stream(struct stream *s)
{
	if (s->file != NULL)
		fclose(s->file);
	bytes_wipe(s->room, sizeof(s->room)); /* it may have been a password */
}

static int run_request(const struct control *c, struct control_request *r, FILE *out, FILE *err)
{
	struct cli cli = { .out = out, .err = err, .in = r->in, .tty = r->tty, .server = c->server,
			   .data = c->data };
	int status = CLI_DONE;
	if (!cli_read(&cli, r->words_n, r->words, &status))
		return status;
	const char *database = cli_get(&cli, "database");
	if (!cli.command->on_store || cli_has(&cli, "help"))
		return cli_wrong(&cli, "a serving process does not run this command");
	if (database != NULL && (c->database == NULL || !text_is(database, c->database))) {
		fprintf(err, "kinkeeper %s: the directory is being served with another --database\n",
			cli.command->name);
		return CLI_REFUSED;
	}
	status = cli.command->run(&cli);
	log_line(LOG_INFO, "control", "command=%s status=%d", cli.command->name, status);
	return status;
}

static void answer(const struct control *c, int fd, struct control_request *r)
{
	struct stream out, err = { 0 };
	bool gone = false;
	int32_t status = CLI_NO_ACCESS;
	if (open_stream(&out, fd, CONTROL_OUT, &gone) && open_stream(&err, fd, CONTROL_ERR, &gone))
		status = run_request(c, r, out.file, err.file);
	close_stream(&out);
	close_stream(&err);
	if (gone || control_write(fd, CONTROL_END, &status, sizeof(status)) != RC_OK)
		log_line(LOG_WARN, "control", "nobody read the answer");
}

static void take(const struct control *c, struct control_request *r)
{
	const struct timeval read_for = { .tv_sec = READ_S }, write_for = { .tv_sec = WRITE_S };
	int fd = accept4(c->fd, NULL, NULL, SOCK_CLOEXEC);
	if (fd < 0)
		return;
	(void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &read_for, sizeof(read_for));
	(void)setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &write_for, sizeof(write_for));
	if (!control_peer_is_ours(fd))
		log_line(LOG_WARN, "control", "another user was refused");
	else if (control_read(fd, r) != RC_OK)
		log_line(LOG_WARN, "control", "a malformed request was refused");
	else
		answer(c, fd, r);
	if (r->in >= 0)
		close(r->in);
	r->in = -1;
	close(fd);
}

static void *take_commands(void *arg)
{
	struct control *c = arg;
	struct control_request *r = calloc(1, sizeof(*r));
	struct pollfd on[] = { { c->fd, POLLIN, 0 }, { c->stop, POLLIN, 0 } };
	if (r == NULL)
		return NULL;
	r->in = -1;
	while (on[1].revents == 0) {
		if (poll(on, COUNT_OF(on), -1) > 0 && on[1].revents == 0 && on[0].revents != 0)
			take(c, r);
	}
	free(r);
	return NULL;
}

/* One that is there was left by a process that was killed: the lock says so. */
static bool listen_at(struct control *c)
{
	if (!place_of(c->data, &c->place, &c->dir))
		return false;
	(void)unlink(c->place.sun_path);
	c->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	return c->fd >= 0 && bind(c->fd, (const struct sockaddr *)&c->place, sizeof(c->place)) == 0 &&
	       chmod(c->place.sun_path, 0600) == 0 && listen(c->fd, BACKLOG) == 0;
}

static void free_control(struct control *c)
{
	if (c->dir >= 0)
		(void)unlink(c->place.sun_path);
	const int open[] = { c->fd, c->dir, c->stop };
	for (size_t i = 0; i < COUNT_OF(open); i++)
		if (open[i] >= 0)
			close(open[i]);
	free(c);
}

enum rc control_start(struct server *s, const char *data, const char *database, struct control **ret)
{
	struct control *c = calloc(1, sizeof(*c));
	if (c == NULL)
		return RC_BROKEN;
	*c = (struct control){ .server = s, .data = data, .database = database, .fd = -1, .dir = -1 };
	c->stop = eventfd(0, EFD_CLOEXEC);
	if (c->stop < 0 || !listen_at(c) || pthread_create(&c->thread, NULL, take_commands, c) != 0) {
		log_line(LOG_ERROR, "control", "cannot listen: %s", strerror(errno));
		free_control(c);
		return RC_BROKEN;
	}
	*ret = c;
	return RC_OK;
}

void control_stop(struct control *c)
{
	const uint64_t one = 1;
	if (c == NULL)
		return;
	if (write(c->stop, &one, sizeof(one)) == sizeof(one))
		pthread_join(c->thread, NULL);
	free_control(c);
}

/* --- where the command was typed -------------------------------------------------------------- */

/* -1 where nobody listens: the directory is free, or a command has it. The lock is not
 * asked, because asking takes it for a moment, from one that may just be starting. */
static int connect_to(const char *data)
{
	struct sockaddr_un place;
	int dir = -1, fd = -1;
	if (place_of(data, &place, &dir))
		fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd >= 0 && connect(fd, (const struct sockaddr *)&place, sizeof(place)) != 0) {
		close(fd);
		fd = -1;
	}
	if (dir >= 0)
		close(dir);
	return fd;
}

/* The frame's first byte takes the file along. */
static bool send_request(int fd, int in, const char *bytes, size_t len)
{
	unsigned char kind = CONTROL_REQUEST;
	uint32_t size = (uint32_t)len;
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(sizeof(int))];
	} control = { .head = { .cmsg_len = CMSG_LEN(sizeof(int)), .cmsg_level = SOL_SOCKET,
				.cmsg_type = SCM_RIGHTS } };
	struct iovec first = { &kind, 1 };
	struct msghdr m = { .msg_iov = &first, .msg_iovlen = 1 };
	if (in >= 0) {
		memcpy(CMSG_DATA(&control.head), &in, sizeof(in));
		m.msg_control = &control;
		m.msg_controllen = sizeof(control);
	}
	return sendmsg(fd, &m, MSG_NOSIGNAL) == 1 && wire_put(fd, &size, sizeof(size)) &&
	       wire_put(fd, bytes, len);
}

/* False where the words do not fit into a request. */
static bool pack_words(char *to, size_t *ret_len, bool tty, int argc, char **argv)
{
	size_t len = 1;
	to[0] = tty ? 't' : '-';
	if (argc > CONTROL_WORDS)
		return false;
	for (int i = 0; i < argc; i++) {
		size_t n = strlen(argv[i]) + 1;
		if (n > CONTROL_MAX - len)
			return false;
		memcpy(to + len, argv[i], n);
		len += n;
	}
	*ret_len = len;
	return true;
}

/* Prints what comes until the end; false where the end did not come. */
static bool print_answer(int fd, char *room, int *ret_status)
{
	unsigned char kind;
	uint32_t len;
	int32_t status;
	while (get_head(fd, &kind, &len, NULL) && get_all(fd, room, len)) {
		if (kind == CONTROL_OUT) {
			(void)fwrite(room, 1, len, stdout);
		} else if (kind == CONTROL_ERR) {
			(void)fwrite(room, 1, len, stderr);
		} else if (kind == CONTROL_END && len == sizeof(status)) {
			memcpy(&status, room, sizeof(status));
			*ret_status = status;
			return true;
		} else {
			return false;
		}
	}
	return false;
}

bool control_hand_over(const struct cli *c, int argc, char **argv, int *ret_status)
{
	static char room[CONTROL_MAX];
	const char *data = store_data(c);
	size_t len = 0;
	int fd = connect_to(data);
	if (fd < 0)
		return false;
	*ret_status = CLI_NO_ACCESS;
	if (!pack_words(room, &len, c->tty, argc, argv))
		*ret_status = cli_wrong(c, "that is too much for one command");
	else if (!send_request(fd, c->in, room, len) || !print_answer(fd, room, ret_status))
		fprintf(stderr, "kinkeeper %s: the process that serves %s went away; whether it was done is "
				"not known\n",
			c->command->name, data);
	bytes_wipe(room, sizeof(room));
	close(fd);
	return true;
}
