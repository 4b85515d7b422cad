/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Commands for the first hour and for operators: agencies, sites, staff, tokens,
 * jobs, and a look at the configuration. */
#ifndef ACCOUNTS_ACCOUNTS_CLI_H
#define ACCOUNTS_ACCOUNTS_CLI_H

#include "src/faces/cli.h"

extern const struct cli_option tenant_options[], site_options[], user_options[], token_options[],
	jobs_options[];

int tenant_add_command(const struct cli *c);
int site_add_command(const struct cli *c);
int user_add_command(const struct cli *c);
int user_list_command(const struct cli *c);
int user_release_command(const struct cli *c);
int user_confirm_command(const struct cli *c);
int user_close_command(const struct cli *c);
int token_add_command(const struct cli *c);
int jobs_list_command(const struct cli *c);
int jobs_retry_command(const struct cli *c);
/* Looks at the configuration as an attacker would; 1 where something weakens it. */
int doctor_command(const struct cli *c);

#endif
