/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The command line: tables of commands and options, --help, --json, exit codes.
 * 0 done · 1 refused, or rows with faults · 2 wrong usage · 3 cannot read or write
 */
#ifndef FACES_CLI_H
#define FACES_CLI_H

#include <stdbool.h>
#include <stdint.h>

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
};

struct command {
	const char *name;	  /* "serve", "import roster" */
	const char *words;	  /* "FILE", shown in the usage; NULL: none */
	const char *doc;	  /* one sentence */
	const struct cli_option *options;
	int (*run)(const struct cli *c);
};

/* The program's commands (src/main.c), ended by one without a name. */
extern const struct command commands[];

/* Prints the manual page, in man(7), from the same tables. */
int cli_manual(const struct cli *c);

/* Finds the command, reads its options, runs it. */
int cli_main(int argc, char **argv);

/* The value of an option, or NULL; of a whole number, or `usual`. A wrong number
 * ends the program with CLI_USAGE. */
const char *cli_get(const struct cli *c, const char *name);
int64_t cli_int(const struct cli *c, const char *name, int64_t usual, int64_t least, int64_t most);
bool cli_has(const struct cli *c, const char *name);
/* Says what is wrong, on standard error; gives CLI_USAGE. */
int cli_wrong(const struct cli *c, const char *what);

#endif
