/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/roster/check.h"

#include <string.h>

#include "lib/base/text.h"

enum { SCRATCH_MAX = 4 * 1024 * 1024, VALUE_MAX = 80, HEADER_MAX = 60, NOWHERE = -1, RECENT = 64 };

const struct roster_reason_kind roster_reasons[ROSTER_REASONS] = {
#define REASON(stem) [ROSTER_##stem] = { #stem, W_import_##stem },
#include "src/roster/reasons.def"
#undef REASON
};

const char *const roster_field_names[ROSTER_FIELDS] = {
	[ROSTER_NUMBER] = "number",	    [ROSTER_LAST_NAME] = "last_name",
	[ROSTER_FIRST_NAME] = "first_name", [ROSTER_BIRTH_DATE] = "birth_date",
	[ROSTER_SITE] = "site",		    [ROSTER_UNIT] = "unit",
	[ROSTER_STATUS] = "status",	    [ROSTER_LANGUAGE] = "language",
};

static const struct {
	bool required;
	size_t max;		/* code points */
	const char *aliases[20]; /* folded; the likelier first */
} fields[ROSTER_FIELDS] = {
	[ROSTER_NUMBER] = { true, 20,
			    { "number", "personnumber", "inmatenumber", "inmateno", "inmateid", "offendernumber",
			      "offenderid", "prisonernumber", "prisonnumber", "nomsnumber", "docnumber", "docid",
			      "bookingnumber", "bookingid", "jacketnumber", "inmate", "doc", "idnumber", "id" } },
	[ROSTER_LAST_NAME] = { true, 80,
			       { "lastname", "last", "surname", "familyname", "lname", "apellido", "apellidos",
				 "nachname", "name", "fullname", "inmatename", "offendername" } },
	[ROSTER_FIRST_NAME] = { false, 80,
				{ "firstname", "first", "givenname", "givennames", "forename", "forenames",
				  "fname", "nombre", "nombres", "vorname" } },
	[ROSTER_BIRTH_DATE] = { true, 40,
				{ "birthdate", "dateofbirth", "dob", "birthday", "born", "birthdt", "dobdate",
				  "fechadenacimiento", "geburtsdatum" } },
	[ROSTER_SITE] = { true, 120,
			  { "site", "facility", "facilityname", "institution", "prison", "establishment", "jail",
			    "sitename", "currentfacility", "location", "agency", "office", "centro", "anstalt" } },
	[ROSTER_UNIT] = { false, 40,
			  { "unit", "housing", "housingunit", "unitname", "wing", "pod", "block", "cellblock",
			    "bed", "housinglocation", "livingunit", "cell" } },
	[ROSTER_STATUS] = { false, 60,
			    { "status", "custodystatus", "inmatestatus", "offenderstatus", "currentstatus",
			      "movement", "estado" } },
	[ROSTER_LANGUAGE] = { false, 60,
			      { "language", "lang", "primarylanguage", "preferredlanguage", "spokenlanguage",
				"idioma", "sprache" } },
};

/* Words that mean the same, folded. */
struct meaning {
	const char *word, *is;
};
static const struct meaning statuses[] = {
	{ "here", "here" },	     { "active", "here" },	  { "incustody", "here" },
	{ "custody", "here" },	     { "present", "here" },	  { "in", "here" },
	{ "current", "here" },	     { "confined", "here" },	  { "housed", "here" },
	{ "admitted", "here" },	     { "detained", "here" },	  { "booked", "here" },
	{ "sentenced", "here" },     { "remand", "here" },	  { "pretrial", "here" },
	{ "hospital", "hospital" },  { "athospital", "hospital" }, { "hospitalized", "hospital" },
	{ "hospitalised", "hospital" }, { "outtohospital", "hospital" }, { "medical", "hospital" },
	{ "court", "court" },	     { "atcourt", "court" },	  { "outtocourt", "court" },
	{ "away", "away" },	     { "temporaryabsence", "away" }, { "temporaryrelease", "away" },
	{ "furlough", "away" },	     { "leave", "away" },	  { "rotl", "away" },
	{ "moving", "moving" },	     { "intransit", "moving" },	  { "transit", "moving" },
	{ "transfer", "moving" },    { "transferring", "moving" }, { "transferred", "moving" },
	{ "released", "released" },  { "release", "released" },	  { "discharged", "released" },
	{ "outofcustody", "released" }, { "notincustody", "released" }, { "inactive", "released" },
	{ "paroled", "released" },   { "bailed", "released" },
	{ "deceased", "deceased" },  { "died", "deceased" },	  { "dead", "deceased" },
	{ "death", "deceased" },
};
static const struct meaning languages[] = {
	{ "en", "en" }, { "eng", "en" }, { "english", "en" }, { "enus", "en" }, { "engb", "en" },
	{ "es", "es" }, { "spa", "es" }, { "spanish", "es" }, { "espanol", "es" }, { "esus", "es" },
	{ "esmx", "es" }, { "ar", "ar" }, { "ara", "ar" }, { "arabic", "ar" }, { "العربية", "ar" },
};

/* A number that came, by its hash: two hashes, 96 bits, so that a false twin is
 * not to be feared in a file of any size. */
struct seen {
	uint64_t hash;
	uint32_t other, line;
};

/* A word as it was written, and what it turned out to mean: rosters say the same
 * few words over and over. */
struct recent {
	char text[VALUE_MAX];
	const void *is;
};

struct check {
	struct check_conf conf;
	struct arena *scratch; /* of one row */
	int columns[ROSTER_FIELDS]; /* place in the file, or NOWHERE */
	const char *headers[CSV_CELLS_MAX], *header_keys[CSV_CELLS_MAX];
	size_t headers_n;
	int64_t header_line;
	bool split_names, again, stopped; /* stopped: the header is wrong, no row can be read */
	int64_t rows;
	struct roster_faults faults;
	size_t faults_room;
	struct arena *numbers; /* of `seen`; a new one each time it grows */
	struct seen *seen;
	size_t seen_n, seen_room; /* room: a power of two, or 0 */
	const char **site_keys;
	struct recent recent[ROSTER_FIELDS][RECENT];
};

/* --- faults --------------------------------------------------------------------------- */

static void add_fault(struct check *c, const struct roster_fault *f)
{
	struct roster_faults *all = &c->faults;
	all->all++;
	if (c->conf.faults_max != 0 && all->n == c->conf.faults_max)
		return;
	if (all->n == c->faults_room) {
		size_t room = c->faults_room ? 2 * c->faults_room : 64;
		struct roster_fault *grown = arena_array(c->conf.arena, struct roster_fault, room);
		if (all->n > 0)
			memcpy(grown, all->at, all->n * sizeof(*grown));
		all->at = grown;
		c->faults_room = room;
	}
	all->at[all->n++] = *f;
}

static const char *column_name(const struct check *c, enum roster_field f)
{
	return c->columns[f] == NOWHERE ? roster_field_names[f] : c->headers[c->columns[f]];
}

static bool fault(struct check *c, enum roster_field f, enum roster_reason reason)
{
	add_fault(c, &(struct roster_fault){ csv_line(c->conf.csv), column_name(c, f), reason, NULL, 0 });
	return false;
}

/* The same unknown site on every row is kept once. */
static bool fault_value(struct check *c, enum roster_field f, enum roster_reason reason, const char *value)
{
	const char *kept = NULL;
	for (size_t i = c->faults.n; kept == NULL && i > 0 && i + 16 > c->faults.n; i--)
		if (c->faults.at[i - 1].value != NULL && text_is(c->faults.at[i - 1].value, value))
			kept = c->faults.at[i - 1].value;
	if (kept == NULL)
		kept = arena_str(c->conf.arena, text_cut(c->conf.arena, value, VALUE_MAX));
	add_fault(c, &(struct roster_fault){ csv_line(c->conf.csv), column_name(c, f), reason, kept, 0 });
	return false;
}

static void fault_row(struct check *c, enum roster_reason reason, size_t cell)
{
	const char *column = cell < c->headers_n ? c->headers[cell] : "";
	add_fault(c, &(struct roster_fault){ csv_line(c->conf.csv), column, reason, NULL, 0 });
}

static void fault_header(struct check *c, const char *column, enum roster_reason reason)
{
	add_fault(c, &(struct roster_fault){ c->header_line, column, reason, NULL, 0 });
}

/* --- numbers that came before ------------------------------------------------------------ */

/* A multiplicative hash with a random start (FNV's loop, splitmix64's end). */
static uint64_t hash_of(uint64_t seed, const char *text)
{
	uint64_t h = seed ^ UINT64_C(0xcbf29ce484222325);
	for (; *text != '\0'; text++)
		h = (h ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
	h = (h ^ h >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	h = (h ^ h >> 27) * UINT64_C(0x94d049bb133111eb);
	return h ^ h >> 31;
}

static struct seen *place_of(struct seen *table, size_t room, uint64_t hash, uint32_t other)
{
	size_t i = hash & (room - 1);
	while (table[i].line != 0 && (table[i].hash != hash || table[i].other != other))
		i = (i + 1) & (room - 1);
	return &table[i];
}

/* The one part that grows with the file has memory of its own, so that no size of
 * file can use up a request's. */
static void grow_seen(struct check *c)
{
	size_t room = c->seen_room ? 2 * c->seen_room : 4096;
	struct arena *numbers = arena_new(room * sizeof(struct seen));
	if (numbers == NULL) /* ends as every lack of memory ends */
		(void)arena_get(c->conf.arena, SIZE_MAX);
	struct seen *grown = arena_array(numbers, struct seen, room);
	for (size_t i = 0; i < c->seen_room; i++)
		if (c->seen[i].line != 0)
			*place_of(grown, room, c->seen[i].hash, c->seen[i].other) = c->seen[i];
	arena_free(c->numbers);
	c->numbers = numbers;
	c->seen = grown;
	c->seen_room = room;
}

/* The line on which the number came before; 0 the first time. */
static int64_t line_before(struct check *c, const char *number)
{
	if (c->again)
		return 0;
	if (c->seen_n * 2 >= c->seen_room)
		grow_seen(c);
	uint64_t hash = hash_of(c->conf.seed, number);
	uint32_t other = (uint32_t)hash_of(~hash, number);
	struct seen *at = place_of(c->seen, c->seen_room, hash, other);
	if (at->line != 0)
		return at->line;
	*at = (struct seen){ hash, other, (uint32_t)csv_line(c->conf.csv) };
	c->seen_n++;
	return 0;
}

/* --- the header ------------------------------------------------------------------------------ */

/* The next "field=COLUMN" of a map; NULL field at the end or where it is none. */
static const char *next_pair(const char *at, int *ret_field, const char **ret_column, size_t *ret_len)
{
	size_t len = strcspn(at, ","), name = strcspn(at, "=");
	*ret_field = NOWHERE;
	if (name >= len || name + 1 == len)
		return at + len;
	for (int f = 0; f < ROSTER_FIELDS; f++)
		if (strlen(roster_field_names[f]) == name && strncmp(roster_field_names[f], at, name) == 0)
			*ret_field = f;
	*ret_column = at + name + 1;
	*ret_len = len - name - 1;
	return at[len] == ',' ? at + len + 1 : at + len;
}

bool check_map_fits(const char *map)
{
	unsigned told = 0;
	while (map != NULL && *map != '\0') {
		int f;
		const char *column;
		size_t len;
		map = next_pair(map, &f, &column, &len);
		if (f == NOWHERE || told >> f & 1)
			return false;
		told |= 1u << f;
	}
	return true;
}

/* As it is written, else folded; NOWHERE where no column has that name. */
static int find_column(struct check *c, const char *name, bool folded)
{
	int found = NOWHERE;
	for (int i = (int)c->headers_n - 1; !folded && i >= 0; i--)
		if (text_is(c->headers[i], name))
			found = i;
	const char *key = folded ? name : text_fold(c->scratch, name);
	for (int i = (int)c->headers_n - 1; found == NOWHERE && *key != '\0' && i >= 0; i--)
		if (text_is(c->header_keys[i], key))
			found = i;
	return found;
}

static void follow_map(struct check *c)
{
	const char *map = c->conf.map;
	while (map != NULL && *map != '\0') {
		int f;
		const char *column;
		size_t len;
		map = next_pair(map, &f, &column, &len);
		if (f == NOWHERE)
			return;
		const char *name = arena_strn(c->conf.arena, column, len);
		c->columns[f] = find_column(c, name, false);
		if (c->columns[f] == NOWHERE)
			fault_header(c, name, ROSTER_no_column);
	}
}

static bool is_used(const struct check *c, int column)
{
	for (int f = 0; f < ROSTER_FIELDS; f++)
		if (c->columns[f] == column)
			return true;
	return false;
}

static void find_columns(struct check *c)
{
	for (int f = 0; f < ROSTER_FIELDS; f++) {
		for (size_t i = 0; c->columns[f] == NOWHERE && i < COUNT_OF(fields[f].aliases); i++) {
			int at = fields[f].aliases[i] ? find_column(c, fields[f].aliases[i], true) : NOWHERE;
			if (at != NOWHERE && !is_used(c, at))
				c->columns[f] = at;
		}
		if (c->columns[f] == NOWHERE && fields[f].required && c->faults.n == 0)
			fault_header(c, roster_field_names[f], ROSTER_no_column);
	}
}

/* Two columns of the same name: which of them is meant cannot be known. */
static void refuse_twins(struct check *c)
{
	for (int f = 0; f < ROSTER_FIELDS; f++) {
		for (int i = 0; c->columns[f] != NOWHERE && i < (int)c->headers_n; i++) {
			if (i != c->columns[f] && text_is(c->headers[i], c->headers[c->columns[f]])) {
				fault_header(c, c->headers[i], ROSTER_column_twice);
				break;
			}
		}
	}
}

static char *trimmed(char *text)
{
	size_t len = strlen(text);
	for (bool more = true; more;) {
		more = false;
		while (len > 0 && (text[len - 1] == ' ' || text[len - 1] == '\t' || text[len - 1] == '\n'))
			len--;
		if (len > 1 && (unsigned char)text[len - 2] == 0xc2 && (unsigned char)text[len - 1] == 0xa0) {
			len -= 2; /* a no-break space */
			more = true;
		}
	}
	text[len] = '\0';
	while (*text == ' ' || *text == '\t' || *text == '\n' || text_starts(text, "\xc2\xa0"))
		text += *text == '\xc2' ? 2 : 1;
	return text;
}

static bool read_header(struct check *c)
{
	struct csv *csv = c->conf.csv;
	enum csv_found found = csv ? csv_next(csv) : CSV_BAD_TEXT;
	c->header_line = csv && found != CSV_END ? csv_line(csv) : 1;
	if (found != CSV_ROW) {
		fault_header(c, "", found == CSV_END ? ROSTER_empty : ROSTER_not_text);
		return false;
	}
	c->headers_n = csv_count(csv);
	for (size_t i = 0; i < c->headers_n; i++) {
		const char *name = text_cut(c->scratch, trimmed(csv_cell(csv, i)), HEADER_MAX);
		c->headers[i] = arena_str(c->conf.arena, name);
		c->header_keys[i] = arena_str(c->conf.arena, text_fold(c->scratch, name));
		arena_reset(c->scratch);
	}
	return true;
}

struct check *check_open(const struct check_conf *conf)
{
	struct check *c = arena_new_of(conf->arena, struct check);
	c->conf = *conf;
	c->scratch = arena_new(SCRATCH_MAX);
	for (int f = 0; f < ROSTER_FIELDS; f++)
		c->columns[f] = NOWHERE;
	if (c->scratch == NULL)
		return NULL;
	c->site_keys = arena_array(conf->arena, const char *, conf->sites_n);
	for (size_t i = 0; i < conf->sites_n; i++)
		c->site_keys[i] = text_fold(conf->arena, conf->sites[i].name);
	if (read_header(c)) {
		follow_map(c);
		find_columns(c);
		refuse_twins(c);
	}
	c->split_names = c->columns[ROSTER_FIRST_NAME] == NOWHERE;
	c->stopped = c->faults.all > 0;
	return c;
}

void check_close(struct check *c)
{
	if (c == NULL)
		return;
	arena_free(c->scratch);
	arena_free(c->numbers);
}

void check_again(struct check *c)
{
	csv_rewind(c->conf.csv);
	(void)csv_next(c->conf.csv);
	c->again = true;
	c->rows = 0;
}

int64_t check_rows(const struct check *c)
{
	return c->rows;
}

const struct roster_faults *check_faults(const struct check *c)
{
	return &c->faults;
}

/* --- cells --------------------------------------------------------------------------------------- */

/* Plain ASCII is by far the most of it, and needs no table. */
static bool is_plain(const char *text, size_t *ret_len)
{
	size_t i = 0;
	for (; text[i] != '\0'; i++)
		if ((unsigned char)text[i] < 0x20 || (unsigned char)text[i] > 0x7e)
			return false;
	*ret_len = i;
	return true;
}

/* The cell of a field, trimmed and checked; false after noting a fault. */
static bool read_cell(struct check *c, enum roster_field f, const char **ret)
{
	size_t len = 0;
	*ret = "";
	if (c->columns[f] == NOWHERE)
		return true;
	const char *text = trimmed(csv_cell(c->conf.csv, (size_t)c->columns[f]));
	bool plain = is_plain(text, &len);
	if (!plain)
		text = text_unturned(c->scratch, text);
	if (!plain && !text_is_printable(text, false))
		return fault(c, f, ROSTER_bad_text);
	if ((plain ? len : text_count(text)) > fields[f].max)
		return fault(c, f, ROSTER_too_long);
	if (*text == '\0' && fields[f].required)
		return fault(c, f, ROSTER_missing);
	*ret = text;
	return true;
}

static const char *fold_name(struct arena *a, const char *text)
{
	size_t len;
	if (!is_plain(text, &len))
		return text_fold(a, text);
	char *to = arena_get(a, len + 1), *at = to;
	for (; *text != '\0'; text++) {
		bool upper = *text >= 'A' && *text <= 'Z', lower = *text >= 'a' && *text <= 'z';
		if (upper || lower || (*text >= '0' && *text <= '9'))
			*at++ = (char)(upper ? *text + 32 : *text);
	}
	return to;
}

/* "2.04588E+05": what is left of a number that a spreadsheet took for a quantity. */
static bool is_rounded(const char *text)
{
	size_t digits = strspn(text, "0123456789"), more = 0;
	const char *at = text + digits;
	if (digits == 0)
		return false;
	if (*at == '.' || *at == ',')
		at += 1 + strspn(at + 1, "0123456789");
	if ((*at != 'E' && *at != 'e') || (at[1] != '+' && at[1] != '-'))
		return false;
	more = strspn(at + 2, "0123456789");
	return more > 0 && at[2 + more] == '\0';
}

static bool read_number(struct check *c, struct roster_row *row)
{
	if (!read_cell(c, ROSTER_NUMBER, &row->number))
		return false;
	if (is_rounded(row->number))
		return fault(c, ROSTER_NUMBER, ROSTER_rounded_number);
	int64_t first = line_before(c, row->number);
	if (first != 0) {
		add_fault(c, &(struct roster_fault){ csv_line(c->conf.csv), column_name(c, ROSTER_NUMBER),
						     ROSTER_duplicate_number, NULL, first });
		return false;
	}
	return true;
}

static bool read_names(struct check *c, struct roster_row *row)
{
	bool good = read_cell(c, ROSTER_LAST_NAME, &row->last_name);
	good = read_cell(c, ROSTER_FIRST_NAME, &row->first_name) && good;
	const char *comma = c->split_names ? strchr(row->last_name, ',') : NULL;
	if (good && comma != NULL && comma > row->last_name) {
		row->first_name = trimmed(arena_str(c->scratch, comma + 1));
		row->last_name = trimmed(arena_strn(c->scratch, row->last_name,
						    (size_t)(comma - row->last_name)));
	}
	if (good)
		row->match_key = fold_name(c->scratch, row->last_name);
	return good;
}

/* What a word means, by `find`; found again at once when it comes again. */
static const void *meaning_of(struct check *c, enum roster_field f, const char *text,
			      const void *(*find)(const struct check *c, const char *key))
{
	size_t len = strlen(text);
	struct recent *r = &c->recent[f][hash_of(0, text) % RECENT];
	if (r->is != NULL && text_is(r->text, text))
		return r->is;
	const void *is = find(c, text_fold(c->scratch, text));
	if (is != NULL && len < sizeof(r->text)) {
		memcpy(r->text, text, len + 1);
		r->is = is;
	}
	return is;
}

static const void *find_site(const struct check *c, const char *key)
{
	for (size_t i = 0; *key != '\0' && i < c->conf.sites_n; i++)
		if (text_is(c->site_keys[i], key))
			return &c->conf.sites[i];
	return NULL;
}

static const void *find_meaning(const struct meaning *table, size_t n, const char *key)
{
	for (size_t i = 0; i < n; i++)
		if (text_is(table[i].word, key))
			return table[i].is;
	return NULL;
}

static const void *find_status(const struct check *c, const char *key)
{
	(void)c;
	return find_meaning(statuses, COUNT_OF(statuses), key);
}

static const void *find_language(const struct check *c, const char *key)
{
	(void)c;
	return find_meaning(languages, COUNT_OF(languages), key);
}

static bool read_site(struct check *c, const struct roster_site **ret)
{
	const char *text;
	*ret = NULL;
	if (!read_cell(c, ROSTER_SITE, &text))
		return false;
	*ret = meaning_of(c, ROSTER_SITE, text, find_site);
	return *ret != NULL || fault_value(c, ROSTER_SITE, ROSTER_unknown_site, text);
}

static bool read_words(struct check *c, struct roster_row *row)
{
	const char *text;
	bool good = read_cell(c, ROSTER_STATUS, &text);
	row->status = c->columns[ROSTER_STATUS] == NOWHERE ? "" : "here";
	if (good && *text != '\0') {
		row->status = meaning_of(c, ROSTER_STATUS, text, find_status);
		good = row->status != NULL ||
		       fault_value(c, ROSTER_STATUS, ROSTER_unknown_status, text);
	}
	row->lang = "";
	if (!read_cell(c, ROSTER_LANGUAGE, &text))
		return false;
	if (*text == '\0')
		return good;
	row->lang = meaning_of(c, ROSTER_LANGUAGE, text, find_language);
	return row->lang != NULL ? good : fault_value(c, ROSTER_LANGUAGE, ROSTER_unknown_language, text);
}

/* --- dates ------------------------------------------------------------------------------------------ */

static bool exists(int year, int month, int day, int64_t *ret)
{
	if (year < 1000 || month < 1 || month > 12 || day < 1 || day > 31)
		return false;
	int64_t date = date_of(year, month, day);
	struct wall w = date_wall(date);
	if (w.year != year || w.month != month || w.day != day)
		return false;
	*ret = date;
	return true;
}

/* A run of digits: its value and how many there were. */
static const char *take_digits(const char *at, int *ret_value, int *ret_len)
{
	*ret_value = *ret_len = 0;
	for (; *at >= '0' && *at <= '9' && *ret_len < 9; at++, ++*ret_len)
		*ret_value = *ret_value * 10 + (*at - '0');
	return at;
}

static const char *take_month(const char *at, int *ret_month, int *ret_len)
{
	static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";
	char low[4] = "";
	for (int i = 0; i < 3 && ((at[i] | 32) >= 'a' && (at[i] | 32) <= 'z'); i++)
		low[i] = (char)(at[i] | 32);
	const char *found = strlen(low) == 3 ? strstr(names, low) : NULL;
	if (found == NULL || (found - names) % 3 != 0)
		return take_digits(at, ret_month, ret_len);
	*ret_month = (int)(found - names) / 3 + 1;
	*ret_len = 3;
	return at + 3;
}

/* Nothing, or a time of day, which exports of databases carry along. */
static bool is_rest(const char *at)
{
	if (*at == '\0')
		return true;
	return (*at == ' ' || *at == 'T') && at[1 + strspn(at + 1, "0123456789:.+-APMapmTZ ")] == '\0';
}

static bool read_date(const char *text, bool month_first, int64_t *ret)
{
	int a, b, y, a_len, b_len, y_len;
	const char *at = take_digits(text, &a, &a_len);
	if (a_len == 8 && is_rest(at))
		return exists(a / 10000, a / 100 % 100, a % 100, ret);
	char sep = *at;
	if (sep != '-' && sep != '/' && sep != '.')
		return false;
	at = take_month(at + 1, &b, &b_len);
	bool named = b_len == 3;
	if (*at != sep)
		return false;
	at = take_digits(at + 1, &y, &y_len);
	if (!is_rest(at) || b_len == 0 || (b_len > 2 && !named))
		return false;
	if (a_len == 4 && (y_len == 1 || y_len == 2))
		return exists(a, b, y, ret);
	if (y_len != 4 || a_len == 0 || a_len > 2)
		return false;
	if (sep == '.' || named)
		return exists(y, b, a, ret);
	bool first = month_first ? a <= 12 : b > 12;
	return first ? exists(y, a, b, ret) : exists(y, b, a, ret);
}

static bool read_birth_date(struct check *c, const struct roster_site *site, struct roster_row *row)
{
	const char *text;
	if (!read_cell(c, ROSTER_BIRTH_DATE, &text))
		return false;
	/* At a site nobody knows either order will do: the row is faulty anyway. */
	if (!read_date(text, site != NULL && site->month_first, &row->birth_date) &&
	    !(site == NULL && read_date(text, true, &row->birth_date)))
		return fault(c, ROSTER_BIRTH_DATE, ROSTER_not_a_date);
	if (row->birth_date < date_of(1900, 1, 1))
		return fault(c, ROSTER_BIRTH_DATE, ROSTER_before_1900);
	if (site != NULL && row->birth_date > site->today)
		return fault(c, ROSTER_BIRTH_DATE, ROSTER_future_date);
	return true;
}

/* --- rows ---------------------------------------------------------------------------------------------- */

static bool is_empty_row(struct csv *csv)
{
	for (size_t i = 0; i < csv_count(csv); i++)
		if (csv_cell_len(csv, i) > 0)
			return false;
	return true;
}

/* Few: looked up in order, by bisection. */
static const struct roster_taken *find_taken(const struct check *c, const char *number)
{
	size_t low = 0, high = c->conf.taken_n;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int order = strcmp(c->conf.taken[mid].number, number);
		if (order == 0)
			return &c->conf.taken[mid];
		if (order < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

static bool check_taken(struct check *c, const struct roster_row *row)
{
	const struct roster_taken *taken = find_taken(c, row->number);
	if (taken == NULL)
		return true;
	if (!taken->deceased)
		return fault(c, ROSTER_NUMBER, ROSTER_number_taken);
	if (text_is(row->status, "deceased") || text_is(row->status, "released"))
		return true; /* many systems release those who have died */
	return fault(c, ROSTER_STATUS, ROSTER_deceased_here);
}

/* All cells are looked at, so that each fault of a row is listed. */
static bool read_row(struct check *c, struct roster_row *row)
{
	const struct roster_site *site;
	row->line = csv_line(c->conf.csv);
	if (csv_count(c->conf.csv) != c->headers_n) {
		fault_row(c, ROSTER_ragged, c->headers_n);
		return false;
	}
	bool numbered = read_number(c, row), good = numbered;
	good = read_names(c, row) && good;
	good = read_site(c, &site) && good;
	good = read_birth_date(c, site, row) && good;
	good = read_cell(c, ROSTER_UNIT, &row->unit) && good;
	bool worded = read_words(c, row);
	if (numbered && worded)
		good = check_taken(c, row) && good;
	if (site != NULL)
		row->site = site->id;
	return good && worded;
}

enum rc check_next(struct check *c, struct roster_row *row, bool *ret_found)
{
	static const enum roster_reason reasons[] = {
		[CSV_BAD_QUOTE] = ROSTER_bad_quote,
		[CSV_BAD_TEXT] = ROSTER_bad_text,
		[CSV_TOO_LONG] = ROSTER_too_long,
	};
	struct csv *csv = c->conf.csv;
	*ret_found = false;
	while (!c->stopped) {
		enum csv_found found = csv_next(csv);
		if (found == CSV_UNREADABLE)
			return RC_BROKEN;
		if (found == CSV_END)
			break;
		if (found != CSV_ROW) {
			c->rows++;
			fault_row(c, reasons[found], csv_wrong_cell(csv));
			continue;
		}
		if (is_empty_row(csv))
			continue;
		if (c->conf.rows_max != 0 && c->rows == c->conf.rows_max) {
			fault_row(c, ROSTER_too_many_rows, c->headers_n);
			c->stopped = true;
			break;
		}
		c->rows++;
		arena_reset(c->scratch);
		*row = (struct roster_row){ 0 };
		if (read_row(c, row)) {
			*ret_found = true;
			return RC_OK;
		}
	}
	if (c->rows == 0 && c->faults.all == 0)
		fault_header(c, "", ROSTER_empty);
	return RC_OK;
}
