/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reading JSON (RFC 8259), through jansson. Writing is field tables' work. */
#ifndef JSON_JSON_H
#define JSON_JSON_H

#include "lib/base/arena.h"
#include "lib/base/value.h"

/*
 * One object whose members are texts, whole numbers, true, false, null (as if
 * not there) or lists of texts, which become several values of one name.
 * RC_INVALID for all else, for a name that comes twice, for bytes behind the
 * object and for more than 500 values.
 */
must enum rc json_read(struct arena *a, const char *body, size_t len, struct field_values *ret);

#endif
