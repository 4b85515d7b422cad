/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Views of a protected address: that there is one; and, once read, its words. */
#ifndef SAFETY_ADDRESS_VIEW_H
#define SAFETY_ADDRESS_VIEW_H

#include "src/faces/views.h"
#include "src/safety/address.h"

struct address_view {
	struct frame frame;
	struct id_person person;
	const char *name;
	bool kept, reads;
	const char *words; /* once it was read; NULL */
	struct part address, purpose, reason;
};

#endif
