/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/result.h"

#include <stdlib.h>

#include "runner/record_internal.h"
#include "runner/result_internal.h"

static const size_t RUN_CAP = (size_t)1024 * 1024 * 1024;

/* The record while it is read. */
struct loading {
    struct run *run;
    struct record_reader reader;
    struct error *why;
    size_t room, pulled;
    json_t *ids;              /* of all result lines */
    size_t expected;          /* cases of a complete run */
    bool ended;
};

static const char *text_of(const json_t *map, const char *key)
{
    return json_string_value(json_object_get(map, key));
}

static enum err bad(struct loading *l, const char *text)
{
    return error_at(l->why, ERR_SCHEMA, l->reader.path, (int)l->reader.number,
                    0, "%s", text);
}

/* Every key must be text, or the line is not ours. */
static bool all_texts(const json_t *map, const char *const *keys, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!text_of(map, keys[i]))
            return false;
    return true;
}

/* --- header --------------------------------------------------------------- */

static enum err read_requirement(struct loading *l,
                                 struct result_requirement *out,
                                 const json_t *row)
{
    static const char *const needed[] = { "id", "standard", "clause", "level",
                                          "text", "area" };
    struct result_requirement r = { .verdict = VERDICT_UNTESTED };

    if (!all_texts(row, needed, ARRAY_LEN(needed)) ||
        !level_find(&r.level, text_of(row, "level")))
        return bad(l, "a requirement of the header lacks a part");
    r.id = text_of(row, "id");
    r.standard = text_of(row, "standard");
    r.clause = text_of(row, "clause");
    r.text = text_of(row, "text");
    r.area = text_of(row, "area");
    r.url = text_of(row, "url");
    r.feature = text_of(row, "feature");
    r.untestable = text_of(row, "untestable");
    r.optional = json_is_true(json_object_get(row, "optional"));
    r.outside = json_is_true(json_object_get(row, "outside"));
    *out = r;
    return ERR_OK;
}

static int by_requirement(const void *left, const void *right)
{
    const struct result_requirement *a = left, *b = right;

    return strcmp(a->id, b->id);
}

static enum err read_requirements(struct loading *l, const json_t *rows)
{
    size_t count = json_array_size(rows);
    struct run *run = l->run;

    run->requirements = arena_array(&run->arena, count + 1,
                                    sizeof *run->requirements);
    if (!run->requirements)
        return error_set(l->why, ERR_MEMORY, "memory is short");
    for (size_t i = 0; i < count; i++) {
        enum err err = read_requirement(l, &run->requirements[i],
                                        json_array_get(rows, i));

        if (err)
            return err;
    }
    run->requirement_count = count;
    qsort(run->requirements, count, sizeof *run->requirements,
          by_requirement);
    for (size_t i = 1; i < count; i++)
        if (strcmp(run->requirements[i].id, run->requirements[i - 1].id) == 0)
            return bad(l, "a requirement is there twice");
    return ERR_OK;
}

static const json_t *not_null(const json_t *value)
{
    return json_is_null(value) ? NULL : value;
}

static void read_target(struct run *run, const json_t *line)
{
    run->target = text_of(line, "target");
    run->hello = not_null(json_object_get(line, "hello"));
    run->statement = not_null(json_object_get(line, "statement"));
    run->target_name = text_of(run->hello, "name");
    run->target_version = text_of(run->hello, "version");
    if (run->statement) {
        run->target_name = text_of(run->statement, "product");
        run->target_version = text_of(run->statement, "version");
        run->target_vendor = text_of(run->statement, "vendor");
    }
    if (!run->target_name)
        run->target_name = run->target;
    if (!run->target_version)
        run->target_version = "";
    if (!run->target_vendor)
        run->target_vendor = text_of(run->hello, "vendor");
    if (!run->target_vendor)
        run->target_vendor = "";
}

/* How many of count items the shard gets when they are dealt out in turn. */
static size_t share(json_int_t count, unsigned shard, unsigned shards)
{
    size_t n = count > 0 ? (size_t)count : 0;

    return n / shards + (shard - 1 < n % shards);
}

static enum err read_header(struct loading *l, const json_t *line)
{
    static const char *const needed[] = { "id", "start", "etalon_version",
                                          "target" };
    const json_t *suite = json_object_get(line, "suite");
    const json_t *profile = json_object_get(line, "profile");
    const json_t *shard = json_object_get(line, "shard");
    json_int_t index = json_integer_value(json_object_get(shard, "index"));
    json_int_t total = json_integer_value(json_object_get(shard, "total"));
    struct run *run = l->run;

    if (json_integer_value(json_object_get(line, "format")) != 1)
        return bad(l, "the format of the record is not 1");
    if (!all_texts(line, needed, ARRAY_LEN(needed)) ||
        !text_of(suite, "version") || !text_of(suite, "digest") ||
        (profile && (!text_of(profile, "id") || !text_of(profile, "title"))) ||
        index < 1 || total < index || total > 4096)
        return bad(l, "the header lacks a part");
    run->id = text_of(line, "id");
    run->start = text_of(line, "start");
    run->end = run->start;
    run->etalon_version = text_of(line, "etalon_version");
    run->commit = text_of(line, "commit");
    run->suite_version = text_of(suite, "version");
    run->suite_digest = text_of(suite, "digest");
    run->profile = text_of(profile, "id");
    run->profile_title = text_of(profile, "title");
    run->environment = not_null(json_object_get(line, "environment"));
    run->selection = not_null(json_object_get(line, "selection"));
    run->command = text_of(line, "command");
    run->filtered = json_is_true(json_object_get(line, "filtered"));
    run->shard = (unsigned)index;
    run->shards = (unsigned)total;
    read_target(run, line);
    l->expected =
        share(json_integer_value(json_object_get(line, "selected")),
              run->shard, run->shards) +
        share(json_integer_value(json_object_get(line, "left_out")),
              run->shard, run->shards);
    return read_requirements(l, json_object_get(line, "requirements"));
}

/* --- results -------------------------------------------------------------- */

static struct result_case *grow(struct loading *l)
{
    struct run *run = l->run;
    struct result_case *more;

    if (run->case_count < l->room)
        return &run->cases[run->case_count++];
    more = arena_array(&run->arena, l->room ? 2 * l->room : 256, sizeof *more);
    if (!more)
        return NULL;
    if (run->case_count)
        memcpy(more, run->cases, run->case_count * sizeof *more);
    run->cases = more;
    l->room = l->room ? 2 * l->room : 256;
    return &run->cases[run->case_count++];
}

static enum err link_requires(struct loading *l, struct result_case *c,
                              const json_t *list)
{
    struct run *run = l->run;
    size_t count = json_array_size(list);

    c->requires = arena_array(&run->arena, count + 1, sizeof *c->requires);
    if (!c->requires)
        return error_set(l->why, ERR_MEMORY, "memory is short");
    if (!count)
        return bad(l, "a result cites no requirement");
    for (size_t i = 0; i < count; i++) {
        struct result_requirement key = {
            .id = json_string_value(json_array_get(list, i))
        };

        if (key.id)
            c->requires[i] = bsearch(&key, run->requirements,
                                     run->requirement_count, sizeof key,
                                     by_requirement);
        if (!c->requires[i])
            return bad(l, "a result cites a requirement that the header "
                          "lacks");
    }
    c->requires_count = count;
    return ERR_OK;
}

static void read_case(struct result_case *c, const json_t *line)
{
    json_int_t number = json_integer_value(json_object_get(line, "line"));
    json_int_t ns = json_integer_value(json_object_get(line, "ns"));

    c->id = text_of(line, "id");
    c->title = text_of(line, "title");
    c->op = text_of(line, "op");
    c->suite = text_of(line, "suite");
    c->standard = text_of(line, "standard");
    c->file = text_of(line, "file");
    c->line = number > 0 && number < INT32_MAX ? (int)number : 0;
    c->source = text_of(line, "source");
    c->risk = text_of(line, "risk");
    c->message = text_of(line, "message") ? text_of(line, "message") : "";
    c->path = text_of(line, "path");
    c->in = json_object_get(line, "in");
    if (json_object_get(c->in, "$cut"))
        c->in = NULL;
    c->expected = json_object_get(line, "expected");
    c->got = json_object_get(line, "got");
    c->exchange = text_of(line, "exchange");
    c->reason_stated = text_of(line, "reason");
    c->blocked_by = text_of(line, "blocked_by");
    c->repeat = text_of(line, "repeat");
    c->nanoseconds = ns > 0 ? (uint64_t)ns : 0;
    c->digest = text_of(line, "digest");
    c->oracle = text_of(line, "oracle");
    c->notes = json_object_get(line, "notes");
    if (!json_array_size(c->notes))
        c->notes = NULL;
}

static enum err read_result(struct loading *l, const json_t *line)
{
    static const char *const needed[] = {
        "id", "title", "op", "suite", "standard", "file", "level", "source",
        "verdict", "cause", "digest"
    };
    struct result_case c = { .verdict = VERDICT_UNTESTED }, *place;
    enum err err;

    if (!all_texts(line, needed, ARRAY_LEN(needed)) ||
        !level_find(&c.level, text_of(line, "level")) ||
        !verdict_find(&c.verdict, text_of(line, "verdict")) ||
        !cause_find(&c.cause, text_of(line, "cause")) ||
        !json_is_object(json_object_get(line, "expected")))
        return bad(l, "a result lacks a part");
    if (cause_verdict(c.cause) != c.verdict)
        return bad(l, "the cause of a result does not belong to its verdict");
    if (json_object_get(l->ids, text_of(line, "id")))
        return bad(l, "a result is there twice");
    if (json_object_set_new(l->ids, text_of(line, "id"), json_true()))
        return error_set(l->why, ERR_MEMORY, "memory is short");
    if (json_is_true(json_object_get(line, "pulled"))) {
        l->pulled++;
        return ERR_OK;
    }
    read_case(&c, line);
    err = link_requires(l, &c, json_object_get(line, "requires"));
    if (err)
        return err;
    place = grow(l);
    if (!place)
        return error_set(l->why, ERR_MEMORY, "memory is short");
    *place = c;
    return ERR_OK;
}

/* --- footer --------------------------------------------------------------- */

static bool counts_agree(const struct run *run, const json_t *count)
{
    unsigned n[VERDICT_COUNT] = { 0 };

    for (size_t i = 0; i < run->case_count; i++)
        n[run->cases[i].verdict]++;
    for (size_t v = 0; v < VERDICT_COUNT; v++)
        if (json_integer_value(json_object_get(
                count, verdict_name((enum verdict)v))) != (json_int_t)n[v])
            return false;
    return true;
}

static void read_footer(struct loading *l, const json_t *line)
{
    const char *digest = text_of(line, "sha256"), *end = text_of(line, "end");
    char right[SHA256_TEXT_SIZE];
    uint8_t hash[SHA256_SIZE];
    struct run *run = l->run;

    l->ended = true;
    sha256_now(&l->reader.hash, hash);
    sha256_text(right, hash);
    if (end)
        run->end = end;
    if (!digest || strcmp(digest, right) != 0)
        run->torn = "the digest in the footer is not that of the lines";
    else if (json_integer_value(json_object_get(line, "results")) !=
                 (json_int_t)(run->case_count + l->pulled) ||
             !counts_agree(run, json_object_get(line, "count")))
        run->torn = "the counts in the footer are not those of the lines";
    else if (run->case_count != l->expected)
        run->torn = "the number of results is not that of the selection";
    else
        run->complete = true;
}

/* --- the whole ------------------------------------------------------------ */

static enum err take_line(struct loading *l, const json_t *line)
{
    const char *kind = record_kind(line);

    if (l->ended)
        return bad(l, "something follows the footer");
    if ((l->reader.number == 1) != (strcmp(kind, "header") == 0))
        return bad(l, "a record is one header, results and one footer");
    if (l->reader.number == 1)
        return read_header(l, line);
    if (strcmp(kind, "result") == 0)
        return read_result(l, line);
    if (strcmp(kind, "end") != 0)
        return bad(l, "a record is one header, results and one footer");
    read_footer(l, line);
    return ERR_OK;
}

static enum err read_lines(struct loading *l)
{
    json_t *line = NULL;

    for (size_t n = 0; n < RECORD_RESULTS_MAX; n++) {
        enum err err = record_reader_next(&l->reader, &line, l->why);

        if (!err && line && json_array_append_new(l->run->keep, line))
            err = error_set(l->why, ERR_MEMORY, "memory is short");
        if (!err && line)
            err = take_line(l, line);
        if (err || !line)
            return err;
    }
    return error_set(l->why, ERR_LIMIT, "the record has too many lines");
}

static int by_case(const void *left, const void *right)
{
    const struct result_case *a = left, *b = right;

    return strcmp(a->id, b->id);
}

static enum err load(struct loading *l)
{
    struct run *run = l->run;
    char digest[SHA256_TEXT_SIZE];
    uint8_t hash[SHA256_SIZE];
    enum err err = read_lines(l);

    if (err)
        return err;
    if (!run->id)
        return error_at(l->why, ERR_SCHEMA, l->reader.path, 1, 0,
                        "there is no header");
    if (!l->ended)
        run->torn = l->reader.torn ? l->reader.torn : "the footer is missing";
    else if (l->reader.torn) {
        run->torn = l->reader.torn;
        run->complete = false;
    }
    sha256_add(&l->reader.hash, l->reader.pending);
    sha256_now(&l->reader.hash, hash);
    sha256_text(digest, hash);
    run->record_sha256 = arena_strdup(&run->arena, digest);
    if (!run->record_sha256)
        return error_set(l->why, ERR_MEMORY, "memory is short");
    if (run->case_count)
        qsort(run->cases, run->case_count, sizeof *run->cases, by_case);
    return conform(run) ? ERR_OK
                        : error_set(l->why, ERR_MEMORY, "memory is short");
}

enum err run_load(struct run *run, const char *path, struct error *why)
{
    struct run loaded = { .keep = json_array() };
    struct loading l = { .run = &loaded, .why = why, .ids = json_object() };
    enum err err = ERR_MEMORY;

    arena_init(&loaded.arena, RUN_CAP);
    if (loaded.keep && l.ids)
        err = record_reader_open(&l.reader, path, why);
    if (!err) {
        err = load(&l);
        record_reader_close(&l.reader);
    }
    json_decref(l.ids);
    if (err) {
        run_release(&loaded);
        return err;
    }
    *run = loaded;
    return ERR_OK;
}

void run_release(struct run *run)
{
    json_decref(run->keep);
    arena_release(&run->arena);
    *run = (struct run){ .keep = NULL };
}

struct result_case *run_case(const struct run *run, const char *id)
{
    struct result_case key = { .id = id };

    if (!run->case_count)
        return NULL;
    return bsearch(&key, run->cases, run->case_count, sizeof key, by_case);
}
