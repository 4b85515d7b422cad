/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/faces/cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/text.h"
#include "src/faces/control.h"
#include "src/faces/store.h"

static const struct cli_option common[] = {
	{ "data", "DIR", "the data directory" },
	{ "database", "URL", "postgresql://… instead of SQLite in the data directory" },
	{ "key-database", "URL", "the same for the keys, where several nodes share them" },
	{ "json", NULL, "prints one JSON object" },
	{ "help", NULL, "prints this" },
	{ 0 },
};

static int count(const struct cli_option *options)
{
	int n = 0;
	while (options != NULL && options[n].name != NULL)
		n++;
	return n;
}

static const struct cli_option *option_at(const struct command *c, int i)
{
	int own = count(c->options);
	return i < own ? &c->options[i] : &common[i - own];
}

static int find_option(const struct command *c, const char *name, size_t len)
{
	int n = count(c->options) + count(common);
	for (int i = 0; i < n; i++) {
		const char *known = option_at(c, i)->name;
		if (strlen(known) == len && strncmp(known, name, len) == 0)
			return i;
	}
	return -1;
}

static void usage(FILE *to, const char *program, const struct command *c)
{
	fprintf(to, "%s\n\nusage: %s %s [options]%s%s\n\n", c->doc, program, c->name,
		c->words ? " " : "", c->words ? c->words : "");
	for (int i = 0; i < count(c->options) + count(common); i++) {
		const struct cli_option *o = option_at(c, i);
		char left[60];
		(void)snprintf(left, sizeof(left), "--%s%s%s", o->name, o->value ? " " : "",
			       o->value ? o->value : "");
		fprintf(to, "  %-26s %s\n", left, o->doc);
	}
	fputs("\nexit status: 0 done, 1 refused or faulty rows, 2 wrong usage, 3 cannot read or write\n",
	      to);
}

static int list_commands(FILE *to, const char *program, int status)
{
	fprintf(to, "usage: %s COMMAND [options]\n\n", program);
	for (const struct command *c = commands; c->name != NULL; c++)
		fprintf(to, "  %-16s %s\n", c->name, c->doc);
	fprintf(to, "\n%s COMMAND --help tells more.\n", program);
	return status;
}

/* A text in man(7): a leading dot or quote, and backslashes, would be orders. */
static void put_roff(const char *text)
{
	if (*text == '.' || *text == '\'')
		fputs("\\&", stdout);
	for (; *text != '\0'; text++) {
		if (*text == '\\' || *text == '-')
			putchar('\\');
		putchar(*text);
	}
}

static void put_option(const struct cli_option *o)
{
	fputs(".TP\n.B \\-\\-", stdout);
	put_roff(o->name);
	if (o->value != NULL) {
		fputs("\\fR \\fI", stdout);
		put_roff(o->value);
	}
	putchar('\n');
	put_roff(o->doc);
	putchar('\n');
}

int cli_manual(const struct cli *c)
{
	(void)c;
	fputs(".TH KINKEEPER 1\n.SH NAME\nkinkeeper \\- keeps families and people in custody in touch\n"
	      ".SH SYNOPSIS\n.B kinkeeper\n.I COMMAND\n.RI [ options ]\n.SH COMMANDS\n",
	      stdout);
	for (const struct command *one = commands; one->name != NULL; one++) {
		fputs(".SS ", stdout);
		put_roff(one->name);
		printf(" %s\n", one->words ? one->words : "");
		put_roff(one->doc);
		putchar('\n');
		for (int i = 0; i < count(one->options); i++)
			put_option(&one->options[i]);
	}
	fputs(".SH OPTIONS OF EVERY COMMAND\n", stdout);
	for (int i = 0; i < count(common); i++)
		put_option(&common[i]);
	fputs(".SH EXIT STATUS\n0 done, 1 refused or faulty rows, 2 wrong usage, 3 cannot read or write.\n",
	      stdout);
	return CLI_DONE;
}

/* "import roster" takes two words of the command line. */
static const struct command *find_command(int argc, char **argv, int *ret_words)
{
	for (const struct command *c = commands; c->name != NULL; c++) {
		char two[64] = "";
		if (argc > 2)
			(void)snprintf(two, sizeof(two), "%s %s", argv[1], argv[2]);
		*ret_words = strchr(c->name, ' ') ? 2 : 1;
		if (argc > 1 && text_is(c->name, *ret_words == 2 ? two : argv[1]))
			return c;
	}
	return NULL;
}

int cli_wrong(const struct cli *c, const char *what)
{
	fprintf(c->err, "%s %s: %s\n", c->program, c->command->name, what);
	return CLI_USAGE;
}

/* Reads one option; gives how many words it took, 0 for a wrong one. */
static int read_option(struct cli *c, char **at, int left)
{
	const char *name = at[0] + 2, *equals = strchr(name, '=');
	size_t len = equals ? (size_t)(equals - name) : strlen(name);
	int i = find_option(c->command, name, len);
	if (i < 0)
		return 0;
	if (option_at(c->command, i)->value == NULL) {
		c->values[i] = "";
		return equals ? 0 : 1;
	}
	if (equals != NULL) {
		c->values[i] = equals + 1;
		return 1;
	}
	if (left < 2)
		return 0;
	c->values[i] = at[1];
	return 2;
}

/* Options may stand anywhere; what is none is a word. */
static bool read_words(struct cli *c, int argc, char **argv, int first)
{
	for (int i = first; i < argc;) {
		if (!text_starts(argv[i], "--")) {
			if (c->words_n == (int)COUNT_OF(c->words)) {
				(void)cli_wrong(c, "too many words");
				return false;
			}
			c->words[c->words_n++] = argv[i++];
			continue;
		}
		int took = read_option(c, argv + i, argc - i);
		if (took == 0) {
			fprintf(c->err, "%s %s: what is %s? --help lists the options\n", c->program,
				c->command->name, argv[i]);
			return false;
		}
		i += took;
	}
	return true;
}

bool cli_read(struct cli *c, int argc, char **argv, int *ret_status)
{
	int words = 1;
	c->program = "kinkeeper";
	c->command = find_command(argc, argv, &words);
	if (c->command == NULL) {
		bool asked = argc > 1 && (text_is(argv[1], "--help") || text_is(argv[1], "help"));
		*ret_status = list_commands(asked ? c->out : c->err, c->program, asked ? CLI_DONE : CLI_USAGE);
		return false;
	}
	*ret_status = CLI_USAGE;
	if (!read_words(c, argc, argv, 1 + words))
		return false;
	c->json = cli_has(c, "json");
	return true;
}

int cli_main(int argc, char **argv)
{
	struct cli c = { .out = stdout, .err = stderr, .in = -1, .tty = isatty(STDERR_FILENO) };
	int status = CLI_DONE;
	if (!cli_read(&c, argc, argv, &status))
		return status;
	if (cli_has(&c, "help")) {
		usage(stdout, c.program, c.command);
		return CLI_DONE;
	}
	if (c.command->reads && c.words_n == 1 && !store_input(&c, c.words[0], &c.in))
		return CLI_NO_ACCESS;
	if (c.command->writes && c.words_n == 1 && !store_output(&c, c.words[0], &c.in))
		return CLI_NO_ACCESS;
	bool here = !c.command->on_store || (c.command->here != NULL && cli_has(&c, c.command->here));
	if (here || !control_hand_over(&c, argc, argv, &status))
		status = c.command->run(&c);
	return c.command->writes && status == CLI_DONE ? store_output_keep(&c, c.words[0], c.in) : status;
}

const char *cli_get(const struct cli *c, const char *name)
{
	int i = find_option(c->command, name, strlen(name));
	return i < 0 ? NULL : c->values[i];
}

bool cli_has(const struct cli *c, const char *name)
{
	return cli_get(c, name) != NULL;
}

int64_t cli_int(const struct cli *c, const char *name, int64_t usual, int64_t least, int64_t most)
{
	long long n;
	const char *text = cli_get(c, name);
	if (text == NULL)
		return usual;
	if (text_to_int(text, &n) && n >= least && n <= most)
		return n;
	fprintf(stderr, "%s %s: --%s is a number from %lld to %lld\n", c->program, c->command->name, name,
		(long long)least, (long long)most);
	exit(CLI_USAGE);
}
