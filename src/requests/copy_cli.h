/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One person's data from the command line. */
#ifndef REQUESTS_COPY_CLI_H
#define REQUESTS_COPY_CLI_H

#include "src/faces/cli.h"

extern const struct cli_option export_options[];
int export_person_command(const struct cli *c);

#endif
