/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "lib/qr/qr.h"

#include <qrencode.h>
#include <string.h>

#include "lib/base/buf.h"

enum { PATH_MAX_LEN = 256 * 1024, DARK = 1 };

static int run_of(const unsigned char *row, int x, int width)
{
	int n = 0;
	while (x + n < width && (row[x + n] & DARK))
		n++;
	return n;
}

static void row_path(struct buf *out, const unsigned char *row, int y, int width)
{
	for (int x = 0; x < width; x++) {
		int n = run_of(row, x, width);
		if (n == 0)
			continue;
		buf_printf(out, "M%d %dh%dv1h-%dz", x + QR_BORDER, y + QR_BORDER, n, n);
		x += n;
	}
}

enum rc qr_make(struct arena *a, const char *text, struct qr *ret)
{
	if (*text == '\0' || strlen(text) > QR_TEXT_MAX)
		return RC_INVALID;
	QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
	if (code == NULL)
		return RC_BROKEN;
	struct buf out = buf_new(a, PATH_MAX_LEN);
	int width = code->width, whole = width + 2 * QR_BORDER;
	for (int y = 0; y < width; y++)
		row_path(&out, code->data + y * width, y, width);
	QRcode_free(code);
	*ret = (struct qr){ arena_printf(a, "0 0 %d %d", whole, whole), buf_text(&out) };
	return RC_OK;
}
