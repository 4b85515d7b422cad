/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/db/db.h"

/* A connection that is not really closed keeps the log from being cleared away. */
static void a_closed_store_leaves_no_log_behind(void **state)
{
	(void)state;
	char dir[] = "/tmp/kinclose.XXXXXX", path[64], log[64];
	struct stat st;
	struct db *db = NULL;
	int from = -1, to = -1;
	assert_non_null(mkdtemp(dir));
	(void)snprintf(path, sizeof(path), "%s/kinkeeper.db", dir);
	(void)snprintf(log, sizeof(log), "%s/kinkeeper.db-wal", dir);
	struct db_conf conf = { .path = path, .create = true };
	assert_int_equal(db_open(&conf, &db), RC_OK);
	assert_int_equal(db_migrate(db, &from, &to), RC_OK);
	assert_int_equal(db_schema_is_current(db), RC_OK);
	db_close(db);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(stat(log, &st), -1);
	unlink(path);
	rmdir(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_closed_store_leaves_no_log_behind),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
