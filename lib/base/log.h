/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Structured lines on standard error: `time level event key=value …`.
 * Ids, verbs and durations only; never a name, an address or a text somebody
 * wrote. Only outermost functions log. Line breaks in values are escaped, so
 * that no input can forge a line.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "lib/base/rc.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

/* Lines below this level are dropped; LOG_INFO at start. */
void log_set_level(enum log_level least);

/* log_line(LOG_INFO, "request", "op=%s status=%d", …) */
void log_line(enum log_level level, const char *event, const char *fmt, ...) like_printf(3, 4);

#endif
