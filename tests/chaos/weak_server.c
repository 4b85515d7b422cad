/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * A demo whose database is synced too rarely. The power-cut test must find out
 * that it loses messages it had acknowledged: a test that cannot, tests nothing.
 * Built with the tests only; the program itself has no such setting.
 *
 *	kin-weak DIR
 */
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "src/demo/demo.h"
#include "src/faces/server.h"

int main(int argc, char **argv)
{
	struct server *s = NULL;
	sigset_t set;
	int which = 0;
	if (argc != 2 || crypto_start() != RC_OK || i18n_start() != RC_OK)
		return 3;
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	struct server_conf conf = { .data = argv[1], .workers = 2, .demo = true, .own_jobs = true,
				    .migrate = true, .weak_sync = true,
				    .now = date_of(2026, 11, 20) * TIME_DAY + 14 * TIME_HOUR };
	if (server_start(&conf, &s) != RC_OK)
		return 3;
	if (demo_resume(server_shared(s)) != RC_OK || server_open(s, "127.0.0.1:0") != RC_OK) {
		server_stop(s);
		return 3;
	}
	printf("listening http://%s\n", server_address(s));
	fflush(stdout);
	sigwait(&set, &which);
	server_stop(s);
	return 0;
}
