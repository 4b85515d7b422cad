/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Bytes over a socket to a child process. A child that died is a false, not a signal. */
#ifndef BASE_WIRE_H
#define BASE_WIRE_H

#include <stdbool.h>
#include <stddef.h>

/* All of them, or false. */
bool wire_put(int fd, const void *bytes, size_t len);

#endif
