/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Sends one message as the program does, and prints the result's number:
 *
 *	kin-send SMTP CA SMS_URL SMS_FILE CHANNEL ADDRESS SUBJECT BODY     ("-": none)
 */
#include <stdio.h>

#include "lib/base/text.h"
#include "lib/send/send.h"

static const char *or_none(const char *text)
{
	return text_is(text, "-") ? NULL : text;
}

int main(int argc, char **argv)
{
	struct sender *s = NULL;
	if (argc != 9)
		return 2;
	const struct send_conf conf = { .smtp = or_none(argv[1]), .smtp_ca = or_none(argv[2]),
					.sms_url = or_none(argv[3]), .sms_file = or_none(argv[4]),
					.mail_from = "notices@kin.example", .timeout_s = 5 };
	if (sender_start(&conf, &s) != RC_OK)
		return 3;
	printf("%d\n", (int)sender_send(s, argv[5], argv[6], argv[7], argv[8]));
	sender_stop(s);
	return 0;
}
