/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "lib/base/wire.h"

#include <sys/socket.h>
#include <sys/types.h>

bool wire_put(int fd, const void *bytes, size_t len)
{
	for (const char *at = bytes; len > 0;) {
		ssize_t n = send(fd, at, len, MSG_NOSIGNAL);
		if (n <= 0)
			return false;
		at += n;
		len -= (size_t)n;
	}
	return true;
}
