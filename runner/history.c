/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "runner/history.h"

#include <stdlib.h>

#ifdef HAVE_SQLITE
#include <sqlite3.h>

enum { BUSY_MS = 10000 };

struct history {
    sqlite3 *db;
};

static const char SCHEMA[] =
    "PRAGMA application_id = 1163157068;"
    "PRAGMA user_version = 1;"
    "CREATE TABLE IF NOT EXISTS runs ("
    " run INTEGER PRIMARY KEY, id TEXT NOT NULL, target TEXT NOT NULL,"
    " start TEXT NOT NULL, end TEXT, conformity TEXT NOT NULL,"
    " exit_status INTEGER NOT NULL, suite_digest TEXT, etalon_version TEXT,"
    " target_version TEXT, record_sha256 TEXT, pass INTEGER NOT NULL,"
    " fail INTEGER NOT NULL, inconclusive INTEGER NOT NULL,"
    " error INTEGER NOT NULL, inapplicable INTEGER NOT NULL,"
    " untested INTEGER NOT NULL);"
    "CREATE INDEX IF NOT EXISTS runs_of ON runs (target, run);"
    "CREATE TABLE IF NOT EXISTS cases ("
    " run INTEGER NOT NULL REFERENCES runs (run), id TEXT NOT NULL,"
    " verdict INTEGER NOT NULL, cause TEXT NOT NULL,"
    " PRIMARY KEY (run, id)) WITHOUT ROWID;";

static enum err fault(const struct history *h, struct error *why)
{
    return error_set(why, ERR_IO, "the history: %.200s",
                     h->db ? sqlite3_errmsg(h->db) : "memory is short");
}

enum err history_open(struct history **out, const char *path,
                      struct error *why)
{
    struct history *h = calloc(1, sizeof *h);

    if (!h)
        return error_set(why, ERR_MEMORY, "memory is short");
    if (sqlite3_open(path, &h->db) ||
        sqlite3_busy_timeout(h->db, BUSY_MS) ||
        sqlite3_exec(h->db, SCHEMA, NULL, NULL, NULL)) {
        error_at(why, ERR_IO, path, 0, 0, "the history cannot be opened: "
                 "%.200s", h->db ? sqlite3_errmsg(h->db) : "memory is short");
        history_close(h);
        return ERR_IO;
    }
    *out = h;
    return ERR_OK;
}

void history_close(struct history *h)
{
    if (h)
        sqlite3_close(h->db);
    free(h);
}

static void bind_text(sqlite3_stmt *s, int at, const char *text)
{
    if (text)
        sqlite3_bind_text(s, at, text, -1, SQLITE_TRANSIENT);
    else
        sqlite3_bind_null(s, at);
}

static bool add_run(struct history *h, const char *name, const struct run *run,
                    int exit_status)
{
    static const char TEXT[] =
        "INSERT INTO runs (id, target, start, end, conformity, exit_status,"
        " suite_digest, etalon_version, target_version, record_sha256, pass,"
        " fail, inconclusive, error, inapplicable, untested)"
        " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";
    sqlite3_stmt *s = NULL;
    bool good;

    if (sqlite3_prepare_v2(h->db, TEXT, -1, &s, NULL))
        return false;
    bind_text(s, 1, run->id);
    bind_text(s, 2, name);
    bind_text(s, 3, run->start);
    bind_text(s, 4, run->end);
    bind_text(s, 5, conformity_name(run->conformity));
    sqlite3_bind_int(s, 6, exit_status);
    bind_text(s, 7, run->suite_digest);
    bind_text(s, 8, run->etalon_version);
    bind_text(s, 9, run->target_version);
    bind_text(s, 10, run->record_sha256);
    for (int v = 0; v < VERDICT_COUNT; v++)
        sqlite3_bind_int(s, 11 + v,
                         (int)tally_of(&run->tally, (enum verdict)v));
    good = sqlite3_step(s) == SQLITE_DONE;
    sqlite3_finalize(s);
    return good;
}

static bool add_cases(struct history *h, const struct run *run)
{
    sqlite3_int64 row = sqlite3_last_insert_rowid(h->db);
    sqlite3_stmt *s = NULL;
    bool good = !sqlite3_prepare_v2(
        h->db, "INSERT INTO cases VALUES (?,?,?,?)", -1, &s, NULL);

    for (size_t i = 0; good && i < run->case_count; i++) {
        const struct result_case *c = &run->cases[i];

        sqlite3_bind_int64(s, 1, row);
        bind_text(s, 2, c->id);
        sqlite3_bind_int(s, 3, (int)c->verdict);
        bind_text(s, 4, cause_name(c->cause));
        good = sqlite3_step(s) == SQLITE_DONE && !sqlite3_reset(s);
    }
    sqlite3_finalize(s);
    return good;
}

enum err history_add(struct history *h, const char *name,
                     const struct run *run, int exit_status, struct error *why)
{
    enum err err = ERR_OK;

    if (sqlite3_exec(h->db, "BEGIN IMMEDIATE", NULL, NULL, NULL))
        return fault(h, why);
    if (!add_run(h, name, run, exit_status) || !add_cases(h, run) ||
        sqlite3_exec(h->db, "COMMIT", NULL, NULL, NULL)) {
        err = fault(h, why);
        sqlite3_exec(h->db, "ROLLBACK", NULL, NULL, NULL);
    }
    return err;
}

/* --- beside the last good run ----------------------------------------------- */

static json_t *column(sqlite3_stmt *s, int at)
{
    const char *text = (const char *)sqlite3_column_text(s, at);
    json_t *value = text ? json_string(text) : NULL;

    return value ? value : json_null();
}

static void note(json_t *list, const struct result_case *c, enum verdict was)
{
    if (json_array_size(list) < HISTORY_SHOWN_MAX)
        json_array_append_new(list, json_pack(
            "{s:s, s:s, s:s, s:s}", "id", c->id, "was", verdict_name(was),
            "is", verdict_name(c->verdict), "cause", cause_name(c->cause)));
}

/* Lays the cases of the good run beside those of this one. */
static bool lay_beside(json_t *out, struct history *h, sqlite3_int64 row,
                       const struct run *run)
{
    json_t *worse = json_array(), *better = json_array();
    json_int_t counts[2] = { 0, 0 }, removed = 0, met = 0;
    sqlite3_stmt *s = NULL;
    int step = SQLITE_ERROR;

    if (!sqlite3_prepare_v2(h->db, "SELECT id, verdict FROM cases WHERE run = ?",
                            -1, &s, NULL))
        sqlite3_bind_int64(s, 1, row);
    while (s && (step = sqlite3_step(s)) == SQLITE_ROW) {
        const char *id = (const char *)sqlite3_column_text(s, 0);
        int was = sqlite3_column_int(s, 1);
        const struct result_case *c = id ? run_case(run, id) : NULL;

        if (!c || was < 0 || was >= VERDICT_COUNT) {
            removed++;
            continue;
        }
        met++;
        if (was == VERDICT_PASS && c->verdict != VERDICT_PASS) {
            note(worse, c, VERDICT_PASS);
            counts[0]++;
        } else if (was != VERDICT_PASS && c->verdict == VERDICT_PASS) {
            note(better, c, (enum verdict)was);
            counts[1]++;
        } else if (was != VERDICT_FAIL && c->verdict == VERDICT_FAIL) {
            note(worse, c, (enum verdict)was);
            counts[0]++;
        }
    }
    sqlite3_finalize(s);
    json_object_set_new(out, "worse", worse);
    json_object_set_new(out, "better", better);
    json_object_set_new(out, "worse_count", json_integer(counts[0]));
    json_object_set_new(out, "better_count", json_integer(counts[1]));
    json_object_set_new(out, "removed", json_integer(removed));
    json_object_set_new(out, "added",
                        json_integer((json_int_t)run->case_count - met));
    return step == SQLITE_DONE;
}

enum err history_compare(json_t **out, struct history *h, const char *name,
                         const struct run *run, struct error *why)
{
    static const char TEXT[] =
        "SELECT run, start, suite_digest FROM runs WHERE target = ? AND"
        " exit_status = 0 AND id <> ? ORDER BY run DESC LIMIT 1";
    json_t *found = json_null();
    sqlite3_stmt *s = NULL;
    bool good = true;
    int step;

    if (sqlite3_prepare_v2(h->db, TEXT, -1, &s, NULL))
        return fault(h, why);
    bind_text(s, 1, name);
    bind_text(s, 2, run->id);
    step = sqlite3_step(s);
    if (step == SQLITE_ROW) {
        found = json_pack("{s:o, s:o}", "start", column(s, 1), "suite_digest",
                          column(s, 2));
        good = found && lay_beside(found, h, sqlite3_column_int64(s, 0), run);
    }
    sqlite3_finalize(s);
    if ((step != SQLITE_ROW && step != SQLITE_DONE) || !good) {
        json_decref(found);
        return fault(h, why);
    }
    *out = found;
    return ERR_OK;
}

enum err history_trend(json_t **out, struct history *h, const char *name,
                       unsigned count, struct error *why)
{
    static const char TEXT[] =
        "SELECT start, exit_status, pass, fail, inconclusive, error,"
        " inapplicable, untested FROM runs WHERE target = ?"
        " ORDER BY run DESC LIMIT ?";
    json_t *list = json_array();
    sqlite3_stmt *s = NULL;
    int step;

    if (sqlite3_prepare_v2(h->db, TEXT, -1, &s, NULL)) {
        json_decref(list);
        return fault(h, why);
    }
    bind_text(s, 1, name);
    sqlite3_bind_int(s, 2, (int)(count < HISTORY_TREND_MAX
                                     ? count : HISTORY_TREND_MAX));
    while ((step = sqlite3_step(s)) == SQLITE_ROW) {
        json_t *row = json_pack("{s:o, s:i}", "start", column(s, 0),
                                "exit_status", sqlite3_column_int(s, 1));

        for (int v = 0; v < VERDICT_COUNT; v++)
            json_object_set_new(row, verdict_name((enum verdict)v),
                                json_integer(sqlite3_column_int(s, 2 + v)));
        json_array_insert_new(list, 0, row);
    }
    sqlite3_finalize(s);
    if (step != SQLITE_DONE) {
        json_decref(list);
        return fault(h, why);
    }
    *out = list;
    return ERR_OK;
}

#else

static enum err absent(struct error *why)
{
    return error_set(why, ERR_NOT_BUILT, "this build has no SQLite and keeps "
                                         "no history");
}

enum err history_open(struct history **out, const char *path,
                      struct error *why)
{
    (void)out;
    (void)path;
    return absent(why);
}

void history_close(struct history *h)
{
    (void)h;
}

enum err history_add(struct history *h, const char *name,
                     const struct run *run, int exit_status, struct error *why)
{
    (void)h;
    (void)name;
    (void)run;
    (void)exit_status;
    return absent(why);
}

enum err history_compare(json_t **out, struct history *h, const char *name,
                         const struct run *run, struct error *why)
{
    (void)out;
    (void)h;
    (void)name;
    (void)run;
    return absent(why);
}

enum err history_trend(json_t **out, struct history *h, const char *name,
                       unsigned count, struct error *why)
{
    (void)out;
    (void)h;
    (void)name;
    (void)count;
    return absent(why);
}

#endif
