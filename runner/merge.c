/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/merge.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "runner/record_internal.h"

/* All lines are held as text-independent values until the last check is done,
 * so that nothing is written when something is refused. */
struct merging {
    json_t *header;            /* of the first record, with all requirements */
    json_t *known;             /* ids of the requirements in it */
    json_t *cases;             /* id: result line */
    json_t *shards;            /* index (as text): path */
    json_int_t total;
    struct error *why;
};

static enum err refuse(struct merging *m, const char *path, const char *text)
{
    return error_at(m->why, ERR_MISMATCH, path, 0, 0, "%s", text);
}

static json_int_t shard_part(const json_t *header, const char *key)
{
    return json_integer_value(
        json_object_get(json_object_get(header, "shard"), key));
}

static void add_requirements(struct merging *m, const json_t *header)
{
    json_t *rows = json_object_get(m->header, "requirements");
    const json_t *more = json_object_get(header, "requirements");

    for (size_t i = 0; i < json_array_size(more); i++) {
        json_t *row = json_array_get(more, i);
        const char *id = json_string_value(json_object_get(row, "id"));

        if (!id || json_object_get(m->known, id))
            continue;
        json_object_set_new(m->known, id, json_true());
        json_array_append(rows, row);
    }
}

static enum err add_header(struct merging *m, const char *path,
                           const json_t *header)
{
    json_int_t index = shard_part(header, "index");
    json_int_t total = shard_part(header, "total");
    struct error what = { 0 };
    char name[24];

    if (!m->header) {
        m->header = json_deep_copy(header);
        m->total = total;
        if (!m->header || total < 1 || total > MERGE_SHARDS_MAX)
            return refuse(m, path, "the header names no shard");
        json_object_set_new(m->header, "requirements", json_array());
    }
    if (record_same_run(m->header, header, false, &what))
        return refuse(m, path, what.text);
    if (total != m->total)
        return refuse(m, path, "the shards are of another total");
    snprintf(name, sizeof name, "%lld", (long long)index);
    if (json_object_get(m->shards, name))
        return error_at(m->why, ERR_MISMATCH, path, 0, 0,
                        "shard %s is there twice", name);
    json_object_set_new(m->shards, name, json_string(path));
    add_requirements(m, header);
    return ERR_OK;
}

static enum err add_case(struct merging *m, const char *path, json_t *line)
{
    const char *id = json_string_value(json_object_get(line, "id"));

    if (!id)
        return refuse(m, path, "a result has no id");
    if (json_is_true(json_object_get(line, "pulled")))
        return ERR_OK;
    if (json_object_get(m->cases, id))
        return error_at(m->why, ERR_MISMATCH, path, 0, 0,
                        "%.120s is in two shards", id);
    if (json_object_set(m->cases, id, line))
        return error_set(m->why, ERR_MEMORY, "memory is short");
    return ERR_OK;
}

static enum err add_lines(struct merging *m, const char *path)
{
    struct record_reader reader;
    json_t *line = NULL;
    enum err err = record_reader_open(&reader, path, m->why);

    if (err)
        return err;
    for (size_t n = 0; n < RECORD_RESULTS_MAX && !err; n++) {
        err = record_reader_next(&reader, &line, m->why);
        if (err || !line)
            break;
        if (reader.number == 1)
            err = add_header(m, path, line);
        else if (strcmp(record_kind(line), "result") == 0)
            err = add_case(m, path, line);
        json_decref(line);
    }
    record_reader_close(&reader);
    return err;
}

/* run_load checks digests, counts and causes, so merge does not have to. */
static enum err check_record(struct merging *m, const char *path)
{
    struct run run;
    enum err err = run_load(&run, path, m->why);
    bool complete;

    if (err)
        return err;
    complete = run.complete;
    run_release(&run);
    return complete ? ERR_OK : refuse(m, path, "the record is incomplete");
}

static enum err check_whole(struct merging *m)
{
    json_int_t wanted =
        json_integer_value(json_object_get(m->header, "selected")) +
        json_integer_value(json_object_get(m->header, "left_out"));

    for (json_int_t i = 1; i <= m->total; i++) {
        char name[24];

        snprintf(name, sizeof name, "%lld", (long long)i);
        if (!json_object_get(m->shards, name))
            return error_set(m->why, ERR_MISMATCH, "shard %s of %lld is "
                             "missing", name, (long long)m->total);
    }
    if ((json_int_t)json_object_size(m->cases) != wanted)
        return error_set(m->why, ERR_MISMATCH, "the shards hold %zu results, "
                         "the selection has %lld", json_object_size(m->cases),
                         (long long)wanted);
    return ERR_OK;
}

static int by_text(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static int by_requirement(const void *left, const void *right)
{
    const json_t *a = *(json_t *const *)left, *b = *(json_t *const *)right;

    return strcmp(json_string_value(json_object_get(a, "id")),
                  json_string_value(json_object_get(b, "id")));
}

/* In id order, as an unsharded run writes them. */
static bool sort_requirements(struct merging *m, struct arena *a)
{
    json_t *rows = json_object_get(m->header, "requirements");
    size_t count = json_array_size(rows);
    json_t **list = arena_array(a, count + 1, sizeof(*list));
    json_t *sorted = json_array();

    if (!list || !sorted) {
        json_decref(sorted);
        return false;
    }
    for (size_t i = 0; i < count; i++)
        list[i] = json_array_get(rows, i);
    if (count)
        qsort(list, count, sizeof(*list), by_requirement);
    for (size_t i = 0; i < count; i++)
        json_array_append(sorted, list[i]);
    return json_object_set_new(m->header, "requirements", sorted) == 0;
}

static enum err write_cases(struct merging *m, struct record *r,
                            struct arena *a)
{
    size_t count = json_object_size(m->cases), n = 0;
    const char **ids = arena_array(a, count + 1, sizeof *ids), *id;
    json_t *line;
    enum err err = ERR_OK;

    if (!ids)
        return error_set(m->why, ERR_MEMORY, "memory is short");
    json_object_foreach(m->cases, id, line)
        ids[n++] = id;
    if (n)
        qsort(ids, n, sizeof *ids, by_text);
    for (size_t i = 0; i < n && !err; i++) {
        enum verdict verdict;

        line = json_object_get(m->cases, ids[i]);
        err = record_write(r, line, m->why);
        /* run_load() has seen that the name is one of ours. */
        if (verdict_find(&verdict, json_string_value(json_object_get(
                                       line, "verdict"))))
            r->count[verdict]++;
        r->results++;
    }
    return err;
}

static enum err write_whole(struct merging *m, const char *path)
{
    struct record r = { .done = json_object() };
    struct arena a;
    enum err err = ERR_OK;

    r.file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (r.file < 0 || !r.done || !sha256_init(&r.hash)) {
        json_decref(r.done);
        return error_at(m->why, errno == EEXIST ? ERR_DUPLICATE : ERR_IO, path,
                        0, 0, "cannot be created: %s", strerror(errno));
    }
    arena_init(&a, 0);
    json_object_set_new(m->header, "shard",
                        json_pack("{s:i, s:i}", "index", 1, "total", 1));
    json_object_set_new(m->header, "merged", json_copy(m->shards));
    if (!sort_requirements(m, &a))
        err = error_set(m->why, ERR_MEMORY, "memory is short");
    if (!err)
        err = record_write(&r, m->header, m->why);
    if (!err)
        err = write_cases(m, &r, &a);
    if (!err)
        err = record_finish(&r, m->why);
    arena_release(&a);
    record_close(&r);
    if (err)
        unlink(path);
    return err;
}

enum err merge_records(const char *out_path, const char *const *paths,
                       size_t count, struct error *why)
{
    struct merging m = { .why = why, .known = json_object(),
                         .cases = json_object(), .shards = json_object() };
    enum err err = ERR_OK;

    if (!m.known || !m.cases || !m.shards)
        err = error_set(why, ERR_MEMORY, "memory is short");
    else if (!count || count > MERGE_SHARDS_MAX)
        err = error_set(why, ERR_USAGE, "1 to %d records can be merged",
                        MERGE_SHARDS_MAX);
    for (size_t i = 0; i < count && !err; i++) {
        err = check_record(&m, paths[i]);
        if (!err)
            err = add_lines(&m, paths[i]);
    }
    if (!err)
        err = check_whole(&m);
    if (!err)
        err = write_whole(&m, out_path);
    json_decref(m.header);
    json_decref(m.known);
    json_decref(m.cases);
    json_decref(m.shards);
    return err;
}
