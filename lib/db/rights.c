/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "lib/db/engine.h"

#include <string.h>

/* Statements of this file stand outside the generated list, as lib/db/migrate.c's do. */
static enum rc run(struct db_conn *c, struct arena *a, struct db_query q, const struct db_value *in,
		   struct db_rows *rows)
{
	q.id = (unsigned)db_statements_n;
	return c->db->driver->run(c, a, &q, in, rows, NULL);
}

/* Opens a connection and memory for `what`, which the pool's transactions are not around. */
static enum rc on_a_connection(struct db *db, enum rc (*what)(struct db_conn *, struct arena *, void *),
			       void *arg)
{
	struct db_conn *c = NULL;
	struct arena *a = arena_new(64 * 1024);
	enum rc rc = a == NULL ? RC_BROKEN : db_conn_open(db, &c);
	if (rc == RC_OK) {
		rc = what(c, a, arg);
		db_conn_close(c);
	}
	arena_free(a);
	return rc;
}

/* --- what this connection may do ---------------------------------------------------- */

static const struct db_query ask = {
	.name = "rights",
	.params = "",
	.columns = "iii",
	.sql = "SELECT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user),"
	       " EXISTS (SELECT 1 FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace"
	       " AND pg_has_role(c.relowner, 'MEMBER')) OR has_schema_privilege(current_schema(), 'CREATE'),"
	       " coalesce(has_table_privilege(to_regclass('audit_entry'), 'UPDATE')"
	       " OR has_table_privilege(to_regclass('audit_entry'), 'DELETE'), false)",
};

static void read_rights(struct arena *a, const struct db_value *c, void *into)
{
	(void)a;
	*(struct db_rights *)into = (struct db_rights){ c[0].n != 0, c[1].n != 0, c[2].n != 0 };
}

static enum rc read_all(struct db_conn *c, struct arena *a, void *arg)
{
	struct db_rights *ret = arg;
	struct db_rows rows = { .size = sizeof(*ret), .read = read_rights };
	TRY(run(c, a, ask, NULL, &rows));
	*ret = *(struct db_rights *)rows.at;
	return RC_OK;
}

enum rc db_rights(struct db *db, struct db_rights *ret)
{
	if (db->driver == &db_sqlite) {
		*ret = (struct db_rights){ 0 };
		return RC_OK;
	}
	return on_a_connection(db, read_all, ret);
}

/* --- the role that the program runs as ------------------------------------------------ */

/* One script, whatever the names: they are settings that it reads, quoted by format().
 * A role that may read schema_version was granted before, so it is granted anew: a
 * migration may have made tables. */
static const char script[] =
	"DO $grant$\n"
	"DECLARE\n"
	"	new_role text := current_setting('kin.role');\n"
	"	place text := current_schema();\n"
	"	role text;\n"
	"	tab record;\n"
	"BEGIN\n"
	"	IF new_role <> '' AND NOT EXISTS (SELECT FROM pg_roles WHERE rolname = new_role) THEN\n"
	"		EXECUTE format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION'\n"
	"			' PASSWORD %L', new_role, current_setting('kin.verifier'));\n"
	"	END IF;\n"
	"	EXECUTE format('REVOKE CREATE ON SCHEMA %I FROM PUBLIC', place);\n"
	"	EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());\n"
	"	FOR role IN SELECT new_role WHERE new_role <> ''\n"
	"		UNION SELECT r.rolname FROM pg_class c, aclexplode(c.relacl) g, pg_roles r\n"
	"		WHERE c.oid = to_regclass('schema_version') AND g.privilege_type = 'SELECT'\n"
	"			AND g.grantee = r.oid AND g.grantee <> c.relowner LOOP\n"
	"		EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), role);\n"
	"		EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', place, role);\n"
	"		FOR tab IN SELECT relname AS name FROM pg_class\n"
	"			WHERE relnamespace = place::regnamespace AND relkind IN ('r', 'p') LOOP\n"
	"			EXECUTE format('REVOKE ALL ON %I.%I FROM %I', place, tab.name, role);\n"
	"			EXECUTE format('GRANT %s ON %I.%I TO %I', CASE\n"
	"				WHEN tab.name = 'schema_version' THEN 'SELECT'\n"
	"				WHEN tab.name LIKE 'audit\\_%' THEN 'SELECT, INSERT'\n"
	"				ELSE 'SELECT, INSERT, UPDATE, DELETE' END, place, tab.name, role);\n"
	"		END LOOP;\n"
	"		IF to_regclass('audit_row') IS NOT NULL THEN\n" /* what an erasure takes away */
	"			EXECUTE format('GRANT UPDATE (salt) ON %I.audit_row TO %I', place, role);\n"
	"			EXECUTE format('GRANT DELETE ON %I.audit_detail TO %I', place, role);\n"
	"		END IF;\n"
	"	END LOOP;\n"
	"END $grant$";

static const struct db_query settings = {
	.name = "rights_settings",
	.params = "tt",
	.columns = "tt",
	.sql = "SELECT set_config('kin.role', $1, false), set_config('kin.verifier', $2, false)",
};

struct grant {
	const char *role, *password;
	bool made;
};

static const struct db_query known = {
	.name = "rights_known",
	.params = "t",
	.columns = "i",
	.sql = "SELECT count(*) FROM pg_roles WHERE rolname = $1",
};

static void read_nothing(struct arena *a, const struct db_value *c, void *into)
{
	(void)a, (void)c, (void)into;
}

static void read_count(struct arena *a, const struct db_value *c, void *into)
{
	(void)a;
	*(int64_t *)into = c[0].n;
}

static enum rc grant(struct db_conn *c, struct arena *a, void *arg)
{
	struct grant *g = arg;
	char verifier[VERIFIER_MAX] = "";
	const struct db_value role = db_text(g->role ? g->role : "");
	struct db_rows count = { .size = sizeof(int64_t), .read = read_count };
	struct db_rows nothing = { .size = 1, .read = read_nothing };
	TRY(run(c, a, known, &role, &count));
	g->made = g->role != NULL && *(int64_t *)count.at == 0;
	if (g->made)
		TRY(db_postgres_verifier(c, g->role, g->password, verifier));
	TRY(run(c, a, settings, (const struct db_value[]){ role, db_text(verifier) }, &nothing));
	return c->db->driver->exec(c, script);
}

enum rc db_grant(struct db *db, const char *role, const char *password, bool *ret_made)
{
	struct grant g = { .role = role, .password = password };
	*ret_made = false;
	if (db->driver == &db_sqlite)
		return RC_OK;
	TRY(on_a_connection(db, grant, &g));
	*ret_made = g.made;
	return RC_OK;
}
