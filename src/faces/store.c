/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/faces/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>

enum { CONNECTIONS = 2 };

const char *store_data(const struct cli *c)
{
	const char *data = cli_get(c, "data");
	return data ? data : "kinkeeper-data";
}

int store_lock(const struct cli *c)
{
	char path[4096];
	(void)snprintf(path, sizeof(path), "%s/lock", store_data(c));
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0) {
		fprintf(stderr, "kinkeeper %s: %s: %s; run `kinkeeper init` first\n", c->command->name, path,
			strerror(errno));
		return CLI_NO_ACCESS;
	}
	if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
		fprintf(stderr, "kinkeeper %s: another kinkeeper uses %s\n", c->command->name, store_data(c));
		return CLI_REFUSED;
	}
	return CLI_DONE;
}

bool store_libraries(void)
{
	return crypto_start() == RC_OK && i18n_start() == RC_OK;
}

int store_open(const struct cli *c, struct server **ret)
{
	struct server_conf conf = { .data = store_data(c), .database = cli_get(c, "database"), .workers = 1,
				    .connections = CONNECTIONS, .secure = true };
	if (!store_libraries())
		return CLI_NO_ACCESS;
	int status = store_lock(c);
	if (status != CLI_DONE)
		return status;
	enum rc rc = server_start(&conf, ret);
	return rc == RC_OK ? CLI_DONE : store_failed(c, rc);
}

int store_check_role(const struct cli *c)
{
	struct db_conf conf = { .url = cli_get(c, "database"), .connections = 1 };
	struct db_rights rights;
	struct db *db = NULL;
	if (conf.url == NULL)
		return CLI_DONE;
	if (db_open(&conf, &db) != RC_OK)
		return store_failed(c, RC_BUSY);
	enum rc rc = db_rights(db, &rights);
	db_close(db);
	if (rc != RC_OK)
		return store_failed(c, rc);
	if (!rights.super && !rights.owner && !rights.rewrites)
		return CLI_DONE;
	fprintf(stderr,
		"kinkeeper %s: this database user %s; run `kinkeeper init --database URL` as the owner "
		"and use the URL that it prints\n",
		c->command->name,
		rights.super ? "is a superuser" :
		rights.owner ? "can change the tables" :
			       "can change the audit log");
	return CLI_REFUSED;
}

int store_failed(const struct cli *c, enum rc rc)
{
	static const char *const why[] = {
		[RC_NOT_FOUND] = "there is no key: run `kinkeeper init` first",
		[RC_DENIED] = "master.key can be read by others: chmod 600 it",
		[RC_CONFLICT] = "the database is of another version: run `kinkeeper migrate`",
		[RC_INVALID] = "--listen is ADDRESS:PORT",
		[RC_BUSY] = "the address is taken, or the database cannot be reached",
		[RC_BROKEN] = "the store cannot be opened",
	};
	fprintf(stderr, "kinkeeper %s: %s\n", c->command->name, why[rc]);
	return rc == RC_INVALID ? CLI_USAGE : CLI_NO_ACCESS;
}
