/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "chain/store/store_internal.h"

enum { DIR_MODE = 0755, FILE_MODE = 0644 };
static const size_t BATCH_MAX = (size_t)4 << 30;

void store_path(char out[STORE_PATH_MAX], const struct store *s,
                const char *name)
{
    snprintf(out, STORE_PATH_MAX, "%.*s/%s", STORE_PATH_MAX - 32, s->dir,
             name);
}

/* A lock of the process, not of the open file: a child that outlives us by a
 * moment does not hold it. */
static enum err take_lock(struct store *s, struct error *why)
{
    struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
    char path[STORE_PATH_MAX];

    store_path(path, s, "lock");
    s->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, FILE_MODE);
    if (s->lock < 0)
        return error_at(why, ERR_IO, s->dir, 0, 0, "cannot be written: %s",
                        strerror(errno));
    if (fcntl(s->lock, F_SETLK, &whole) == 0)
        return ERR_OK;
    if (errno == EACCES || errno == EAGAIN)
        return error_at(why, ERR_IO, s->dir, 0, 0,
                        "is in use by another process; stop that one first, "
                        "or name another directory");
    return error_at(why, ERR_IO, path, 0, 0, "cannot be locked: %s",
                    strerror(errno));
}

/* The file appears under its name only when the genesis block is in it. */
static enum err open_db(struct store *s, struct error *why)
{
    enum err err;

    store_path(s->path, s, "chain.mdb");
    if (access(s->path, F_OK) != 0 && errno == ENOENT)
        return ERR_OK;
    if (access(s->path, R_OK | W_OK) != 0)
        return error_at(why, ERR_IO, s->path, 0, 0, "cannot be used: %s",
                        strerror(errno));
    err = db_check(s->path, NULL);
    if (err)
        return error_at(why, err, s->path, 0, 0, "is damaged" STORE_MEND);
    return db_open(&s->db, s->path, false, why);
}

enum err store_open(struct store **out, const char *dir, struct error *why)
{
    enum err err = db_is_built(why);
    struct store *s;

    if (err)
        return err;
    s = calloc(1, sizeof *s);
    if (!s)
        return error_set(why, ERR_MEMORY, "memory is short");
    s->lock = -1;
    arena_init(&s->batch, BATCH_MAX);
    store_keeper(s);
    if (snprintf(s->dir, sizeof s->dir, "%s", dir) >= STORE_PATH_MAX - 32)
        err = error_at(why, ERR_LIMIT, dir, 0, 0, "is too long a name");
    else if (mkdir(dir, DIR_MODE) != 0 && errno != EEXIST)
        err = error_at(why, ERR_IO, dir, 0, 0, "cannot be made: %s",
                       strerror(errno));
    else
        err = take_lock(s, why);
    if (!err)
        err = open_db(s, why);
    if (err)
        store_close(s);
    else
        *out = s;
    return err;
}

void store_close(struct store *s)
{
    if (!s)
        return;
    db_close(s->db);
    arena_release(&s->batch);
    if (s->lock >= 0)
        close(s->lock);
    free(s);
}

bool store_is_empty(const struct store *s)
{
    return !s->db;
}

const char *store_dir(const struct store *s)
{
    return s->dir;
}

const char *store_note(const struct store *s)
{
    return s->note;
}

/* The name of a new file is on the disk when its directory is. */
static bool sync_dir(const char *dir)
{
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool done = fd >= 0 && fsync(fd) == 0;

    if (fd >= 0)
        close(fd);
    return done;
}

enum err store_begin(struct store *s, struct chain *c, const char *note,
                     struct error *why)
{
    char fresh[STORE_PATH_MAX];
    struct db *db = NULL;
    enum err err;

    store_path(fresh, s, "chain.mdb.new");
    if (unlink(fresh) != 0 && errno != ENOENT)
        return error_at(why, ERR_IO, fresh, 0, 0, "cannot be removed: %s",
                        strerror(errno));
    err = db_open(&db, fresh, true, why);
    if (err)
        return err;
    snprintf(s->note, sizeof s->note, "%s", note);
    s->undo_low = s->undo_next = 1;
    store_put_all(s, c);
    err = store_flush(s, db, c, why);
    if (!err)
        err = db_rename(db, s->path, why);
    if (!err && !sync_dir(s->dir))
        err = error_at(why, ERR_IO, s->dir, 0, 0, "cannot be written: %s",
                       strerror(errno));
    if (err) {
        db_close(db);
        return err;
    }
    s->db = db;
    c->keeper = &s->keeper;
    return ERR_OK;
}
