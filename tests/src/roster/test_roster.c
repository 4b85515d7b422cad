/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* From the text of a file to rows and faults; what is written is tested by
 * tests/stories/roster.story and tests/cli/roster.sh. */
#include "tests/check.h"

#include "lib/base/buf.h"
#include "lib/base/text.h"
#include "lib/i18n/i18n.h"
#include "src/roster/check.h"

static const struct roster_site sites[] = {
	{ { 1 }, "Riverside", true, 20000 },
	{ { 2 }, "HMP Stone Bridge", false, 20000 },
	{ { 3 }, "Willow Farm", true, 20000 },
};
static const struct roster_taken taken[] = { { "D1", true }, { "F1", false } };

/* Rows as `line:number,last,first,date,site,unit,status,lang` and after them faults as
 * `line!column=reason(value)`. */
static const char *shown(struct arena *a, const char *text, const char *map)
{
	struct csv_bytes bytes = { text, strlen(text) };
	struct csv_source from = csv_source_of(&bytes);
	struct csv *csv;
	struct roster_row r;
	struct buf out = buf_new(a, 1 << 20);
	bool found = true;
	assert_int_equal(csv_open(a, &from, &csv), RC_OK);
	struct check *c = check_open(&(struct check_conf){ .arena = a, .csv = csv, .map = map,
							   .sites = sites, .sites_n = COUNT_OF(sites),
							   .taken = taken, .taken_n = COUNT_OF(taken) });
	while (found) {
		assert_int_equal(check_next(c, &r, &found), RC_OK);
		if (found)
			buf_printf(&out, "%lld:%s,%s,%s,%s,%lld,%s,%s,%s\n", (long long)r.line, r.number,
				   r.last_name, r.first_name, date_text(a, r.birth_date), (long long)r.site.v,
				   r.unit, r.status, r.lang);
	}
	for (size_t i = 0; i < check_faults(c)->n; i++) {
		const struct roster_fault *f = &check_faults(c)->at[i];
		buf_printf(&out, "%lld!%s=%s", (long long)f->line, f->column, roster_reasons[f->reason].stem);
		if (f->value != NULL)
			buf_printf(&out, "(%s)", f->value);
		if (f->first != 0)
			buf_printf(&out, "(%lld)", (long long)f->first);
		buf_char(&out, '\n');
	}
	check_close(c);
	return buf_text(&out);
}

static void expect(const char *text, const char *map, const char *wanted)
{
	struct arena *a = arena_new(64 << 20);
	assert_string_equal(shown(a, text, map), wanted);
	arena_free(a);
}

#define HEAD "number,last_name,birth_date,site\n"

static void rows_are_read_by_our_own_names(void **state)
{
	(void)state;
	expect("number,last_name,first_name,birth_date,site,unit,status,language\n"
	       " A1 , Walker ,Andre,1990-03-14,riverside,B2,,\n"
	       "A2,O'Neil,,1990-03-14,WILLOW  FARM,,hospital,es\n",
	       NULL, "2:A1,Walker,Andre,1990-03-14,1,B2,here,\n3:A2,O'Neil,,1990-03-14,3,,hospital,es\n");
}

static void columns_of_other_systems_are_known(void **state)
{
	(void)state;
	expect("Inmate #;LAST NAME;First Name;D.O.B.;Facility;Housing Unit;Custody Status;colour\n"
	       "7;Walker;Andre;3/14/1990;Riverside;C;In Custody;red\n",
	       NULL, "2:7,Walker,Andre,1990-03-14,1,C,here,\n");
	expect("Booking Number,Name,Date of Birth,Jail\n7,\"WALKER, ANDRE J\",1990-03-14,Riverside\n", NULL,
	       "2:7,WALKER,ANDRE J,1990-03-14,1,,,\n");
	expect("ID,Inmate Number,Surname,DOB,Site\nx,7,W,1990-03-14,Riverside\n", NULL,
	       "2:7,W,,1990-03-14,1,,,\n");
}

static void a_map_goes_before_what_is_known(void **state)
{
	(void)state;
	expect("number,key,last_name,birth_date,where\n1,K1,W,1990-03-14,Riverside\n", "number=key,site=WHERE",
	       "2:K1,W,,1990-03-14,1,,,\n");
	expect(HEAD "1,W,1990-03-14,Riverside\n", "number=nowhere", "1!nowhere=no_column\n");
	assert_true(check_map_fits(NULL));
	assert_true(check_map_fits(""));
	assert_true(check_map_fits("number=A B,site=C"));
	assert_false(check_map_fits("number"));
	assert_false(check_map_fits("number="));
	assert_false(check_map_fits("nummer=A"));
	assert_false(check_map_fits("number=A,number=B"));
	assert_false(check_map_fits("number=A,,site=B"));
}

static void a_wrong_header_is_told_once(void **state)
{
	(void)state;
	expect("number,last_name\n1,W\n2,\n", NULL, "1!birth_date=no_column\n");
	expect("number,number,last_name,birth_date,site\n1,1,W,1990-03-14,Riverside\n", NULL,
	       "1!number=column_twice\n");
	expect("", NULL, "1!=empty\n");
	expect(HEAD, NULL, "1!=empty\n");
	expect(HEAD ",,,\n\n", NULL, "1!=empty\n");
	expect("\"number,last_name\nx", NULL, "1!=not_text\n");
}

static void dates_are_read_by_form_and_country(void **state)
{
	(void)state;
	static const struct {
		const char *typed, *site, *is;
	} dates[] = {
		{ "1990-03-14", "Riverside", "1990-03-14" }, { "1990/3/4", "Riverside", "1990-03-04" },
		{ "19900314", "Riverside", "1990-03-14" },   { "4.3.1990", "Riverside", "1990-03-04" },
		{ "3/4/1990", "Riverside", "1990-03-04" },   { "3/4/1990", "HMP Stone Bridge", "1990-04-03" },
		{ "14/3/1990", "Riverside", "1990-03-14" },  { "3/14/1990", "HMP Stone Bridge", "1990-03-14" },
		{ "03-04-1990", "Riverside", "1990-03-04" }, { "14-MAR-1990", "Riverside", "1990-03-14" },
		{ "2000-02-29", "Riverside", "2000-02-29" }, { "1990-03-14 00:00:00", "Riverside", "1990-03-14" },
		{ "1990-03-14T00:00:00Z", "Riverside", "1990-03-14" },
		{ "3/4/1990 12:00:00 AM", "Riverside", "1990-03-04" },
	};
	static const char *const wrong[] = { "1990-02-29", "90-01-01", "1/2/90", "1990-13-01", "yesterday", "1990",
					     "0000-00-00", "1990-03-14x", "1990-3/4", "14-Mai-1990", "1.2.3.4",
					     "33/14/1990", "19901301", "199003144" };
	for (size_t i = 0; i < COUNT_OF(dates); i++) {
		struct arena *a = arena_new(8 << 20);
		const char *row = arena_printf(a, HEAD "1,W,%s,%s\n", dates[i].typed, dates[i].site);
		assert_non_null(strstr(shown(a, row, NULL), dates[i].is));
		arena_free(a);
	}
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		struct arena *a = arena_new(8 << 20);
		const char *row = arena_printf(a, HEAD "1,W,%s,Riverside\n", wrong[i]);
		assert_string_equal(shown(a, row, NULL), "2!birth_date=not_a_date\n");
		arena_free(a);
	}
	expect(HEAD "1,W,2024-10-05,Riverside\n2,W,1899-12-31,Riverside\n", NULL,
	       "2!birth_date=future_date\n3!birth_date=before_1900\n");
}

static void every_fault_of_a_row_is_listed(void **state)
{
	(void)state;
	expect("number,last_name,birth_date,site,status,language\n"
	       ",,,,,\n"
	       ",,x,,,\n"
	       "1,W,1990-03-14,Nowhere,escaped,de\n"
	       "2.04588E+05,W,1990-03-14,Riverside,,\n"
	       "123456789012345678901,W,1990-03-14,Riverside,,\n"
	       "3,a\x01" "b,1990-03-14,Riverside,,\n"
	       "4,W,1990-03-14\n"
	       "5,W\"x,1990-03-14,Riverside,,\n",
	       NULL,
	       "3!number=missing\n3!last_name=missing\n3!site=missing\n3!birth_date=not_a_date\n"
	       "4!site=unknown_site(Nowhere)\n4!status=unknown_status(escaped)\n"
	       "4!language=unknown_language(de)\n"
	       "5!number=rounded_number\n6!number=too_long\n7!last_name=bad_text\n8!=ragged\n"
	       "9!last_name=bad_quote\n");
}

static void a_number_comes_once(void **state)
{
	(void)state;
	expect(HEAD "1,W,1990-03-14,Riverside\n2,\"a\nb\",x,Riverside\n1,W,1990-03-14,Riverside\n"
		    "1,W,1990-03-14,Riverside\n",
	       NULL,
	       "2:1,W,,1990-03-14,1,,,\n3!last_name=bad_text\n3!birth_date=not_a_date\n"
	       "5!number=duplicate_number(2)\n6!number=duplicate_number(2)\n");
}

static void who_has_died_is_not_brought_back(void **state)
{
	(void)state;
	expect("number,last_name,birth_date,site,status\nD1,W,1990-03-14,Riverside,here\n"
	       "F1,W,1990-03-14,Riverside,here\n",
	       NULL, "2!status=deceased_here\n3!number=number_taken\n");
	expect("number,last_name,birth_date,site,status\nD1,W,1990-03-14,Riverside,Released\n", NULL,
	       "2:D1,W,,1990-03-14,1,,released,\n");
	expect(HEAD "D1,W,1990-03-14,Riverside\n", NULL, "2!status=deceased_here\n");
}

static void many_rows_are_told_apart(void **state)
{
	(void)state;
	struct arena *a = arena_new(64 << 20);
	struct buf text = buf_new(a, 8 << 20);
	buf_str(&text, HEAD);
	for (int i = 0; i < 20000; i++)
		buf_printf(&text, "N%d,W,1990-03-14,Riverside\n", i);
	struct csv_bytes bytes = { buf_text(&text), text.len };
	struct csv_source from = csv_source_of(&bytes);
	struct csv *csv;
	struct roster_row r;
	bool found = true;
	int64_t rows = 0;
	assert_int_equal(csv_open(a, &from, &csv), RC_OK);
	struct check *c = check_open(&(struct check_conf){ .arena = a, .csv = csv, .sites = sites,
							   .sites_n = COUNT_OF(sites), .seed = 7 });
	for (; found; rows += found)
		assert_int_equal(check_next(c, &r, &found), RC_OK);
	assert_int_equal(rows, 20000);
	assert_int_equal(check_faults(c)->all, 0);
	check_again(c);
	assert_int_equal(check_next(c, &r, &found), RC_OK);
	assert_true(found && text_is(r.number, "N0"));
	check_close(c);
	arena_free(a);
}

static void one_row_too_many_ends_the_reading(void **state)
{
	(void)state;
	struct arena *a = arena_new(8 << 20);
	const char *text = HEAD "1,W,1990-03-14,Riverside\n\n2,W,1990-03-14,Riverside\n3,,,\n4,,,\n";
	struct csv_bytes bytes = { text, strlen(text) };
	struct csv_source from = csv_source_of(&bytes);
	struct csv *csv;
	struct roster_row r;
	bool found = true;
	assert_int_equal(csv_open(a, &from, &csv), RC_OK);
	struct check *c = check_open(&(struct check_conf){ .arena = a, .csv = csv, .sites = sites,
							   .sites_n = COUNT_OF(sites), .rows_max = 2 });
	while (found)
		assert_int_equal(check_next(c, &r, &found), RC_OK);
	assert_int_equal(check_rows(c), 2);
	assert_int_equal(check_faults(c)->all, 1);
	assert_int_equal(check_faults(c)->at[0].reason, ROSTER_too_many_rows);
	assert_int_equal(check_faults(c)->at[0].line, 5);
	check_close(c);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_are_read_by_our_own_names),
		cmocka_unit_test(columns_of_other_systems_are_known),
		cmocka_unit_test(a_map_goes_before_what_is_known),
		cmocka_unit_test(a_wrong_header_is_told_once),
		cmocka_unit_test(dates_are_read_by_form_and_country),
		cmocka_unit_test(every_fault_of_a_row_is_listed),
		cmocka_unit_test(a_number_comes_once),
		cmocka_unit_test(who_has_died_is_not_brought_back),
		cmocka_unit_test(many_rows_are_told_apart),
		cmocka_unit_test(one_row_too_many_ends_the_reading),
	};
	return i18n_start() == RC_OK ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
