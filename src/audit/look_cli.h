/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Commands that read the audit log: entries, receipts, and each day in words. */
#ifndef AUDIT_LOOK_CLI_H
#define AUDIT_LOOK_CLI_H

#include "src/faces/cli.h"

extern const struct cli_option audit_list_options[];
int audit_list_command(const struct cli *c);
int audit_receipt_command(const struct cli *c);
int audit_words_command(const struct cli *c);

#endif
