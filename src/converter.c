/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* kin-converter: blocks on standard input, a PDF on standard output; see lib/pdf. It
 * has no database and no network, and 20 seconds. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "lib/pdf/sheet.h"

enum { TEXT_MAX = 1024 * 1024, ARENA_MAX = 128 * 1024 * 1024, SECONDS = 20 };

static bool read_block(struct arena *a, struct pdf_block *b)
{
	unsigned char kind;
	uint32_t len;
	if (fread(&kind, 1, 1, stdin) != 1)
		return false;
	if (kind > PDF_PAGE || fread(&len, sizeof(len), 1, stdin) != 1 || len > TEXT_MAX)
		_exit(2);
	char *text = arena_get(a, len + 1);
	if (fread(text, 1, len, stdin) != len)
		_exit(2);
	*b = (struct pdf_block){ (enum pdf_kind)kind, text };
	return true;
}

int main(void)
{
	static struct pdf_block blocks[PDF_BLOCKS_MAX];
	const struct rlimit time = { SECONDS, SECONDS };
	struct arena *a = arena_new(ARENA_MAX);
	unsigned char a4;
	size_t n = 0;
	setrlimit(RLIMIT_CPU, &time);
	if (a == NULL || fread(&a4, 1, 1, stdin) != 1)
		return 2;
	while (n < PDF_BLOCKS_MAX && read_block(a, &blocks[n]))
		n++;
	struct buf out = buf_new(a, PDF_BYTES_MAX);
	if (sheet_write(blocks, n, a4 != 0, &out) != RC_OK)
		return 1;
	bool good = fwrite(buf_text(&out), 1, out.len, stdout) == out.len && fflush(stdout) == 0;
	_exit(good ? 0 : 1); /* what the font libraries keep is the kernel's to free */
}
