/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What comes over DIR/control.sock is read whole and well-formed, or refused. What
 * commands do over it is tested by tests/cli/control.sh. */
#include "tests/check.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/base/log.h"
#include "src/faces/control.h"

static struct control_request *request;

/* Reads what `bytes` are as a request; the writing end is closed behind them. */
static enum rc read_bytes(const void *bytes, size_t len)
{
	int fds[2];
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds), 0);
	assert_int_equal(write(fds[0], bytes, len), len);
	close(fds[0]);
	enum rc rc = control_read(fds[1], request);
	close(fds[1]);
	return rc;
}

static enum rc read_frame(enum control_kind kind, uint32_t told, const void *bytes, size_t len)
{
	unsigned char whole[256] = { (unsigned char)kind };
	memcpy(whole + 1, &told, sizeof(told));
	memcpy(whole + 5, bytes, len);
	return read_bytes(whole, 5 + len);
}

static int start(void **state)
{
	(void)state;
	request = calloc(1, sizeof(*request));
	return request == NULL;
}

static int stop(void **state)
{
	(void)state;
	free(request);
	return 0;
}

static void words_come_as_they_were_typed(void **state)
{
	(void)state;
	static const char words[] = "tkinkeeper\0user\0list\0--data\0a b";
	assert_int_equal(read_frame(CONTROL_REQUEST, sizeof(words), words, sizeof(words)), RC_OK);
	assert_int_equal(request->words_n, 5);
	assert_string_equal(request->words[0], "kinkeeper");
	assert_string_equal(request->words[4], "a b");
	assert_null(request->words[5]);
	assert_true(request->tty);
	assert_int_equal(request->in, -1);
}

static void malformed_requests_are_refused(void **state)
{
	(void)state;
	static const char good[] = "-kinkeeper\0routes";
	size_t n = sizeof(good);
	assert_int_equal(read_frame(CONTROL_REQUEST, (uint32_t)n, good, n), RC_OK);
	assert_int_equal(read_frame(CONTROL_OUT, (uint32_t)n, good, n), RC_INVALID);
	assert_int_equal(read_frame((enum control_kind)77, (uint32_t)n, good, n), RC_INVALID);
	/* No NUL at the end, nothing at all, no words, no mark before them. */
	assert_int_equal(read_frame(CONTROL_REQUEST, (uint32_t)n - 1, good, n - 1), RC_INVALID);
	assert_int_equal(read_frame(CONTROL_REQUEST, 0, "", 0), RC_INVALID);
	assert_int_equal(read_frame(CONTROL_REQUEST, 1, "-", 1), RC_INVALID);
	assert_int_equal(read_frame(CONTROL_REQUEST, (uint32_t)n - 1, good + 1, n - 1), RC_INVALID);
	/* Longer than it says it may be, and longer than what comes. */
	assert_int_equal(read_frame(CONTROL_REQUEST, CONTROL_MAX + 1, good, n), RC_INVALID);
	assert_int_equal(read_frame(CONTROL_REQUEST, UINT32_MAX, good, n), RC_INVALID);
	assert_int_equal(read_frame(CONTROL_REQUEST, (uint32_t)n + 1, good, n), RC_INVALID);
	/* Ends in its head, or before. */
	assert_int_equal(read_bytes("\001\0\0", 3), RC_INVALID);
	assert_int_equal(read_bytes("", 0), RC_INVALID);
}

static void too_many_words_are_refused(void **state)
{
	(void)state;
	char words[2 + 2 * CONTROL_WORDS] = "-";
	for (size_t i = 1; i + 1 < sizeof(words); i += 2)
		memcpy(words + i, "x", 2);
	size_t most = 1 + 2 * CONTROL_WORDS;
	assert_int_equal(read_frame(CONTROL_REQUEST, (uint32_t)most, words, most), RC_OK);
	assert_int_equal(request->words_n, CONTROL_WORDS);
	words[most] = '\0'; /* one more word, that is empty */
	assert_int_equal(read_frame(CONTROL_REQUEST, (uint32_t)most + 1, words, most + 1), RC_INVALID);
}

static void frames_have_a_ceiling(void **state)
{
	(void)state;
	static const char many[CONTROL_MAX + 1];
	int fds[2];
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds), 0);
	assert_int_equal(control_write(fds[0], CONTROL_OUT, many, sizeof(many)), RC_INVALID);
	close(fds[1]);
	assert_int_equal(control_write(fds[0], CONTROL_OUT, "x", 1), RC_BROKEN);
	close(fds[0]);
}

/* Sends a request whose first byte takes `n` files along. */
static enum rc read_with_files(int n, const char *words, size_t len)
{
	int fds[2], file = open("/dev/null", O_RDONLY | O_CLOEXEC);
	unsigned char whole[64] = { CONTROL_REQUEST };
	uint32_t size = (uint32_t)len;
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(2 * sizeof(int))];
	} control = { .head = { .cmsg_len = CMSG_LEN((size_t)n * sizeof(int)),
				.cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS } };
	memcpy(whole + 1, &size, sizeof(size));
	memcpy(whole + 5, words, len);
	for (int i = 0; i < n; i++)
		memcpy(CMSG_DATA(&control.head) + (size_t)i * sizeof(int), &file, sizeof(file));
	struct iovec bytes = { whole, 5 + len };
	struct msghdr m = { .msg_iov = &bytes, .msg_iovlen = 1, .msg_control = &control,
			    .msg_controllen = CMSG_SPACE((size_t)n * sizeof(int)) };
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds), 0);
	assert_int_equal(sendmsg(fds[0], &m, 0), 5 + len);
	enum rc rc = control_read(fds[1], request);
	close(fds[0]);
	close(fds[1]);
	close(file);
	return rc;
}

static int open_files(void)
{
	int n = 0;
	for (int fd = 0; fd < 256; fd++)
		n += fcntl(fd, F_GETFD) >= 0;
	return n;
}

static void a_file_comes_along_and_is_not_lost(void **state)
{
	(void)state;
	static const char words[] = "-kinkeeper\0import\0roster\0x";
	int before = open_files();
	assert_int_equal(read_with_files(1, words, sizeof(words)), RC_OK);
	assert_true(request->in >= 0);
	assert_true(fcntl(request->in, F_GETFD) & FD_CLOEXEC);
	close(request->in);
	assert_int_equal(open_files(), before);
	/* Of a request that is refused, none stays open. */
	assert_int_equal(read_with_files(1, words, sizeof(words) - 1), RC_INVALID);
	assert_int_equal(request->in, -1);
	assert_int_equal(read_with_files(2, words, sizeof(words)), RC_INVALID);
	assert_int_equal(request->in, -1);
	assert_int_equal(open_files(), before);
}

/* In a process that has several users' rights: the pair's maker is at its other end. */
static bool hears(uid_t maker, uid_t hearer)
{
	int fds[2];
	bool made = setresuid(0, 0, 0) == 0 && setresuid((uid_t)-1, maker, 0) == 0 &&
		    socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) == 0 &&
		    setresuid((uid_t)-1, 0, 0) == 0 && setresuid((uid_t)-1, hearer, 0) == 0;
	return made && control_peer_is_ours(fds[0]);
}

static void only_the_same_user_and_root_are_heard(void **state)
{
	(void)state;
	int fds[2], status = 1;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds), 0);
	assert_true(control_peer_is_ours(fds[0]));
	close(fds[1]);
	close(fds[0]);
	assert_false(control_peer_is_ours(fds[0])); /* nobody is there */
	if (geteuid() != 0)
		return; /* nobody else to be */
	pid_t child = fork();
	if (child == 0)
		_exit(hears(65533, 65533) && hears(0, 65533) && !hears(65532, 65533) && !hears(65532, 0) ? 0 : 1);
	waitpid(child, &status, 0);
	assert_int_equal(status, 0);
}

/* --- over the socket, with commands of our own ------------------------------------------- */

static int say_hello(const struct cli *c)
{
	fprintf(c->out, "hello %s", c->words_n > 0 ? c->words[0] : "nobody");
	fprintf(c->err, "%s", c->tty ? "seen" : "unseen");
	return CLI_REFUSED;
}

const struct command commands[] = {
	{ "shared", "NAME", "For a store.", NULL, say_hello, .on_store = true },
	{ "alone", NULL, "For nobody else.", NULL, say_hello },
	{ 0 },
};

/* All that comes back, a frame as KIND:bytes; the end as 4:status. */
static const char *ask(const char *dir, const char *bytes, size_t len)
{
	static char told[4096];
	struct sockaddr_un place = { .sun_family = AF_UNIX };
	unsigned char head[5] = { CONTROL_REQUEST };
	uint32_t size = (uint32_t)len;
	size_t at = 0;
	(void)snprintf(place.sun_path, sizeof(place.sun_path), "%s/control.sock", dir);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(connect(fd, (const struct sockaddr *)&place, sizeof(place)), 0);
	memcpy(head + 1, &size, sizeof(size));
	assert_int_equal(write(fd, head, sizeof(head)), sizeof(head));
	assert_int_equal(write(fd, bytes, len), len);
	shutdown(fd, SHUT_WR);
	told[0] = '\0';
	while (recv(fd, head, sizeof(head), MSG_WAITALL) == sizeof(head)) {
		memcpy(&size, head + 1, sizeof(size));
		at += (size_t)snprintf(told + at, sizeof(told) - at, "%d:", head[0]);
		assert_true(size < sizeof(told) - at);
		assert_int_equal(recv(fd, told + at, size, MSG_WAITALL), size);
		if (head[0] == CONTROL_END) {
			int32_t status;
			memcpy(&status, told + at, sizeof(status));
			at += (size_t)snprintf(told + at, sizeof(told) - at, "%d", (int)status);
		} else {
			at += size;
			told[at++] = ' ';
			told[at] = '\0';
		}
	}
	close(fd);
	return told;
}
#define ASK(words) ask(dir, words, sizeof(words))

static void a_served_directory_runs_what_is_for_a_store(void **state)
{
	(void)state;
	char dir[] = "/tmp/kincontrol.XXXXXX";
	int server = 0;
	struct control *c = NULL;
	struct stat st;
	char path[64];
	assert_non_null(mkdtemp(dir));
	(void)snprintf(path, sizeof(path), "%s/control.sock", dir);
	log_set_level(LOG_ERROR);
	assert_int_equal(control_start((struct server *)&server, dir, "postgresql:///one", &c), RC_OK);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_string_equal(ASK("tkinkeeper\0shared\0you"), "3:seen 2:hello you 4:1");
	assert_string_equal(ASK("-kinkeeper\0shared\0--database\0postgresql:///one"),
			    "3:unseen 2:hello nobody 4:1");
	/* Another database, a command of its own process, none at all, a wrong option. */
	assert_non_null(strstr(ASK("-kinkeeper\0shared\0--database\0postgresql:///two"), "another --database"));
	assert_non_null(strstr(ASK("-kinkeeper\0alone"), "does not run this command"));
	assert_non_null(strstr(ASK("-kinkeeper\0alone"), "4:2"));
	assert_non_null(strstr(ASK("-kinkeeper\0nothing"), "4:2"));
	assert_non_null(strstr(ASK("-kinkeeper\0shared\0--colour"), "what is --colour"));
	/* Nothing is answered to what is malformed, and the next one is heard. */
	assert_string_equal(ASK("kinkeeper"), "");
	assert_string_equal(ASK("-kinkeeper\0shared"), "3:unseen 2:hello nobody 4:1");
	control_stop(c);
	assert_int_equal(stat(path, &st), -1);
	assert_int_equal(rmdir(dir), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_come_as_they_were_typed),
		cmocka_unit_test(malformed_requests_are_refused),
		cmocka_unit_test(too_many_words_are_refused),
		cmocka_unit_test(frames_have_a_ceiling),
		cmocka_unit_test(a_file_comes_along_and_is_not_lost),
		cmocka_unit_test(only_the_same_user_and_root_are_heard),
		cmocka_unit_test(a_served_directory_runs_what_is_for_a_store),
	};
	return cmocka_run_group_tests(tests, start, stop);
}
