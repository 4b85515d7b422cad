/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Commands for backups: make, look at, restore, rehearse. */
#ifndef BACKUP_BACKUP_CLI_H
#define BACKUP_BACKUP_CLI_H

#include "src/faces/cli.h"

extern const struct cli_option backup_key_options[], restore_options[];

/* Makes the pair for backups; prints its private half, once. */
int backup_key_command(const struct cli *c);
int backup_command(const struct cli *c);
int backup_keys_command(const struct cli *c);
int restore_command(const struct cli *c);
/* `verify --backup FILE`. */
int backup_verify_command(const struct cli *c);

/* For `doctor`: when a backup was made last, and rehearsed last; 0: never. */
int64_t backup_made_at(const char *data);
int64_t backup_rehearsed_at(const char *data);

#endif
