/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Random bytes from the kernel. The only source; a failure stops the program. */
#ifndef BASE_RAND_H
#define BASE_RAND_H

#include <stddef.h>
#include <stdint.h>

void rand_bytes(void *to, size_t len);
/* Even in 0 … below - 1. */
uint32_t rand_below(uint32_t below);

#endif
