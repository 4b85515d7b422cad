/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "lib/pdf/pdf.h"

#include <errno.h>
#include <limits.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/base/log.h"
#include "lib/base/wire.h"

extern char **environ;

/* The converter stands beside the program, or, for the tests, one folder up. */
static bool find_converter(char path[PATH_MAX])
{
	static const char *const places[] = { "", "../" };
	char self[PATH_MAX];
	ssize_t len = readlink("/proc/self/exe", self, sizeof(self));
	while (len > 0 && self[len - 1] != '/')
		len--;
	for (size_t i = 0; len > 0 && i < COUNT_OF(places); i++) {
		int n = snprintf(path, PATH_MAX, "%.*s%skin-converter", (int)len, self, places[i]);
		if (n > 0 && n < PATH_MAX && access(path, X_OK) == 0)
			return true;
	}
	return false;
}

static bool put_blocks(int fd, const struct pdf_block *blocks, size_t n, bool a4)
{
	unsigned char paper = a4;
	bool good = wire_put(fd, &paper, 1);
	for (size_t i = 0; i < n && good; i++) {
		const char *text = blocks[i].text ? blocks[i].text : "";
		unsigned char kind = (unsigned char)blocks[i].kind;
		uint32_t len = (uint32_t)strlen(text);
		good = wire_put(fd, &kind, 1) && wire_put(fd, &len, sizeof(len)) && wire_put(fd, text, len);
	}
	return good && shutdown(fd, SHUT_WR) == 0;
}

static bool get_all(int fd, struct buf *out)
{
	char bytes[16 * 1024];
	for (;;) {
		ssize_t n = recv(fd, bytes, sizeof(bytes), 0);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n == 0 && !buf_is_full(out);
		buf_put(out, bytes, (size_t)n);
	}
}

static bool start(int fd, pid_t *ret_pid)
{
	char path[PATH_MAX], name[] = "kin-converter";
	char *const argv[] = { name, NULL };
	posix_spawn_file_actions_t acts;
	if (!find_converter(path))
		return false;
	posix_spawn_file_actions_init(&acts);
	posix_spawn_file_actions_adddup2(&acts, fd, STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&acts, fd, STDOUT_FILENO);
	int failed = posix_spawn(ret_pid, path, &acts, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&acts);
	return failed == 0;
}

enum rc pdf_write(const struct pdf_block *blocks, size_t n, bool a4, struct buf *out)
{
	int fds[2], status = 1;
	pid_t pid = 0;
	if (n > PDF_BLOCKS_MAX)
		return RC_INVALID;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0)
		return RC_BUSY;
	bool good = start(fds[1], &pid);
	close(fds[1]);
	good = good && put_blocks(fds[0], blocks, n, a4) && get_all(fds[0], out);
	close(fds[0]);
	if (pid > 0)
		waitpid(pid, &status, 0);
	if (good && status == 0 && out->len > 0)
		return RC_OK;
	log_line(LOG_ERROR, "pdf", "converter=%d status=%d", pid > 0, status);
	return RC_BROKEN;
}
