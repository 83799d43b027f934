/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/upstream.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/hex.h"
#include "base/json.h"
#include "runner/compare.h"
#include "runner/op.h"
#include "runner/profile.h"

enum { PATH_SIZE = 4096, DEPTH_MAX = 32, SHOWN_MAX = 600 };

/* --- asking --------------------------------------------------------------------- */

static void print_cut(FILE *out, const json_t *value)
{
    char *text = value ? json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT |
                                               JSON_ENSURE_ASCII |
                                               JSON_SORT_KEYS)
                       : NULL;

    if (!text)
        fputs("nothing", out);
    else if (strlen(text) > SHOWN_MAX)
        fprintf(out, "%.*s… (%zu characters)", SHOWN_MAX, text, strlen(text));
    else
        fputs(text, out);
    free(text);
}

static void print_failure(struct upstream *u, const char *id, const char *op,
                          const json_t *expected, const struct answer *answer,
                          const struct difference *difference)
{
    fprintf(u->out, "FAIL %s (%s)\n  expected: ", id, op);
    if (expected)
        print_cut(u->out, expected);
    else
        fputs("a rejection", u->out);
    fputs("\n  got:      ", u->out);
    if (answer->kind == ANSWER_REJECT)
        fputs("rejected: ", u->out);
    if (answer->body)
        print_cut(u->out, answer->body);
    else
        fputs(answer->text, u->out);
    if (difference->text[0])
        fprintf(u->out, "\n  first difference: %s", difference->text);
    fputc('\n', u->out);
}

/* Published answers say less than ours: an optional field that the case does
 * not name is not asked for. */
static json_t *without_unasked(const struct op *op, const json_t *out,
                               const json_t *got)
{
    json_t *kept = json_copy((json_t *)(uintptr_t)got);
    const char *key;
    json_t *item;

    if (op && json_is_object(got) && json_is_object(out))
        json_object_foreach((json_t *)(uintptr_t)got, key, item)
            if (!json_object_get(out, key) &&
                shape_field_optional(op->out, key))
                (void)json_object_del(kept, key);
    return kept;
}

static bool fits(struct difference *difference, const char *op,
                 const json_t *out, const struct answer *answer)
{
    const struct op *known = op_find(op);
    json_t *got;
    bool same;

    if (answer->kind != ANSWER_OUT)
        return false;
    got = without_unasked(known, out, answer->body);
    same = got && compare_values(difference, known ? known->out : NULL, out,
                                 got);
    json_decref(got);
    return same;
}

static void judge_question(struct upstream *u, const char *id, const char *op,
                           enum upstream_want want, const json_t *out,
                           const struct answer *answer)
{
    struct difference difference = { "", "" };
    bool good = false;

    if (answer->kind == ANSWER_UNSUPPORTED) {
        char why[128];

        snprintf(why, sizeof why, "the target does not offer %s", op);
        upstream_skip(u, id, why);
        return;
    }
    switch (want) {
    case UPSTREAM_OUT:
        good = fits(&difference, op, out, answer);
        break;
    case UPSTREAM_REJECT:
        good = answer->kind == ANSWER_REJECT;
        break;
    case UPSTREAM_EITHER:
        good = answer->kind == ANSWER_REJECT ||
               fits(&difference, op, out, answer);
        u->rejected += answer->kind == ANSWER_REJECT;
        break;
    }
    if (good) {
        u->passed++;
        if (u->verbose)
            fprintf(u->out, "pass %s (%s)\n", id, op);
    } else {
        u->failed++;
        print_failure(u, id, op, out, answer, &difference);
    }
}

enum err upstream_ask(struct upstream *u, const char *id, const char *op,
                      json_t *in, enum upstream_want want, json_t *out,
                      struct error *why)
{
    struct answer answer = { 0 };
    char short_id[24]; /* publishers' ids can be longer than a target takes */
    enum err err = ERR_OK;

    snprintf(short_id, sizeof short_id, "q%u",
             u->passed + u->failed + u->skipped);
    if (!in || (!out && want != UPSTREAM_REJECT)) {
        err = error_set(why, ERR_SCHEMA, "%.120s: a malformed case", id);
    } else if (!u->only || profile_glob(u->only, id)) {
        err = target_ask(u->target, short_id, op, in, &answer, why);
        if (!err)
            judge_question(u, id, op, want, out, &answer);
        answer_release(&answer);
    }
    json_decref(in);
    json_decref(out);
    return err;
}

json_t *upstream_prepare(struct upstream *u, const char *op, json_t *in)
{
    struct answer answer = { 0 };
    struct error why = { 0 };
    json_t *out = NULL;

    if (in && !target_ask(u->target, "prepare", op, in, &answer, &why) &&
        answer.kind == ANSWER_OUT)
        out = json_incref(answer.body);
    answer_release(&answer);
    json_decref(in);
    return out;
}

void upstream_skip(struct upstream *u, const char *id, const char *why)
{
    if (u->only && !profile_glob(u->only, id))
        return;
    u->skipped++;
    for (size_t i = 0; i < u->skip_count; i++) {
        if (strncmp(u->skips[i].why, why, sizeof u->skips[i].why - 1) == 0) {
            u->skips[i].count++;
            return;
        }
    }
    if (u->skip_count == UPSTREAM_SKIPS_MAX)
        return;
    snprintf(u->skips[u->skip_count].why, sizeof u->skips[0].why, "%s", why);
    u->skips[u->skip_count++].count = 1;
}

void upstream_summary(struct upstream *u)
{
    for (size_t i = 0; i < u->skip_count; i++)
        fprintf(u->out, "skipped %u: %s\n", u->skips[i].count,
                u->skips[i].why);
    fprintf(u->out, "%u passed, %u failed, %u skipped\n", u->passed, u->failed,
            u->skipped);
}

/* --- walking -------------------------------------------------------------------- */

enum { DIGITS_SAFE = 18 }; /* so many digits fit 63 bits, whatever they are */

/* Publishers write integers of 64 bits and more, which JSON readers lose: they
 * become text.  out has room for three times the line. */
static size_t quote_great_numbers(char *out, const char *line, size_t len)
{
    bool quoted = false;
    size_t n = 0;

    for (size_t i = 0; i < len;) {
        size_t end = i;

        if (line[i] == '"' && (i == 0 || line[i - 1] != '\\'))
            quoted = !quoted;
        while (!quoted && end < len && line[end] >= '0' && line[end] <= '9')
            end++;
        if (end - i <= DIGITS_SAFE || (i > 0 && strchr("-.eE", line[i - 1])) ||
            (end < len && strchr(".eE", line[end]))) {
            end = end > i ? end : i + 1;
            memcpy(out + n, line + i, end - i);
            n += end - i;
        } else {
            out[n++] = '"';
            memcpy(out + n, line + i, end - i);
            n += end - i;
            out[n++] = '"';
        }
        i = end;
    }
    return n;
}

static enum err read_line(json_t **out, const char *line, size_t len,
                          const char *path, struct error *why)
{
    enum err err = json_read(out, bytes_make(line, len), path, why);
    struct arena arena;
    char *text;

    if (err != ERR_SYNTAX)
        return err;
    arena_init(&arena, 0);
    text = arena_alloc(&arena, 3 * len + 1);
    if (text) {
        *why = (struct error){ 0 };
        err = json_read(out,
                        bytes_make(text, quote_great_numbers(text, line, len)),
                        path, why);
    }
    arena_release(&arena);
    return text ? err : ERR_MEMORY;
}

/* One JSON value per line, as one array. */
static enum err read_lines(json_t **out, const char *path, struct error *why)
{
    FILE *file = fopen(path, "rb");
    json_t *list = json_array();
    size_t room = 0, total = 0;
    char *line = NULL;
    enum err err = ERR_OK;
    ssize_t len;

    if (!file)
        err = error_at(why, ERR_IO, path, 0, 0, "cannot be opened");
    while (!err && (len = getline(&line, &room, file)) > 0) {
        json_t *value = NULL;

        total += (size_t)len;
        if (total > UPSTREAM_FILE_MAX)
            err = error_at(why, ERR_LIMIT, path, 0, 0, "the file is too long");
        else
            err = read_line(&value, line, (size_t)len, path, why);
        if (!err && json_array_append_new(list, value))
            err = ERR_MEMORY;
    }
    free(line);
    if (file)
        fclose(file);
    if (err)
        json_decref(list);
    else
        *out = list;
    return err;
}

static bool ends_with(const char *name, const char *end)
{
    size_t len = strlen(name), tail = strlen(end);

    return len > tail && strcmp(name + len - tail, end) == 0;
}

static enum err read_file(struct upstream *u, upstream_file_fn read,
                          const char *path, const char *name,
                          struct error *why)
{
    struct error problem = { 0 };
    json_t *file = NULL;
    enum err err = ends_with(path, ".jsonl")
                       ? read_lines(&file, path, &problem)
                       : json_read_file(&file, path, UPSTREAM_FILE_MAX,
                                        &problem);

    if (err == ERR_SYNTAX) {
        upstream_skip(u, name, "the file is no JSON (a pointer to large-file "
                               "storage, or damaged)");
        return ERR_OK;
    }
    if (err) {
        *why = problem;
        return err;
    }
    u->files++;
    err = read(u, name, file, why);
    json_decref(file);
    return err;
}

static bool is_json(const char *name)
{
    return ends_with(name, ".json") || ends_with(name, ".jsonl");
}

static int no_dots(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static enum err walk(struct upstream *u, const struct upstream_source *source,
                     const char *root, const char *below, int depth,
                     struct error *why);

static enum err visit(struct upstream *u, const struct upstream_source *source,
                      const char *root, const char *name, int depth,
                      struct error *why)
{
    char path[PATH_SIZE];
    struct stat info;

    if (snprintf(path, sizeof path, "%s/%s", root, name) >= PATH_SIZE)
        return error_set(why, ERR_LIMIT, "%.200s: the path is too long", name);
    if (stat(path, &info))
        return error_at(why, ERR_IO, path, 0, 0, "%s", strerror(errno));
    if (S_ISDIR(info.st_mode))
        return walk(u, source, root, name, depth + 1, why);
    if (!is_json(name))
        return ERR_OK;
    if (source->leave_out && source->leave_out(path)) {
        upstream_skip(u, name, source->leave_out(path));
        return ERR_OK;
    }
    if (source->needs_engine && source->needs_engine(path)) {
        if (!u->executes)
            upstream_skip(u, name, "state and blockchain tests: only "
                                   "operations are asked of this target");
        u->files++;
        return ERR_OK;
    }
    if (!source->choose(path))
        return ERR_OK;
    return read_file(u, source->choose(path), path, name, why);
}

static enum err walk(struct upstream *u, const struct upstream_source *source,
                     const char *root, const char *below, int depth,
                     struct error *why)
{
    struct dirent **entries;
    char path[PATH_SIZE];
    enum err err = ERR_OK;
    int count;

    if (depth > DEPTH_MAX)
        return error_set(why, ERR_LIMIT, "%.200s: folders too deep", below);
    if (snprintf(path, sizeof path, "%s%s%s", root, below[0] ? "/" : "",
                 below) >= PATH_SIZE)
        return error_set(why, ERR_LIMIT, "%.200s: the path is too long", below);
    count = scandir(path, &entries, no_dots, alphasort);
    if (count < 0)
        return error_at(why, ERR_IO, path, 0, 0, "%s", strerror(errno));
    for (int i = 0; i < count; i++) {
        char name[PATH_SIZE];

        snprintf(name, sizeof name, "%s%s%s", below, below[0] ? "/" : "",
                 entries[i]->d_name);
        if (!err)
            err = visit(u, source, root, name, depth, why);
        free(entries[i]);
    }
    free(entries);
    return err;
}

enum err upstream_walk(struct upstream *u, const struct upstream_source *source,
                       const char *dir, struct error *why)
{
    struct stat info;
    enum err err;

    if (source->walk)
        return source->walk(u, dir, why);
    if (stat(dir, &info))
        return error_at(why, ERR_IO, dir, 0, 0, "%s", strerror(errno));
    if (S_ISDIR(info.st_mode))
        err = walk(u, source, dir, "", 0, why);
    else if (source->choose(dir))
        err = read_file(u, source->choose(dir), dir, dir, why);
    else
        err = ERR_OK;
    if (!err && u->files == 0 && u->skipped == 0)
        return error_at(why, ERR_NOT_FOUND, dir, 0, 0,
                        "holds no file of %s", source->name);
    return err;
}

/* --- spellings ------------------------------------------------------------------- */

json_t *upstream_hex(const char *text)
{
    struct arena a;
    json_t *value = NULL;
    size_t len;
    uint8_t *data;

    if (text[0] == '0' && (text[1] == 'x' || text[1] == 'X'))
        text += 2;
    len = strlen(text);
    arena_init(&a, 0);
    data = arena_raw(&a, len / 2 + 1);
    if (data && hex_read(data, text, len) == ERR_OK)
        value = json_hex(bytes_make(data, len / 2));
    arena_release(&a);
    return value;
}

/* Decimal digits to a number; false past 256 bits or on another character. */
static bool decimal(struct u256 *out, const char *text)
{
    struct u256 value = u256_from(0);

    for (; *text; text++) {
        if (*text < '0' || *text > '9' ||
            u256_mul_overflow(&value, value, u256_from(10)))
            return false;
        if (u256_add_carry(&value, value, u256_from((uint64_t)(*text - '0'))))
            return false;
    }
    *out = value;
    return true;
}

json_t *upstream_quantity(const char *text)
{
    char shortest[80];
    struct u256 value;

    if (text[0] == '0' && (text[1] == 'x' || text[1] == 'X')) {
        text += 2;
        while (text[0] == '0' && text[1])
            text++;
        if (strlen(text) > 64)
            return NULL;
        snprintf(shortest, sizeof shortest, "0x%s", text[0] ? text : "0");
        return hex_quantity(&value, shortest) ? NULL : json_quantity(value);
    }
    return text[0] && decimal(&value, text) ? json_quantity(value) : NULL;
}
