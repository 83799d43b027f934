/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/record.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#include "runner/record_internal.h"

static const char HEADER_START[] = "{\"kind\":\"header\"";

static enum err write_all(int file, const char *text, size_t len)
{
    while (len) {
        ssize_t n = write(file, text, len);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return ERR_IO;
        text += n;
        len -= (size_t)n;
    }
    return ERR_OK;
}

enum err record_write(struct record *r, const json_t *line, struct error *why)
{
    char *text = json_dumps(line, JSON_COMPACT);
    size_t len = text ? strlen(text) : 0;
    enum err err;

    if (!text)
        return error_set(why, ERR_MEMORY, "memory is short");
    text[len++] = '\n'; /* over the terminator, so that one write does it */
    err = write_all(r->file, text, len);
    if (err) {
        r->failed = true;
        error_set(why, err, "the record cannot be written: %s",
                  strerror(errno));
    } else {
        sha256_add(&r->hash, bytes_make(text, len));
    }
    free(text);
    return err;
}

static enum err start(struct record *out, int file, struct error *why)
{
    /* Two writers would tear each other's lines. */
    if (flock(file, LOCK_EX | LOCK_NB)) {
        close(file);
        return error_set(why, ERR_IO, "another process writes this record");
    }
    *out = (struct record){ .file = file, .done = json_object() };
    if (!out->done || !sha256_init(&out->hash)) {
        json_decref(out->done);
        close(file);
        return error_set(why, ERR_MEMORY, "memory is short");
    }
    return ERR_OK;
}

static enum err write_header(struct record *r,
                             const struct record_header *header,
                             struct error *why)
{
    json_t *line = record_header_json(header, why);
    enum err err = line ? record_write(r, line, why) : ERR_MEMORY;

    json_decref(line);
    return err;
}

enum err record_create(struct record *out, const char *path,
                       const struct record_header *header, struct error *why)
{
    struct record r;
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    enum err err;

    if (file < 0 && errno == EEXIST)
        return error_at(why, ERR_DUPLICATE, path, 0, 0,
                        "exists already; a record is never overwritten");
    if (file < 0)
        return error_at(why, ERR_IO, path, 0, 0, "cannot be created: %s",
                        strerror(errno));
    err = start(&r, file, why);
    if (err)
        return err;
    r.secrets = header->secrets;
    err = write_header(&r, header, why);
    if (err) {
        record_close(&r);
        return err;
    }
    *out = r;
    return ERR_OK;
}

/* --- going on ------------------------------------------------------------- */

static enum err note_done(struct record *r, const json_t *line,
                          struct error *why)
{
    const char *id = json_string_value(json_object_get(line, "id"));
    const char *name = json_string_value(json_object_get(line, "verdict"));
    enum verdict verdict;

    if (!id || !name || !verdict_find(&verdict, name))
        return error_set(why, ERR_SCHEMA, "a result has no id or verdict");
    if (json_object_get(r->done, id))
        return error_set(why, ERR_DUPLICATE, "%.120s is there twice", id);
    if (json_object_set_new(r->done, id, json_integer(verdict)))
        return error_set(why, ERR_MEMORY, "memory is short");
    r->results++;
    if (!json_is_true(json_object_get(line, "pulled")))
        r->count[verdict]++;
    return ERR_OK;
}

static enum err take_line(struct record *r, const json_t *line,
                          const json_t *header, size_t number,
                          struct error *why)
{
    const char *kind = record_kind(line);

    if (strcmp(kind, "end") == 0)
        return error_set(why, ERR_USAGE, "the record is complete");
    if (number == 1 && strcmp(kind, "header") == 0)
        return record_same_run(line, header, true, why);
    if (number > 1 && strcmp(kind, "result") == 0)
        return note_done(r, line, why);
    return error_set(why, ERR_SCHEMA, "line %zu has no place in a record",
                     number);
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Reads what there is; a file that is torn in its first line is taken over only
 * when it can be the start of a header.  *keep is the length of the good part. */
static enum err take_over(struct record *r, const char *path,
                          const json_t *header, uint64_t *keep,
                          struct error *why)
{
    struct record_reader reader;
    json_t *line = NULL;
    enum err err = record_reader_open(&reader, path, why);

    if (err)
        return err;
    for (size_t n = 0; n < RECORD_RESULTS_MAX; n++) {
        err = record_reader_next(&reader, &line, why);
        if (err || !line)
            break;
        err = take_line(r, line, header, reader.number, why);
        json_decref(line);
        if (err)
            break;
        sha256_add(&r->hash, reader.pending);
    }
    *keep = reader.offset;
    if (!err && !reader.offset && reader.torn &&
        strncmp(reader.line, HEADER_START,
                least(strlen(reader.line), strlen(HEADER_START))) != 0)
        err = error_at(why, ERR_SCHEMA, path, 1, 1, "is not a record");
    record_reader_close(&reader);
    return err;
}

enum err record_resume(struct record *out, const char *path,
                       const struct record_header *header, struct error *why)
{
    int file = open(path, O_WRONLY | O_CLOEXEC);
    json_t *line;
    uint64_t keep = 0;
    struct record r;
    enum err err;

    if (file < 0)
        return error_at(why, ERR_IO, path, 0, 0, "cannot be opened: %s",
                        strerror(errno));
    err = start(&r, file, why);
    if (err)
        return err;
    line = record_header_json(header, why);
    err = line ? take_over(&r, path, line, &keep, why) : ERR_MEMORY;
    json_decref(line);
    if (!err && (ftruncate(file, (off_t)keep) ||
                 lseek(file, 0, SEEK_END) != (off_t)keep))
        err = error_at(why, ERR_IO, path, 0, 0, "cannot be cut: %s",
                       strerror(errno));
    if (!err && keep == 0)
        err = write_header(&r, header, why);
    if (err) {
        record_close(&r);
        return err;
    }
    r.secrets = header->secrets;
    *out = r;
    return ERR_OK;
}

/* --- writing -------------------------------------------------------------- */

bool record_has(const struct record *r, const char *id, enum verdict *verdict)
{
    const json_t *value = json_object_get(r->done, id);

    if (!value)
        return false;
    if (verdict)
        *verdict = (enum verdict)json_integer_value(value);
    return true;
}

enum err record_add(struct record *r, const struct record_result *result,
                    struct error *why)
{
    static const char *const plain[] = { "kind", "id",    "op",    "suite",
                                         "file", "digest", "level", "verdict",
                                         "cause", NULL };
    json_t *line = record_result_json(result);
    enum err err;

    if (line && r->secrets && r->secrets->count)
        line = secrets_mask_json(r->secrets, line, plain);
    if (!line)
        return error_set(why, ERR_MEMORY, "memory is short");
    err = r->failed ? error_set(why, ERR_IO, "the record is damaged")
                    : record_write(r, line, why);
    if (!err)
        err = note_done(r, line, why);
    json_decref(line);
    return err;
}

enum err record_finish(struct record *r, struct error *why)
{
    json_t *line = record_footer_json(r);
    enum err err;

    if (!line)
        return error_set(why, ERR_MEMORY, "memory is short");
    err = record_write(r, line, why);
    json_decref(line);
    if (!err && fsync(r->file) && errno != EINVAL && errno != EROFS)
        err = error_set(why, ERR_IO, "the record cannot be synced: %s",
                        strerror(errno));
    return err;
}

void record_close(struct record *r)
{
    if (r->file >= 0)
        close(r->file);
    sha256_release(&r->hash);
    json_decref(r->done);
    *r = (struct record){ .file = -1 };
}
