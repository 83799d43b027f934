/* db: a few ordered tables in one file, written all or nothing (LMDB).
 *
 * A batch is written in one transaction: after a kill at any moment the file
 * holds all of it or none.  The map grows as the data does.  One process at a
 * time may have the file open; the caller sees to that.  Built without LMDB,
 * every function answers ERR_NOT_BUILT. */
#ifndef ETALON_CHAIN_STORE_DB_H
#define ETALON_CHAIN_STORE_DB_H

#include "base/arena.h"
#include "base/err.h"

enum db_table {
    DB_META,
    DB_BLOCKS,
    DB_UNDO,
    DB_STATE,
    DB_CODE,
    DB_TABLES
};

/* DB_ADD leaves an entry that is there. */
enum db_action { DB_SET, DB_ADD, DB_DELETE };

/* One line of a batch. */
struct db_op {
    struct db_op *next;
    enum db_table table;
    enum db_action action;
    struct bytes key, value;
};

struct db;

/* ERR_NOT_BUILT when this build has no LMDB. */
MUST_CHECK enum err db_is_built(struct error *why);
/* With `make` the file is a new one.  ERR_IO, ERR_MEMORY, ERR_NOT_BUILT. */
MUST_CHECK enum err db_open(struct db **out, const char *path, bool make,
                            struct error *why);
void db_close(struct db *db);
/* Gives the open file another name, for good.  ERR_IO, ERR_MEMORY. */
MUST_CHECK enum err db_rename(struct db *db, const char *path,
                              struct error *why);
/* On error nothing is written.  ERR_IO (also a full disk). */
MUST_CHECK enum err db_write(struct db *db, const struct db_op *first,
                             struct error *why);

/* key and value are good until the visit ends. */
typedef enum err (*db_visit)(void *context, struct bytes key,
                             struct bytes value);
/* Every entry in the order of keys; stops at the visitor's first error and
 * returns it. */
MUST_CHECK enum err db_each(struct db *db, enum db_table table, db_visit visit,
                            void *context, struct error *why);

/* Reads all of the file in a child process, so that a damaged one, over which
 * LMDB may fall, is an error and not the end of the caller.  To be called
 * before threads are started.  ERR_IO. */
MUST_CHECK enum err db_check(const char *path, struct error *why);

#endif
