/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * kinkeeper import roster FILE [--tenant NAME] [--map a=B,c=D] [--complete]
 *                              [--dry-run] [--json]
 *
 * 0 done · 1 rows have faults, nothing was changed · 2 wrong usage · 3 cannot read.
 * --json prints {rows, added, changed, released, left, faults}; with --dry-run
 * {rows, faults}. A fault is {line, column, reason}, with `value` where a site, a
 * status or a language is unknown, and `first`, the line that had a number before.
 */
#ifndef ROSTER_ROSTER_CLI_H
#define ROSTER_ROSTER_CLI_H

#include "src/faces/cli.h"

extern const struct cli_option roster_options[];
int roster_command(const struct cli *c);

#endif
