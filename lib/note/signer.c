/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "lib/note/signer.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/base/rand.h"
#include "lib/base/text.h"
#include "lib/base/wire.h"

enum { FILE_MAX = 400, WAITING = 4 };
static const char private_mark[] = "PRIVATE+KEY+";

struct signer {
	pid_t pid; /* 0: it runs by itself */
	int fd;
	struct note_key key;
	pthread_mutex_t lock; /* one text at a time */
	char path[NOTE_LINE_MAX]; /* of one that runs by itself: where to find it again */
};

/* --- the key file -------------------------------------------------------------------- */

struct secret_key {
	struct note_key key;
	unsigned char secret[KEY_LEN];
};

static bool write_whole(const char *file, const char *text)
{
	int fd = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return false;
	bool good = write(fd, text, strlen(text)) == (ssize_t)strlen(text) && fsync(fd) == 0;
	close(fd);
	return good;
}

enum rc signer_make_key(const char *file, const char *name, const unsigned char *secret,
			char vkey[NOTE_KEY_MAX])
{
	struct note_key k = { .algorithm = NOTE_ED25519 }, again;
	unsigned char bytes[1 + KEY_LEN] = { NOTE_ED25519 };
	char text[FILE_MAX], base64[64];
	if (name != NULL && strlen(name) >= NOTE_NAME_MAX)
		return RC_INVALID;
	rand_bytes(bytes + 1, KEY_LEN);
	if (name == NULL)
		(void)snprintf(k.name, sizeof(k.name), "kinkeeper/%08x", rand_below(UINT32_MAX));
	else
		memcpy(k.name, name, strlen(name));
	if (secret != NULL)
		memcpy(bytes + 1, secret, KEY_LEN);
	sign_public(bytes + 1, k.public_key);
	note_key_write(&k, vkey);
	if (!note_key_read(vkey, &again))
		return RC_INVALID;
	base64_write(bytes, sizeof(bytes), base64, sizeof(base64));
	(void)snprintf(text, sizeof(text), "%s%.*s+%s\n", private_mark, (int)(strlen(k.name) + 9), vkey, base64);
	bool good = write_whole(file, text);
	enum rc rc = good ? RC_OK : errno == EEXIST ? RC_CONFLICT : RC_BROKEN;
	bytes_wipe(bytes, sizeof(bytes));
	bytes_wipe(text, sizeof(text));
	bytes_wipe(base64, sizeof(base64));
	return rc;
}

static bool parse_secret(char *text, struct secret_key *ret)
{
	unsigned char bytes[1 + KEY_LEN];
	text[strcspn(text, "\r\n")] = '\0';
	if (!text_starts(text, private_mark))
		return false;
	char *name = text + sizeof(private_mark) - 1, *id = strchr(name, '+');
	char *base64 = id ? strchr(id + 1, '+') : NULL;
	if (base64 == NULL || (size_t)(id - name) >= NOTE_NAME_MAX ||
	    !base64_read(base64 + 1, strlen(base64 + 1), bytes, sizeof(bytes)) || bytes[0] != NOTE_ED25519)
		return false;
	*ret = (struct secret_key){ .key.algorithm = NOTE_ED25519 };
	memcpy(ret->key.name, name, (size_t)(id - name));
	memcpy(ret->secret, bytes + 1, KEY_LEN);
	sign_public(ret->secret, ret->key.public_key);
	bytes_wipe(bytes, sizeof(bytes));
	return true;
}

static enum rc read_secret(const char *file, struct secret_key *ret)
{
	char text[FILE_MAX] = "";
	struct stat st;
	int fd = open(file, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return errno == ENOENT ? RC_NOT_FOUND : RC_BROKEN;
	enum rc rc = fstat(fd, &st) == 0 && (st.st_mode & 077) == 0 ? RC_OK : RC_DENIED;
	if (rc == RC_OK && (read(fd, text, sizeof(text) - 1) <= 0 || !parse_secret(text, ret)))
		rc = RC_BROKEN;
	close(fd);
	bytes_wipe(text, sizeof(text));
	return rc;
}

/* --- the wire: a length and a text, either way ------------------------------------------ */

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

static bool put_text(int fd, const char *text)
{
	uint32_t len = (uint32_t)strlen(text);
	return wire_put(fd, &len, sizeof(len)) && wire_put(fd, text, len);
}

static bool get_text(int fd, char text[NOTE_MAX])
{
	uint32_t len;
	if (!get_all(fd, &len, sizeof(len)) || len >= NOTE_MAX || !get_all(fd, text, len))
		return false;
	text[len] = '\0';
	return true;
}

/* --- in the signer ------------------------------------------------------------------------ */

struct signed_before {
	int64_t size;
	struct merkle_hash root;
};

static bool may_sign(const struct secret_key *k, const char *text, struct signed_before *before)
{
	struct signed_before now;
	if (!note_checkpoint_read(text, k->key.name, &now.size, &now.root))
		return false;
	char whole[NOTE_MAX];
	note_checkpoint(k->key.name, now.size, &now.root, whole);
	if (!text_is(whole, text) || now.size < before->size)
		return false;
	if (now.size == before->size && now.size > 0 &&
	    memcmp(now.root.at, before->root.at, SHA256_LEN) != 0)
		return false;
	*before = now;
	return true;
}

/* Says whose key it has, then signs until the other end is gone. */
static void serve_one(int fd, const struct secret_key *k, struct signed_before *before)
{
	char text[NOTE_MAX], line[NOTE_LINE_MAX], vkey[NOTE_KEY_MAX];
	note_key_write(&k->key, vkey);
	if (!put_text(fd, vkey))
		return;
	while (get_text(fd, text)) {
		*line = '\0';
		if (may_sign(k, text, before))
			note_sign(&k->key, k->secret, text, line);
		if (!put_text(fd, line))
			return;
	}
}

static _Noreturn void be_the_signer(int fd, const char *key_file)
{
	struct secret_key k;
	struct signed_before before = { 0 };
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	prctl(PR_SET_DUMPABLE, 0); /* its memory is nobody else's, not even by the same user */
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	enum rc rc = read_secret(key_file, &k);
	if (rc == RC_OK)
		serve_one(fd, &k, &before);
	_exit((int)rc);
}

static int listen_at(const char *path)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || strlen(path) >= sizeof(to.sun_path))
		return -1;
	memcpy(to.sun_path, path, strlen(path));
	unlink(path);
	bool good = bind(fd, (const struct sockaddr *)&to, sizeof(to)) == 0 && chmod(path, 0660) == 0 &&
		    listen(fd, WAITING) == 0;
	if (good)
		return fd;
	close(fd);
	return -1;
}

enum rc signer_serve(const char *key_file, const char *socket_path)
{
	struct secret_key k;
	struct signed_before before = { 0 };
	TRY(read_secret(key_file, &k));
	int fd = listen_at(socket_path);
	if (fd < 0)
		return RC_BROKEN;
	prctl(PR_SET_DUMPABLE, 0);
	for (;;) {
		int one = accept4(fd, NULL, NULL, SOCK_CLOEXEC);
		if (one < 0)
			continue;
		serve_one(one, &k, &before);
		close(one);
	}
}

/* --- in the program -------------------------------------------------------------------------- */

static enum rc greet(struct signer *s)
{
	char vkey[NOTE_MAX];
	pthread_mutex_init(&s->lock, NULL);
	return get_text(s->fd, vkey) && note_key_read(vkey, &s->key) ? RC_OK : RC_BUSY;
}

/* Why it ended: its exit status is an enum rc. */
static enum rc reason_of(pid_t pid)
{
	int status = 0;
	waitpid(pid, &status, 0);
	return WIFEXITED(status) && WEXITSTATUS(status) != 0 ? (enum rc)WEXITSTATUS(status) : RC_BROKEN;
}

enum rc signer_start(const char *key_file, struct signer **ret)
{
	int fds[2];
	struct signer *s = calloc(1, sizeof(*s));
	if (s == NULL || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0) {
		free(s);
		return RC_BROKEN;
	}
	s->pid = fork();
	if (s->pid == 0) {
		close(fds[0]);
		be_the_signer(fds[1], key_file);
	}
	close(fds[1]);
	s->fd = fds[0];
	if (s->pid > 0 && greet(s) == RC_OK) {
		*ret = s;
		return RC_OK;
	}
	close(s->fd);
	enum rc rc = s->pid > 0 ? reason_of(s->pid) : RC_BROKEN;
	free(s);
	return rc;
}

static bool connect_to(const char *path, int *ret_fd)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	memcpy(to.sun_path, path, strlen(path));
	*ret_fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (*ret_fd >= 0 && connect(*ret_fd, (const struct sockaddr *)&to, sizeof(to)) == 0)
		return true;
	if (*ret_fd >= 0)
		close(*ret_fd);
	return false;
}

enum rc signer_connect(const char *path, struct signer **ret)
{
	struct signer *s = calloc(1, sizeof(*s));
	bool fits = strlen(path) < sizeof(((struct sockaddr_un *)0)->sun_path);
	if (s == NULL || !fits) {
		free(s);
		return s == NULL ? RC_BROKEN : RC_INVALID;
	}
	memcpy(s->path, path, strlen(path));
	if (!connect_to(path, &s->fd)) {
		free(s);
		return RC_BUSY;
	}
	if (greet(s) == RC_OK) {
		*ret = s;
		return RC_OK;
	}
	close(s->fd);
	free(s);
	return RC_BUSY;
}

/* One that was started anew: it must have the same key. */
static bool find_again(struct signer *s)
{
	struct note_key key;
	char vkey[NOTE_MAX];
	int fd;
	if (*s->path == '\0' || !connect_to(s->path, &fd))
		return false;
	close(s->fd);
	s->fd = fd;
	return get_text(fd, vkey) && note_key_read(vkey, &key) && text_is(key.name, s->key.name) &&
	       bytes_same(key.public_key, s->key.public_key, SIGN_PUBLIC);
}

void signer_stop(struct signer *s)
{
	if (s == NULL)
		return;
	close(s->fd);
	if (s->pid > 0)
		waitpid(s->pid, NULL, 0);
	pthread_mutex_destroy(&s->lock);
	free(s);
}

const struct note_key *signer_key(const struct signer *s)
{
	return &s->key;
}

enum rc signer_sign(struct signer *s, const char *text, char note[NOTE_MAX])
{
	char line[NOTE_MAX];
	int64_t at;
	pthread_mutex_lock(&s->lock);
	bool whole = strlen(text) < NOTE_MAX && put_text(s->fd, text) && get_text(s->fd, line);
	if (!whole && find_again(s))
		whole = put_text(s->fd, text) && get_text(s->fd, line);
	pthread_mutex_unlock(&s->lock);
	if (!whole)
		return RC_BROKEN;
	if (*line == '\0')
		return RC_INVALID;
	if (!note_is_signed(&s->key, text, line, &at))
		return RC_BROKEN;
	int n = snprintf(note, NOTE_MAX, "%s\n%s", text, line);
	return n > 0 && n < NOTE_MAX ? RC_OK : RC_BROKEN;
}
