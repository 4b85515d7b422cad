/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Made by tools/words.py from locale/. */
#include "lib/i18n/i18n.h"

static const char *const en[W_COUNT] = {
	[W_sample_hello] = "Hello, {name}",
	[W_sample_count] = "{n} line\037""{n} lines",
	[W_staff_only] = "Say \"it\"",
};

static const char *const ar[W_COUNT] = {
	[W_sample_hello] = "مرحبا {name}",
	[W_sample_count] = "لا سطور\037""سطر واحد\037""سطران\037""{n} سطور\037""{n} سطرًا\037""{n} سطر",
};

static const char *const qps[W_COUNT] = {
	[W_sample_hello] = "[Héllö, {name} ~ ~ ~]",
	[W_sample_count] = "[{n} lîñé ~ ~]\037""[{n} lîñés ~ ~]",
	[W_staff_only] = "[Såý \"ît\" ~ ~]",
};

const char *const word_keys[W_COUNT] = {
	"",
	"sample.hello",
	"sample.count",
	"staff.only",
};

const struct word_table word_tables[] = {
	{ "en", en },
	{ "ar", ar },
	{ "qps", qps },
	{ 0 },
};
