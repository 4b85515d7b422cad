/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Style, script and icons: embedded in the program by tools/embed.py, under names
 * that hold a hash of what is in them. */
#ifndef FACES_ASSETS_H
#define FACES_ASSETS_H

#include "src/faces/web.h"

/* The file at that path ("/static/kin.3f2a….css"), or NULL. */
const struct http_file *asset_find(const char *path);
/* Sets css, js, icons, mark and build of a frame. */
void assets_fill(struct frame *f);

#endif
