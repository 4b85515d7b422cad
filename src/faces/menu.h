/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* At most five words across the top, by role. */
#ifndef FACES_MENU_H
#define FACES_MENU_H

#include "src/faces/web.h"

struct menu menu_for(struct work *w, const char *path);

#endif
