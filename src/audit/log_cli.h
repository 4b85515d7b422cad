/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Commands of the audit log: its witnesses, and looking whether it is whole. */
#ifndef AUDIT_LOG_CLI_H
#define AUDIT_LOG_CLI_H

#include "src/faces/cli.h"

int witness_add_command(const struct cli *c);
int witness_end_command(const struct cli *c);
int witness_list_command(const struct cli *c);
int verify_command(const struct cli *c);

#endif
