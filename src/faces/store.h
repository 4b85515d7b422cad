/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What commands need to work on a store by themselves: where it is, that nobody
 * else writes it, what they read, and what to say when it cannot be opened. */
#ifndef FACES_STORE_H
#define FACES_STORE_H

#include "src/faces/cli.h"
#include "src/faces/server.h"

/* --data DIR, or kinkeeper-data; of the process that serves, where it runs the command. */
const char *store_data(const struct cli *c);
/* One process writes a data directory: the lock is held until the process ends.
 * CLI_DONE, or what to end with. */
int store_lock(const struct cli *c);
/* What other libraries need, once per process. */
bool store_libraries(const struct cli *c);
/* Locks and opens the store, without sockets and without running jobs; or takes the
 * server of the process that runs the command. */
int store_open(const struct cli *c, struct server **ret);
/* The end of what store_open() gave. */
void store_close(const struct cli *c, struct server *s);
/* Opens a file to read from, more than once and at any place; - is standard input. Says
 * so where it cannot. */
bool store_input(const struct cli *c, const char *name, int *ret_fd);
/* A new file for a command to write: without a name until store_output_keep(), so that
 * nothing half is ever there. False, and says so, where it cannot be or is there already. */
bool store_output(const struct cli *c, const char *name, int *ret_fd);
int store_output_keep(const struct cli *c, const char *name, int fd);
/* PostgreSQL's schema is its owner's; who serves must not be able to change it, nor the
 * audit log. Says so and how to go on; CLI_REFUSED then. */
int store_check_role(const struct cli *c);
/* Says why a store does not open; gives what to end with. */
int store_failed(const struct cli *c, enum rc rc);

#endif
