/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "chain/store/db.h"

#include "chain/store/db_internal.h"

#ifdef HAVE_LMDB
#include <errno.h>
#include <fcntl.h>
#include <lmdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FREE_TABLE = 0, MODE = 0644 };
static const size_t MAP_FIRST = (size_t)1 << 20;
static const size_t MAP_MAX = (size_t)1 << 42;

static const char *const names[DB_TABLES] = {
    [DB_META] = "meta",   [DB_BLOCKS] = "blocks", [DB_UNDO] = "undo",
    [DB_STATE] = "state", [DB_CODE] = "code",
};

struct db {
    MDB_env *env;
    char *path;
    MDB_dbi tables[DB_TABLES];
    size_t map;
    bool broken; /* the map could not grow: nothing can be written any more */
};

enum err db_is_built(struct error *why)
{
    (void)why;
    return ERR_OK;
}

static enum err fault(const char *path, int rc, struct error *why)
{
    return error_at(why, rc == ENOMEM ? ERR_MEMORY : ERR_IO, path, 0, 0, "%s",
                    mdb_strerror(rc));
}

static int open_tables(struct db *db, bool make)
{
    MDB_txn *txn;
    int rc = mdb_txn_begin(db->env, NULL, make ? 0 : MDB_RDONLY, &txn);

    if (rc)
        return rc;
    for (size_t i = 0; !rc && i < DB_TABLES; i++)
        rc = mdb_dbi_open(txn, names[i], make ? MDB_CREATE : 0,
                          &db->tables[i]);
    if (!rc)
        return mdb_txn_commit(txn);
    mdb_txn_abort(txn);
    return rc;
}

/* No lock file: the caller's own lock is simpler and leaves nothing behind
 * after a kill. */
static int open_env(struct db *db, bool make, unsigned flags)
{
    MDB_envinfo info;
    int rc = mdb_env_create(&db->env);

    if (!rc)
        rc = mdb_env_set_maxdbs(db->env, DB_TABLES);
    if (!rc)
        rc = mdb_env_set_mapsize(db->env, MAP_FIRST);
    if (!rc)
        rc = mdb_env_open(db->env, db->path, MDB_NOSUBDIR | MDB_NOLOCK | flags,
                          MODE);
    if (!rc)
        rc = open_tables(db, make);
    if (!rc)
        rc = mdb_env_info(db->env, &info);
    if (!rc)
        db->map = info.me_mapsize;
    return rc;
}

static struct db *db_new(const char *path)
{
    struct db *db = calloc(1, sizeof *db);

    if (db)
        db->path = strdup(path);
    if (db && db->path)
        return db;
    free(db);
    return NULL;
}

enum err db_open(struct db **out, const char *path, bool make,
                 struct error *why)
{
    struct db *db = db_new(path);
    int rc = db ? open_env(db, make, 0) : ENOMEM;

    if (rc) {
        db_close(db);
        return fault(path, rc, why);
    }
    *out = db;
    return ERR_OK;
}

void db_close(struct db *db)
{
    if (!db)
        return;
    if (db->env)
        mdb_env_close(db->env);
    free(db->path);
    free(db);
}

enum err db_rename(struct db *db, const char *path, struct error *why)
{
    char *copy = strdup(path);

    if (!copy)
        return fault(path, ENOMEM, why);
    if (rename(db->path, path) != 0) {
        free(copy);
        return fault(path, errno, why);
    }
    free(db->path);
    db->path = copy;
    return ERR_OK;
}

/* --- writing --- */

static MDB_val val(struct bytes b)
{
    return (MDB_val){ b.len, (void *)(uintptr_t)b.data };
}

static int put(struct db *db, MDB_txn *txn, const struct db_op *op)
{
    MDB_val key = val(op->key), value = val(op->value);
    int rc;

    if (op->action == DB_DELETE) {
        rc = mdb_del(txn, db->tables[op->table], &key, NULL);
        return rc == MDB_NOTFOUND ? 0 : rc;
    }
    rc = mdb_put(txn, db->tables[op->table], &key, &value,
                 op->action == DB_ADD ? MDB_NOOVERWRITE : 0);
    return rc == MDB_KEYEXIST ? 0 : rc;
}

static int attempt(struct db *db, const struct db_op *first)
{
    MDB_txn *txn;
    int rc = mdb_txn_begin(db->env, NULL, 0, &txn);

    if (rc)
        return rc;
    for (const struct db_op *op = first; !rc && op; op = op->next)
        rc = put(db, txn, op);
    if (!rc)
        return mdb_txn_commit(txn);
    mdb_txn_abort(txn);
    return rc;
}

static bool grow(struct db *db)
{
    if (db->map > MAP_MAX / 2)
        return false;
    db->broken = mdb_env_set_mapsize(db->env, 2 * db->map) != 0;
    db->map *= 2;
    return !db->broken;
}

enum err db_write(struct db *db, const struct db_op *first, struct error *why)
{
    int rc;

    do
        rc = db->broken ? ENOMEM : attempt(db, first);
    while (rc == MDB_MAP_FULL && grow(db));
    return rc ? fault(db->path, rc, why) : ERR_OK;
}

/* --- reading --- */

static enum err walk(MDB_cursor *cursor, db_visit visit, void *context,
                     int *rc)
{
    MDB_val key, value;
    enum err err = ERR_OK;

    while (!err && (*rc = mdb_cursor_get(cursor, &key, &value, MDB_NEXT)) == 0)
        err = visit(context, bytes_make(key.mv_data, key.mv_size),
                    bytes_make(value.mv_data, value.mv_size));
    if (*rc == MDB_NOTFOUND)
        *rc = 0;
    return err;
}

static enum err each(struct db *db, MDB_dbi table, db_visit visit,
                     void *context, int *rc)
{
    MDB_cursor *cursor;
    MDB_txn *txn;
    enum err err = ERR_OK;

    *rc = mdb_txn_begin(db->env, NULL, MDB_RDONLY, &txn);
    if (*rc)
        return ERR_OK;
    *rc = mdb_cursor_open(txn, table, &cursor);
    if (!*rc) {
        err = walk(cursor, visit, context, rc);
        mdb_cursor_close(cursor);
    }
    mdb_txn_abort(txn);
    return err;
}

enum err db_each(struct db *db, enum db_table table, db_visit visit,
                 void *context, struct error *why)
{
    int rc;
    enum err err = each(db, db->tables[table], visit, context, &rc);

    return rc ? fault(db->path, rc, why) : err;
}

/* --- is it whole? --- */

/* Keys are at most 511 bytes, those of the free list 8 bytes of a number that
 * is not ordered by its bytes. */
struct order {
    uint8_t key[512];
    size_t len;
    bool bytewise;
    unsigned sum;
};

static enum err check_entry(void *context, struct bytes key,
                            struct bytes value)
{
    struct order *o = context;

    if (!key.len || key.len > sizeof o->key)
        return ERR_VALUE;
    if (o->bytewise && bytes_cmp(bytes_make(o->key, o->len), key) >= 0)
        return ERR_VALUE;
    memcpy(o->key, key.data, key.len);
    o->len = key.len;
    for (size_t i = 0; i < value.len; i++)
        o->sum += value.data[i];
    return ERR_OK;
}

static bool is_whole(struct db *db)
{
    unsigned sum = 0;
    int rc;

    if (open_env(db, false, MDB_RDONLY))
        return false;
    for (size_t i = 0; i <= DB_TABLES; i++) {
        struct order o = { .bytewise = i < DB_TABLES };
        MDB_dbi table = o.bytewise ? db->tables[i] : FREE_TABLE;

        if (each(db, table, check_entry, &o, &rc) || rc)
            return false;
        sum += o.sum;
    }
    /* Kept, so that the reading is. */
    return sum || !sum;
}

static _Noreturn void check_and_exit(struct db *db)
{
    struct rlimit none = { 0, 0 };
    int silent = open("/dev/null", O_WRONLY);

    setrlimit(RLIMIT_CORE, &none);
    if (silent >= 0)
        dup2(silent, STDERR_FILENO);
    if (!is_whole(db))
        _exit(1);
    db_close(db);
    _exit(0);
}

enum err db_check(const char *path, struct error *why)
{
    struct db *db = db_new(path);
    int status = -1;
    pid_t child;

    if (!db)
        return error_set(why, ERR_MEMORY, "memory is short");
    child = db_pages_are_whole(path) ? fork() : -1;
    if (child == 0)
        check_and_exit(db);
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    db_close(db);
    if (status == 0)
        return ERR_OK;
    return error_at(why, ERR_IO, path, 0, 0, "is damaged");
}

#else

enum err db_is_built(struct error *why)
{
    return error_set(why, ERR_NOT_BUILT, "--datadir: this program was built "
                     "without LMDB (liblmdb-dev); configure it again with it");
}

enum err db_open(struct db **out, const char *path, bool make,
                 struct error *why)
{
    (void)out;
    (void)path;
    (void)make;
    return db_is_built(why);
}

void db_close(struct db *db)
{
    (void)db;
}

enum err db_rename(struct db *db, const char *path, struct error *why)
{
    (void)db;
    (void)path;
    return db_is_built(why);
}

enum err db_write(struct db *db, const struct db_op *first, struct error *why)
{
    (void)db;
    (void)first;
    return db_is_built(why);
}

enum err db_each(struct db *db, enum db_table table, db_visit visit,
                 void *context, struct error *why)
{
    (void)db;
    (void)table;
    (void)visit;
    (void)context;
    return db_is_built(why);
}

enum err db_check(const char *path, struct error *why)
{
    (void)path;
    return db_is_built(why);
}

#endif
