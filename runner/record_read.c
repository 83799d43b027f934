/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/json.h"
#include "runner/record_internal.h"

static const int64_t RECORD_FILE_MAX = (int64_t)2 * 1024 * 1024 * 1024;

enum err record_reader_open(struct record_reader *out, const char *path,
                            struct error *why)
{
    struct record_reader r = { .path = path, .file = fopen(path, "rb") };
    struct stat info;

    if (!r.file)
        return error_at(why, ERR_IO, path, 0, 0, "cannot be opened: %s",
                        strerror(errno));
    if (fstat(fileno(r.file), &info) || !S_ISREG(info.st_mode) ||
        info.st_size > RECORD_FILE_MAX) {
        fclose(r.file);
        return error_at(why, ERR_IO, path, 0, 0,
                        "is not a file of at most 2 GiB");
    }
    if (!sha256_init(&r.hash)) {
        fclose(r.file);
        return error_set(why, ERR_MEMORY, "memory is short");
    }
    *out = r;
    return ERR_OK;
}

void record_reader_close(struct record_reader *r)
{
    fclose(r->file);
    free(r->line);
    sha256_release(&r->hash);
    r->file = NULL;
    r->line = NULL;
}

static bool at_end(FILE *file)
{
    int c = getc(file);

    if (c == EOF)
        return true;
    ungetc(c, file);
    return false;
}

enum err record_reader_next(struct record_reader *r, json_t **out,
                            struct error *why)
{
    struct error local = { 0 };
    ssize_t len;

    *out = NULL;
    if (r->torn)
        return ERR_OK;
    sha256_add(&r->hash, r->pending);
    r->pending = BYTES_EMPTY;
    len = getline(&r->line, &r->room, r->file);
    if (len < 0)
        return ferror(r->file) ? error_at(why, ERR_IO, r->path, 0, 0,
                                          "cannot be read")
                               : ERR_OK;
    r->number++;
    if (r->line[len - 1] != '\n') {
        r->torn = "the last line is torn";
        return ERR_OK;
    }
    if (json_read(out, bytes_make(r->line, (size_t)len - 1), r->path, &local) ||
        !json_is_object(*out)) {
        json_decref(*out);
        *out = NULL;
        if (at_end(r->file)) {
            r->torn = "the last line is damaged";
            return ERR_OK;
        }
        return error_at(why, ERR_SYNTAX, r->path, (int)r->number, local.column,
                        "%s", local.text[0] ? local.text : "not an object");
    }
    r->pending = bytes_make(r->line, (size_t)len);
    r->offset += (size_t)len;
    return ERR_OK;
}

const char *record_kind(const json_t *line)
{
    const char *kind = json_string_value(json_object_get(line, "kind"));

    return kind ? kind : "";
}

enum err record_same_run(const json_t *a, const json_t *b, bool shards_too,
                         struct error *why)
{
    static const struct {
        const char *key, *what;
        bool shards;
    } rows[] = {
        { "suite", "the vectors are other ones", false },
        { "etalon_version", "etalon's version is another one", false },
        { "commit", "etalon's commit is another one", false },
        { "profile", "the profile is another one", false },
        { "target", "the target is another one", false },
        { "hello", "the target says another thing of itself", false },
        { "statement", "the statement is another one", false },
        { "selection", "the selection is another one", false },
        { "selected", "another number of vectors is selected", false },
        { "left_out", "another number of vectors is left out", false },
        { "shard", "the shard is another one", true },
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        const json_t *left = json_object_get(a, rows[i].key);
        const json_t *right = json_object_get(b, rows[i].key);

        if (rows[i].shards && !shards_too)
            continue;
        if (!left != !right || (left && !json_equal(left, right)))
            return error_set(why, ERR_MISMATCH, "%s", rows[i].what);
    }
    return ERR_OK;
}
