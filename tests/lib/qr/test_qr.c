/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tests/check.h"

#include <stdio.h>
#include <stdlib.h>

#include "lib/qr/qr.h"

enum { SIDE_MAX = 185 };

/* Draws the path again, square by square. */
static int draw(const struct qr *qr, char at[SIDE_MAX][SIDE_MAX])
{
	int side = 0, x, y, n, back, used;
	assert_int_equal(sscanf(qr->box, "0 0 %d", &side), 1);
	memset(at, 0, SIDE_MAX * SIDE_MAX);
	for (const char *p = qr->path; *p != '\0'; p += used) {
		assert_int_equal(sscanf(p, "M%d %dh%dv1h-%dz%n", &x, &y, &n, &back, &used), 4);
		assert_int_equal(n, back);
		for (int i = 0; i < n; i++)
			at[y][x + i] = 1;
	}
	return side;
}

static void a_code_has_a_border_and_three_corners(void **unused)
{
	static char at[SIDE_MAX][SIDE_MAX];
	struct arena *a = arena_new(1 << 20);
	struct qr qr;
	(void)unused;
	assert_int_equal(qr_make(a, "otpauth://totp/Kinkeeper:a%40b.example?secret=ABCD", &qr), RC_OK);
	int side = draw(&qr, at), far = side - QR_BORDER - 7;
	assert_int_equal((side - 2 * QR_BORDER - 17) % 4, 0); /* a version's width */
	for (int i = 0; i < side; i++)
		for (int k = 0; k < QR_BORDER; k++)
			assert_false(at[k][i] || at[i][k] || at[side - 1 - k][i] || at[i][side - 1 - k]);
	for (int i = 0; i < 7; i++) {
		assert_true(at[QR_BORDER][QR_BORDER + i]);
		assert_true(at[QR_BORDER][far + i]);
		assert_true(at[far + 6][QR_BORDER + i]);
	}
	assert_false(at[far + 1][far + 1] && at[far][far] && at[far + 6][far + 6] && at[far][far + 6]);
	arena_free(a);
}

static void nothing_and_too_much_are_refused(void **unused)
{
	struct arena *a = arena_new(1 << 20);
	struct qr qr;
	char text[QR_TEXT_MAX + 2];
	(void)unused;
	memset(text, 'a', sizeof(text));
	text[QR_TEXT_MAX + 1] = '\0';
	assert_int_equal(qr_make(a, "", &qr), RC_INVALID);
	assert_int_equal(qr_make(a, text, &qr), RC_INVALID);
	text[QR_TEXT_MAX] = '\0';
	assert_int_equal(qr_make(a, text, &qr), RC_OK);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_code_has_a_border_and_three_corners),
		cmocka_unit_test(nothing_and_too_much_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
