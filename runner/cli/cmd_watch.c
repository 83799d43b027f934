/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>

#include "runner/cli/targets.h"
#include "runner/cli/watch_summary.h"
#include "runner/history.h"

enum { TREND = 14, STAMP_SIZE = 48 };

static const struct option_row options[] = {
    { "--only", "NAME", "this target of the file alone", true },
    { "--out", "DIR", "folder for records, reports and the summary (it must "
      "not exist; default etalon-watch-TIME)", false },
    { "--history", "FILE", "SQLite file of all nights (default: the file's)",
      false },
    { "--language", "en|zh", "language of the pages (default en)", false },
    CLI_OPTION_DATA,
    CLI_OPTION_QUIET,
};

/* A night. */
struct watch {
    const struct args *args;
    struct targets targets;
    struct history *history; /* or NULL */
    char dir[2048], start[STAMP_SIZE];
    json_t *list;
    int status;
};

/* Now, in UTC: for people, and for the name of a folder. */
static void stamp(char *start, char *folder, size_t size)
{
    time_t now = time(NULL);
    struct tm parts;

    start[0] = folder[0] = '\0';
    if (!gmtime_r(&now, &parts))
        return;
    (void)strftime(start, size, "%Y-%m-%dT%H:%M:%SZ", &parts);
    (void)strftime(folder, size, "etalon-watch-%Y%m%dT%H%M%SZ", &parts);
}

/* --- one target ------------------------------------------------------------------ */

static bool add_options(struct args *run, const struct watch *w,
                        const char *folder)
{
    static const char *const passed[] = { "--data", "--language" };
    char record[4096];
    struct arena *a = (struct arena *)(uintptr_t)&w->targets.arena;
    const char *copy, *pages = arena_strdup(a, folder);

    snprintf(record, sizeof record, "%s.ndjson", folder);
    copy = arena_strdup(a, record);
    for (size_t i = 0; i < ARRAY_LEN(passed); i++) {
        const char *value = args_text(w->args, passed[i], NULL);

        if (value && !targets_add_option(run, passed[i], value))
            return false;
    }
    return targets_add_option(run, "--record", copy) &&
           targets_add_option(run, "--report-dir", pages) &&
           targets_add_option(run, "--quiet", "");
}

/* What the policy makes of an outcome, the strictest that applies; "" when
 * there is nothing to say. */
static const char *judge(const struct watch *w, int status, bool reached,
                         bool worse, int *exit_status)
{
    static const char *const words[] = { "fail", "warn", "ignore" };
    const struct targets *t = &w->targets;
    const struct {
        bool holds;
        enum targets_policy policy;
        int means;
    } rows[] = {
        { status == EXIT_USAGE || status == EXIT_INTERNAL, POLICY_FAIL,
          status },
        { worse || status == EXIT_REGRESSION, t->regression,
          EXIT_REGRESSION },
        { status == EXIT_NONCONFORMANT, t->nonconformant, status },
        { status == EXIT_INCONCLUSIVE && reached, t->inconclusive, status },
        { status == EXIT_INCONCLUSIVE && !reached, t->unreachable, status },
    };
    const char *word = "";
    size_t best = ARRAY_LEN(words);

    *exit_status = EXIT_CONFORMANT;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        if (rows[i].holds && rows[i].policy < best) {
            best = rows[i].policy;
            word = words[best];
            *exit_status = best == POLICY_FAIL ? rows[i].means
                                               : EXIT_CONFORMANT;
        }
    return word;
}

static json_t *counts(const struct run *run)
{
    json_t *out = json_object();

    for (int v = 0; v < VERDICT_COUNT; v++)
        json_object_set_new(out, verdict_name((enum verdict)v),
                            json_integer(tally_of(&run->tally,
                                                  (enum verdict)v)));
    return out;
}

/* Fills the row from the record; *worse: something was better before. */
static enum err look(struct watch *w, const struct target_entry *e, json_t *row,
                     const char *record, int status, bool *worse,
                     struct error *why)
{
    json_t *since = NULL, *trend = NULL;
    struct run run;
    enum err err = run_load(&run, record, why);

    if (err)
        return err;
    json_object_set_new(row, "outcome",
                        json_string(conformity_name(run.conformity)));
    json_object_set_new(row, "why", json_string(run.why ? run.why : ""));
    json_object_set_new(row, "target", json_string(run.target));
    json_object_set_new(row, "start", json_string(run.start));
    json_object_set_new(row, "count", counts(&run));
    if (w->history) {
        err = history_compare(&since, w->history, e->name, &run, why);
        if (!err)
            err = history_add(w->history, e->name, &run, status, why);
        if (!err)
            err = history_trend(&trend, w->history, e->name, TREND, why);
        *worse = json_integer_value(json_object_get(since, "worse_count")) > 0;
        json_object_set_new(row, "since", since ? since : json_null());
        json_object_set_new(row, "trend", trend ? trend : json_array());
    }
    run_release(&run);
    return err;
}

static enum err watch_one(struct watch *w, const struct target_entry *e,
                          struct error *why)
{
    json_t *row = json_pack("{s:s}", "name", e->name);
    char folder[3000], repeat[64], record[4096] = "";
    struct args run = e->args;
    int status, means = 0;
    bool worse = false;
    enum err err = ERR_OK;

    if (e->vendor)
        json_object_set_new(row, "vendor", json_string(e->vendor));
    if (e->product)
        json_object_set_new(row, "product", json_string(e->product));
    if (e->version)
        json_object_set_new(row, "version", json_string(e->version));
    snprintf(folder, sizeof folder, "%s/%s", w->dir, e->name);
    snprintf(repeat, sizeof repeat, "--target-file FILE --only %.30s", e->name);
    run.argc = w->args->argc;
    run.argv = w->args->argv;
    if (!add_options(&run, w, folder)) {
        json_decref(row);
        return error_set(why, ERR_LIMIT, "%.60s: too much is said of it",
                         e->name);
    }
    status = run_once(&run, repeat, record, sizeof record);
    if (record[0])
        err = look(w, e, row, record, status, &worse, why);
    else
        json_object_set_new(row, "outcome",
                            json_string(status == EXIT_INCONCLUSIVE
                                            ? "unreachable" : "error"));
    json_object_set_new(row, "exit_status", json_integer(status));
    json_object_set_new(row, "policy", json_string(
        judge(w, status, record[0] != '\0', worse, &means)));
    w->status = targets_graver(w->status, means);
    json_array_append_new(w->list, row);
    return err;
}

/* --- the night --------------------------------------------------------------------- */

static enum err prepare(struct watch *w, struct error *why)
{
    const char *history = args_text(w->args, "--history", w->targets.history);
    const char *dir = args_text(w->args, "--out", NULL), *only;
    char folder[STAMP_SIZE];

    for (size_t i = 0; (only = args_nth(w->args, "--only", i)); i++)
        if (!targets_find(&w->targets, only))
            return error_set(why, ERR_USAGE, "%.200s has no target %.60s",
                             w->args->words[0], only);
    stamp(w->start, folder, sizeof folder);
    snprintf(w->dir, sizeof w->dir, "%.2000s", dir ? dir : folder);
    if (mkdir(w->dir, 0777))
        return error_at(why, ERR_IO, w->dir, 0, 0, "%s", strerror(errno));
    return history ? history_open(&w->history, history, why) : ERR_OK;
}

static enum err night(struct watch *w, struct error *why)
{
    enum err err = prepare(w, why);
    json_t *summary;

    for (size_t i = 0; !err && i < w->targets.count && !run_stopped(); i++)
        if (targets_wanted(w->args, w->targets.entries[i].name))
            err = watch_one(w, &w->targets.entries[i], why);
    if (err)
        return err;
    summary = json_pack("{s:i, s:s, s:s, s:i, s:O}", "format", 1,
                        "etalon_version", PACKAGE_VERSION, "start", w->start,
                        "exit_status", w->status, "targets", w->list);
    if (!summary)
        return error_set(why, ERR_MEMORY, "memory is short");
    err = watch_write(summary, w->dir, why);
    if (!err && !args_has(w->args, "--quiet")) {
        watch_text(stdout, summary);
        printf("Summary: %s/summary.md\n", w->dir);
    }
    json_decref(summary);
    return err;
}

static int run(const struct args *args)
{
    static struct watch w;
    struct error why = { 0 };
    enum err err;

    w = (struct watch){ .args = args };
    err = targets_load(&w.targets, args->words[0], &why);
    if (err)
        return cli_fail(&why);
    w.list = json_array();
    err = night(&w, &why);
    history_close(w.history);
    json_decref(w.list);
    targets_release(&w.targets);
    return err ? cli_fail(&why) : w.status;
}

const struct command command_watch = {
    .name = "watch",
    .words = "TARGETS.yaml",
    .words_min = 1,
    .words_max = 1,
    .summary = "Judge every target of a file, and what changed since.",
    .text = "The nightly job: each target is run as its entry says; records, "
            "reports and one summary\n(text, JSON, Markdown) go to a new folder, "
            "verdicts to the history.  The policy of the file\ndecides about the "
            "exit status: 0, 1 nonconformant, 2 inconclusive or unreachable,\n"
            "4 regression (a pass of the last good run is lost, or the baseline "
            "does not hold).\nSee docs/targets.md.",
    .options = options,
    .option_count = ARRAY_LEN(options),
    .run = run,
};
