/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Somebody who adds to what is written, on SQLite, where one thread writes all: told as a
 * transaction goes along, on that thread. At DB_TURN_COMMITS it may still write; anything
 * but RC_OK then takes the transaction back. A shared transaction that fell begins again
 * for each of its tasks.
 */
#ifndef DB_FOLLOW_H
#define DB_FOLLOW_H

#include "lib/db/db.h"

enum db_turn {
	DB_TURN_BEGINS,	 /* a transaction */
	DB_TURN_TASK,	 /* a task of it; what a task wrote may be taken back … */
	DB_TURN_UNDONE,	 /* … to its beginning */
	DB_TURN_COMMITS, /* all is written; COMMIT comes next */
	DB_TURN_STANDS,	 /* it is durable */
	DB_TURN_FELL,	 /* nothing of it is there */
};
struct db_follower {
	enum rc (*turn)(void *ctx, struct db_conn *c, enum db_turn turn);
	void *ctx;
};
/* Once, before the first task. Nothing on PostgreSQL. */
void db_follow(struct db *db, struct db_follower f);

#endif
