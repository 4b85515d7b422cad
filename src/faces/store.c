/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/faces/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/text.h"

enum { CONNECTIONS = 2, CHUNK = 64 * 1024 };

const char *store_data(const struct cli *c)
{
	const char *data = c->server ? c->data : cli_get(c, "data");
	return data ? data : "kinkeeper-data";
}

int store_lock(const struct cli *c)
{
	char path[4096];
	(void)snprintf(path, sizeof(path), "%s/lock", store_data(c));
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0) {
		fprintf(c->err, "kinkeeper %s: %s: %s; run `kinkeeper init` first\n", c->command->name, path,
			strerror(errno));
		return CLI_NO_ACCESS;
	}
	if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
		fprintf(c->err, "kinkeeper %s: another kinkeeper uses %s\n", c->command->name, store_data(c));
		return CLI_REFUSED;
	}
	return CLI_DONE;
}

bool store_libraries(const struct cli *c)
{
	return c->server != NULL || (crypto_start() == RC_OK && i18n_start() == RC_OK);
}

int store_open(const struct cli *c, struct server **ret)
{
	struct server_conf conf = { .data = store_data(c), .database = cli_get(c, "database"),
				    .key_database = cli_get(c, "key-database"), .workers = 1, .connections = CONNECTIONS, .secure = true };
	if (c->server != NULL) {
		*ret = c->server;
		return CLI_DONE;
	}
	if (!store_libraries(c))
		return CLI_NO_ACCESS;
	int status = store_lock(c);
	if (status != CLI_DONE)
		return status;
	enum rc rc = server_start(&conf, ret);
	return rc == RC_OK ? CLI_DONE : store_failed(c, rc);
}

void store_close(const struct cli *c, struct server *s)
{
	if (c->server == NULL)
		server_stop(s);
}

/* Standard input is read more than once, so it goes to a file without a name in
 * the data directory: gone with the process, and as protected as the rest. */
static int keep_input(const char *data)
{
	static char chunk[CHUNK];
	int fd = open(data, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	ssize_t n = 1;
	while (fd >= 0 && n > 0) {
		n = read(STDIN_FILENO, chunk, sizeof(chunk));
		for (ssize_t put = 0, done = 0; n > 0 && done < n; done += put) {
			put = write(fd, chunk + done, (size_t)(n - done));
			if (put <= 0)
				return -1;
		}
	}
	return n < 0 ? -1 : fd;
}

bool store_input(const struct cli *c, const char *name, int *ret_fd)
{
	struct stat st;
	int fd = text_is(name, "-") ? keep_input(store_data(c)) : open(name, O_RDONLY | O_CLOEXEC);
	bool good = fd >= 0 && fstat(fd, &st) == 0;
	if (good && !S_ISREG(st.st_mode)) {
		errno = EISDIR;
		good = false;
	}
	if (good) {
		*ret_fd = fd;
		return true;
	}
	fprintf(c->err, "kinkeeper %s: %s: %s\n", c->command->name, name, strerror(errno));
	if (fd >= 0)
		close(fd);
	return false;
}

/* The directory that a file is in. */
static int directory_of(const char *name, int flags, mode_t mode)
{
	char path[4096];
	const char *slash = strrchr(name, '/');
	(void)snprintf(path, sizeof(path), "%.*s", slash ? (int)(slash - name) + 1 : 1, slash ? name : ".");
	return open(path, flags | O_CLOEXEC, mode);
}

static int output_refused(const struct cli *c, const char *name, int error)
{
	fprintf(c->err, "kinkeeper %s: %s: %s\n", c->command->name, name, strerror(error));
	return CLI_NO_ACCESS;
}

bool store_output(const struct cli *c, const char *name, int *ret_fd)
{
	struct stat st;
	bool there = stat(name, &st) == 0;
	int fd = there ? -1 : directory_of(name, O_TMPFILE | O_RDWR, 0600);
	if (fd < 0)
		return (void)output_refused(c, name, there ? EEXIST : errno), false;
	*ret_fd = fd;
	return true;
}

int store_output_keep(const struct cli *c, const char *name, int fd)
{
	char path[64];
	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (linkat(AT_FDCWD, path, AT_FDCWD, name, AT_SYMLINK_FOLLOW) != 0)
		return output_refused(c, name, errno);
	int dir = directory_of(name, O_RDONLY | O_DIRECTORY, 0);
	bool safe = dir >= 0 && fsync(dir) == 0;
	if (dir >= 0)
		close(dir);
	return safe ? CLI_DONE : output_refused(c, name, errno);
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
	fprintf(c->err,
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
		[RC_NOT_FOUND] = "a key is missing: a new store begins with `kinkeeper init`",
		[RC_DENIED] = "master.key can be read by others: chmod 600 it",
		[RC_CONFLICT] = "the database is of another version: run `kinkeeper migrate`",
		[RC_INVALID] = "--listen is ADDRESS:PORT",
		[RC_BUSY] = "the address is taken, or the database cannot be reached",
		[RC_BROKEN] = "the store cannot be opened",
	};
	fprintf(c->err, "kinkeeper %s: %s\n", c->command->name, why[rc]);
	return rc == RC_INVALID ? CLI_USAGE : CLI_NO_ACCESS;
}
