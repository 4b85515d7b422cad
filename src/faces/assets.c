/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/faces/assets.h"

#include "lib/base/text.h"

extern const struct http_file asset_files[];
extern const size_t asset_files_n;
extern const char asset_build[];

const struct http_file *asset_find(const char *path)
{
	if (!text_starts(path, "/static/") && !text_is(path, "/sw.js"))
		return NULL;
	for (size_t i = 0; i < asset_files_n; i++)
		if (text_is(asset_files[i].path, path))
			return &asset_files[i];
	return NULL;
}

static const char *starting(const char *stem)
{
	for (size_t i = 0; i < asset_files_n; i++)
		if (text_starts(asset_files[i].path, stem))
			return asset_files[i].path;
	return "/static/missing";
}

void assets_fill(struct frame *f)
{
	f->css = starting("/static/kin.");
	f->js = f->css;
	for (size_t i = 0; i < asset_files_n; i++) {
		const char *path = asset_files[i].path;
		if (text_starts(path, "/static/kin.") && text_ends(path, ".css"))
			f->css = path;
		if (text_starts(path, "/static/kin.") && text_ends(path, ".js"))
			f->js = path;
	}
	f->icons = starting("/static/icons.");
	f->mark = starting("/static/mark.");
	f->build = asset_build;
}
