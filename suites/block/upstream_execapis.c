/* SPDX-License-Identifier: Apache-2.0 */
#include "suites/block/upstream.h"

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/json.h"
#include "runner/compare.h"
#include "runner/profile.h"

/* The .io files of execution-apis: "// remark", ">> request", "<< response".
 * They are written for one chain (chain.rlp beside them), which the node must
 * hold.  As their own runner does, the text of an error is not compared, and
 * files that say speconly are compared by shape: same members, same kinds. */

enum { PATH_SIZE = 4096, FOLDERS_MAX = 1000, FILES_MAX = 20000,
       LINE_BYTES_MAX = 64 << 20, EXCHANGES_MAX = 1000, SHAPE_DEPTH_MAX = 64 };

struct exchange_file {
    const char *id;       /* "eth_call/call-callenv" */
    FILE *file;
    char *line;
    size_t room;
    bool spec_only;
};

/* --- comparing ------------------------------------------------------------------ */

static bool both_hex(const json_t *a, const json_t *b)
{
    return (strncmp(json_string_value(a), "0x", 2) == 0) ==
           (strncmp(json_string_value(b), "0x", 2) == 0);
}

static bool same_kind(const json_t *want, const json_t *got)
{
    if (json_is_boolean(want) && json_is_boolean(got))
        return true;
    if (json_is_number(want) && json_is_number(got))
        return true;
    if (!got || json_typeof(want) != json_typeof(got))
        return false;
    return !json_is_string(want) || both_hex(want, got);
}

/* Members that are not in the example may be there; an empty list says nothing
 * of its items. */
static bool same_shape(const json_t *want, const json_t *got, int depth,
                       struct difference *d)
{
    const char *key;
    json_t *item;

    if (depth > SHAPE_DEPTH_MAX || !same_kind(want, got)) {
        if (!d->text[0])
            snprintf(d->text, sizeof d->text, "a value of another kind");
        return false;
    }
    json_object_foreach((json_t *)(uintptr_t)want, key, item)
        if (!same_shape(item, json_object_get(got, key), depth + 1, d)) {
            if (!d->path[0])
                snprintf(d->path, sizeof d->path, "%.200s", key);
            return false;
        }
    if (json_array_size(want) && json_array_size(got))
        return same_shape(json_array_get(want, 0), json_array_get(got, 0),
                          depth + 1, d);
    return true;
}

static json_t *without_message(const json_t *response)
{
    json_t *copy = json_deep_copy(response);
    json_t *error = json_object_get(copy, "error");

    json_object_del(error, "message");
    return copy;
}

static bool fits(const struct exchange_file *f, const json_t *want,
                 const json_t *got, struct difference *d)
{
    json_t *left, *right;
    bool same;

    if (f->spec_only && json_object_get(want, "error"))
        return json_is_object(json_object_get(got, "error")) ||
               same_shape(want, got, 0, d);
    if (f->spec_only)
        return same_shape(want, got, 0, d);
    left = without_message(want);
    right = json_is_object(json_object_get(got, "error"))
                ? without_message(got) : json_deep_copy(got);
    same = compare_values(d, NULL, left, right);
    json_decref(left);
    json_decref(right);
    return same;
}

/* --- one file -------------------------------------------------------------------- */

static bool writes(const char *request)
{
    return strstr(request, "\"eth_send") || strstr(request, "\"testing_") ||
           strstr(request, "\"engine_");
}

static void fail(struct upstream *u, const struct exchange_file *f,
                 const char *request, const json_t *got,
                 const struct difference *d)
{
    char *text = got ? json_dumps(got, JSON_ENCODE_ANY | JSON_COMPACT |
                                           JSON_ENSURE_ASCII) : NULL;

    fprintf(u->out, "FAIL %s\n  request:  %.300s\n  got:      %.300s\n"
                    "  first difference: %s %s\n", f->id, request,
            text ? text : "nothing", d->path, d->text);
    free(text);
}

/* Asks one request and compares; *good is cleared when it differs. */
static enum err exchange(struct upstream *u, const struct exchange_file *f,
                         const char *request, const char *response, bool *good,
                         struct error *why)
{
    json_t *in = json_pack("{s:s}", "text", request), *want = NULL;
    struct answer answer = { .kind = ANSWER_UNREACHABLE };
    struct difference d = { "", "" };
    const json_t *got;
    enum err err;

    if (!in || json_read(&want, bytes_str(response), f->id, why)) {
        json_decref(in);
        return error_set(why, ERR_SYNTAX, "%s: a response is no JSON", f->id);
    }
    err = target_ask(u->target, f->id, "post", in, &answer, why);
    json_decref(in);
    if (!err && answer.kind == ANSWER_UNREACHABLE)
        err = error_set(why, ERR_UNREACHABLE, "%s: %.250s", f->id,
                        answer.text);
    if (!err) {
        got = json_object_get(answer.body, "body");
        if (answer.kind != ANSWER_OUT || !got)
            snprintf(d.text, sizeof d.text, "no JSON: %.300s", answer.text);
        if (answer.kind != ANSWER_OUT || !got || !fits(f, want, got, &d)) {
            *good = false;
            fail(u, f, request, got, &d);
        }
        answer_release(&answer);
    }
    json_decref(want);
    return err;
}

/* The next line without its newline; NULL at the end. */
static char *next_line(struct exchange_file *f)
{
    ssize_t len = getline(&f->line, &f->room, f->file);

    if (len < 0 || len > LINE_BYTES_MAX)
        return NULL;
    while (len && (f->line[len - 1] == '\n' || f->line[len - 1] == '\r'))
        f->line[--len] = '\0';
    return f->line;
}

static enum err exchanges(struct upstream *u, struct exchange_file *f,
                          struct error *why)
{
    bool good = true, skipped = false;
    char *request = NULL, *line;
    unsigned count = 0;
    enum err err = ERR_OK;

    while (!err && count < EXCHANGES_MAX && (line = next_line(f))) {
        if (strncmp(line, "//", 2) == 0 && strstr(line, "speconly"))
            f->spec_only = true;
        if (strncmp(line, ">> ", 3) == 0) {
            free(request);
            request = strdup(line + 3);
            skipped |= request && writes(request) && !u->allow_writes;
        } else if (strncmp(line, "<< ", 3) == 0 && request && !skipped) {
            count++;
            err = exchange(u, f, request, line + 3, &good, why);
        }
    }
    free(request);
    if (err)
        return err;
    if (skipped || !count) {
        upstream_skip(u, f->id, skipped ? "it writes to the node, and "
                                          "--allow-writes is not given"
                                        : "it has no exchange");
        return ERR_OK;
    }
    u->passed += good;
    u->failed += !good;
    if (good && u->verbose)
        fprintf(u->out, "pass %s%s\n", f->id,
                f->spec_only ? " (by shape)" : "");
    return ERR_OK;
}

static enum err one_file(struct upstream *u, const char *path, const char *id,
                         struct error *why)
{
    struct exchange_file f = { .id = id, .file = fopen(path, "r") };
    enum err err;

    if (!f.file)
        return error_at(why, ERR_IO, path, 0, 0, "cannot be read");
    u->files++;
    err = exchanges(u, &f, why);
    free(f.line);
    fclose(f.file);
    return err;
}

/* --- folders ---------------------------------------------------------------------- */

static int visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static bool ends_with(const char *text, const char *end)
{
    size_t n = strlen(text), m = strlen(end);

    return n > m && strcmp(text + n - m, end) == 0;
}

static enum err method_folder(struct upstream *u, const char *dir,
                              const char *method, struct error *why)
{
    char path[PATH_SIZE], id[300];
    struct dirent **names = NULL;
    enum err err = ERR_OK;
    int count;

    snprintf(path, sizeof path, "%.2000s/%.200s", dir, method);
    count = scandir(path, &names, visible, alphasort);
    for (int i = 0; i < count; i++) {
        const char *name = names[i]->d_name;

        snprintf(path, sizeof path, "%.2000s/%.200s/%.300s", dir, method,
                 name);
        snprintf(id, sizeof id, "%.80s/%.*s", method,
                 (int)(strlen(name) > 3 ? strlen(name) - 3 : 0) % 160, name);
        if (!err && i < FILES_MAX && ends_with(name, ".io") &&
            (!u->only || profile_glob(u->only, id)))
            err = one_file(u, path, id, why);
        free(names[i]);
    }
    free(names);
    return err;
}

static enum err walk(struct upstream *u, const char *dir, struct error *why)
{
    char path[PATH_SIZE], below[PATH_SIZE];
    struct dirent **names = NULL;
    struct stat info;
    enum err err = ERR_OK;
    int count;

    if (u->target->driver->hello(u->target)->kind != TARGET_NODE)
        return error_set(why, ERR_USAGE, "these exchanges are for a node: "
                                         "--target http://HOST:PORT");
    /* The folder of the repository, or its folder of tests. */
    snprintf(path, sizeof path, "%.2000s/tests", dir);
    if (stat(path, &info) || !S_ISDIR(info.st_mode))
        snprintf(path, sizeof path, "%.2000s", dir);
    count = scandir(path, &names, visible, alphasort);
    if (count < 0)
        return error_at(why, ERR_IO, dir, 0, 0, "cannot be read");
    for (int i = 0; i < count; i++) {
        snprintf(below, sizeof below, "%.2000s/%.200s", path,
                 names[i]->d_name);
        if (!err && i < FOLDERS_MAX && !stat(below, &info) &&
            S_ISDIR(info.st_mode))
            err = method_folder(u, path, names[i]->d_name, why);
        free(names[i]);
    }
    free(names);
    if (!err && !u->files)
        err = error_at(why, ERR_NOT_FOUND, dir, 0, 0, "no .io file there");
    return err;
}

const struct upstream_source upstream_execapis = {
    .name = "execution-apis",
    .help = "request and response pairs (.io) for a node with their chain",
    .walk = walk,
};
