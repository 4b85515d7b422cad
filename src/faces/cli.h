/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The command line: tables of commands and options, --help, --json, exit codes.
 * 0 done · 1 refused, or rows with faults · 2 wrong usage · 3 cannot read or write
 */
#ifndef FACES_CLI_H
#define FACES_CLI_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "lib/base/rc.h"

enum { CLI_DONE = 0, CLI_REFUSED = 1, CLI_USAGE = 2, CLI_NO_ACCESS = 3 };

struct cli_option {
	const char *name;  /* "data" for --data */
	const char *value; /* what stands behind it, "DIR"; NULL: nothing does */
	const char *doc;
};

struct cli {
	const struct command *command;
	const char *program;
	const char *values[32]; /* by place in the command's options, then the common ones */
	const char *words[8];	/* what is no option */
	int words_n;
	bool json;
	FILE *out, *err; /* never stdout or stderr: the command may run for another process */
	int in;		 /* the file that the command reads, or writes; -1: none */
	bool tty;	 /* somebody watches err: show progress */
	struct server *server; /* of the process that serves the store; NULL: open it */
	const char *data;      /* the data directory of that process */
};

struct command {
	const char *name;	  /* "serve", "import roster" */
	const char *words;	  /* "FILE", shown in the usage; NULL: none */
	const char *doc;	  /* one sentence */
	const struct cli_option *options;
	int (*run)(const struct cli *c);
	bool on_store; /* works on an open store: the process that serves it runs it (control.h) */
	bool reads;    /* its first word is a FILE, - for standard input; it is in `in` */
	bool writes;   /* the same, a FILE that is not there yet; it gets its name when all is well */
	const char *here; /* with this option it works on no store, and is not handed over */
};

/* The program's commands (src/main.c), ended by one without a name. */
extern const struct command commands[];

/* Prints the manual page, in man(7), from the same tables. */
int cli_manual(const struct cli *c);

/* Finds the command, reads its options, runs it: here, or where the store is served. */
int cli_main(int argc, char **argv);
/* Finds the command and its options. False where there is nothing to run: a mistake, or
 * a question that was answered; then what to end with is in *ret_status. */
bool cli_read(struct cli *c, int argc, char **argv, int *ret_status);

/* The value of an option, or NULL; of a whole number, or `usual`. A wrong number
 * ends the program with CLI_USAGE: not for commands that are `on_store`. */
const char *cli_get(const struct cli *c, const char *name);
int64_t cli_int(const struct cli *c, const char *name, int64_t usual, int64_t least, int64_t most);
bool cli_has(const struct cli *c, const char *name);
/* Says what is wrong, on standard error; gives CLI_USAGE. */
int cli_wrong(const struct cli *c, const char *what);

#endif
