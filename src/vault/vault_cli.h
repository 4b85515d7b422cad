/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Keys from the command line. */
#ifndef VAULT_VAULT_CLI_H
#define VAULT_VAULT_CLI_H

#include "src/faces/cli.h"

extern const struct cli_option rotate_options[];
int keys_rotate_command(const struct cli *c);

#endif
