/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * One process writes a data directory. While `serve` or `demo` does, commands go to it
 * over DIR/control.sock, and it runs them: `import roster`, `user add`, `jobs list` …
 * (the rows of the table of commands with `on_store`). When the directory is free, a
 * command opens it by itself. Whoever writes or uses a command cannot tell the two
 * apart: the same words on the same streams, the same exit status.
 *
 *   frame      kind (1 byte), length (4 bytes, the machine's order), that many bytes
 *   request    one frame REQUEST: 't' where progress is to be shown, else '-', then each
 *              word of the command line with a NUL behind it; with it, by SCM_RIGHTS,
 *              the file that the command reads
 *   answer     frames OUT and ERR, then one END with the exit status
 *
 * The socket has mode 0600, and the kernel is asked who is at the other end: the same
 * user, or root. A frame is at most 64 KiB. Commands are run one after another, on a
 * thread of their own; what they write goes to the writer, as any request.
 */
#ifndef FACES_CONTROL_H
#define FACES_CONTROL_H

#include "src/faces/cli.h"

enum { CONTROL_MAX = 64 * 1024, CONTROL_WORDS = 64 };
enum control_kind { CONTROL_REQUEST = 1, CONTROL_OUT, CONTROL_ERR, CONTROL_END };

/* --- in the process that holds the directory ---------------------------------------- */

struct control;
struct server;

/* Begins to take commands. RC_BROKEN where the socket cannot be made. */
must enum rc control_start(struct server *s, const char *data, const char *database,
			   struct control **ret);
/* Ends once the command under way has ended. Before server_stop(); NULL is nothing. */
void control_stop(struct control *c);

/* --- in the process of a command ------------------------------------------------------ */

/* True where another process holds the directory and has run the command; then its exit
 * status is in *ret_status. */
bool control_hand_over(const struct cli *c, int argc, char **argv, int *ret_status);

/* --- for both, and for tests -------------------------------------------------------------- */

struct control_request {
	char bytes[CONTROL_MAX + 1];
	char *words[CONTROL_WORDS + 1]; /* as argv, from argv[0] on */
	int words_n;
	bool tty;
	int in; /* the file that came along; -1: none */
};

/* Reads one request; RC_INVALID for anything else than a whole, well-formed one. */
must enum rc control_read(int fd, struct control_request *ret);
must enum rc control_write(int fd, enum control_kind kind, const void *bytes, size_t len);
/* True where the other end is this process's user, or root. */
bool control_peer_is_ours(int fd);

#endif
