/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Backups: all rows of the store as of one moment, sealed for a recovery key that is not
 * on this machine (lib/box), the same from both engines and for both. Keys are not among
 * them: they go into a file of their own, which is kept for a shorter time, so that what
 * was erased by destroying its key does not come back with an old backup
 * (docs/decisions/0020-backup.md).
 *
 * A restore believes nothing: the signature over every byte, each piece in its place, each
 * table's count and hash, again after it is written; then the audit log and what it speaks
 * of; then the list of the erased. Only then does the store open.
 */
#ifndef BACKUP_BACKUP_H
#define BACKUP_BACKUP_H

#include "lib/parcel/parcel.h"
#include "lib/db/copy.h"
#include "lib/work/work.h"

/* What a backup says of itself, in the clear, in front. */
struct backup_label {
	int64_t at, schema, rows, tree, waiting; /* tree: entries of the log that have a leaf */
	char engine[16], root[2 * SHA256_LEN + 1], checkpoint[4096];
};

/* Tells how far it is, now and then. */
struct backup_watch {
	void (*tell)(void *ctx, const char *what, int64_t done, int64_t all);
	void *ctx;
};

/* A table as a backup holds it. */
struct backup_table {
	const char *name;
	int64_t rows;
	unsigned char hash[SHA256_LEN];
};
struct backup_tables {
	struct backup_table *at;
	size_t n;
};

/* Writes all rows into an empty file. RC_BUSY: its disk is full. */
must enum rc backup_write(struct shared *s, int fd, const unsigned char public_key[KEY_LEN],
			  const struct backup_watch *watch, struct backup_label *ret);

/* Looks at every byte. With the recovery key's secret also at every row, and says what the
 * tables are (into `a`); without (NULL) at signatures alone. RC_INVALID: it is no backup;
 * RC_DENIED: something in it was changed, or it is another store's. */
must enum rc backup_check(struct arena *a, int fd, const unsigned char signer[SIGN_PUBLIC],
			  const unsigned char *secret, const struct backup_watch *watch,
			  struct backup_label *ret_label, struct backup_tables *ret_tables);

/* Fills a store that has the label's schema and nothing in it, and compares what is then
 * there with the tables as they were. RC_CONFLICT: they differ, or a row breaks a rule. */
must enum rc backup_fill(struct arena *a, struct db *db, int fd, const struct parcel_recovery *r,
			 const struct backup_watch *watch, const struct backup_tables *tables);

/* Keys: small files of the data directory, and the tables of keys, among them the list of
 * the erased. What is not there is left out. */
must enum rc backup_write_keys(struct shared *s, int fd, const char *data, const unsigned char public_key[KEY_LEN]);
/* Looks at all of it, and writes the files where `data` has no master.key (*ret_written). RC_CONFLICT
 * where it has another one, or where they are older than `since`: rows written after would
 * be lost, and who was erased after would come back. */
must enum rc backup_read_keys(int fd, const struct parcel_recovery *r, const char *data, int64_t since,
			      bool *ret_written);
/* Fills the tables of keys of a store whose schema is this program's. */
must enum rc backup_fill_keys(int fd, const struct parcel_recovery *r, struct db *db);

#endif
