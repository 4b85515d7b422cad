/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * QR codes (ISO/IEC 18004) for pages: the outline of the dark squares as the path of an
 * SVG, with the border of four squares that readers need. No image is made or stored, and
 * what the code says leaves with the page alone.
 */
#ifndef QR_QR_H
#define QR_QR_H

#include "lib/base/arena.h"
#include "lib/base/rc.h"

enum { QR_BORDER = 4, QR_TEXT_MAX = 600 };

struct qr {
	const char *box;  /* of viewBox: "0 0 45 45" */
	const char *path; /* of d, one h…v1h-…z for each run of dark squares */
};

/* RC_INVALID for a text that is empty or longer than QR_TEXT_MAX. */
must enum rc qr_make(struct arena *a, const char *text, struct qr *ret);

#endif
