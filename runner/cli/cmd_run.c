/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/hex.h"
#include "runner/cli/choose.h"
#include "runner/cli/given.h"
#include "runner/cli/output.h"
#include "runner/cli/progress.h"
#include "runner/cli/targets.h"
#include "runner/engine.h"

static const struct option_row options[] = {
    CLI_OPTIONS_TARGET,
    CHOOSE_OPTIONS,
    { "--statement", "FILE", "what the vendor declares of the product", false },
    { "--shuffle", "SEED", "another order, the same one for the same seed",
      false },
    { "--repeat", "N", "ask each vector N times; answers must agree", false },
    { "--fail-fast", NULL, "stop at the first fail", false },
    { "--max-failures", "N", "stop after N fails", false },
    { "--pipeline", "N", "questions under way at a time", false },
    { "--allow-writes", NULL, "let scenarios send transactions to a node",
      false },
    { "--key-file", "FILE", "with --allow-writes: send transactions of each "
      "type first, signed with the key in FILE (64 hex digits)", false },
    { "--seed-dev", NULL, "the same on a development node, with funds of its "
      "own account", false },
    { "--peer", "TARGET", "a second node, for scenarios about two; it is asked, "
      "not judged", false },
    { "--fixture", "CLASS", "what the node holds: observed, owned or paired",
      false },
    { "--set", "NAME=VALUE", "a subject that scenarios ask about (token=0x…, "
      "init=@FILE)", true },
    { "--capability", "NAME", "what scenarios may count on in this node", true },
    { "--target-file", "FILE", "targets of a file, one after another; see "
      "docs/targets.md", false },
    { "--only", "NAME", "of that file, this target", true },
    { "--record", "FILE", "where the record goes (it must not exist)", false },
    { "--resume", "FILE", "go on with the record of a killed run", false },
    OUTPUT_OPTIONS,
    CLI_OPTION_DATA,
    CLI_OPTION_QUIET,
    CLI_OPTION_NO_COLOUR,
};

/* Everything that a run holds open; released in reverse order. */
struct job {
    const struct args *args;
    const char *repeat;   /* how the target is named again, or NULL */
    const char *address;  /* the one that answered */
    struct arena arena;
    struct catalogue catalogue;
    struct selection selection;
    struct plan plan;
    struct statement statement;
    struct cli_target own;
    struct target *target, *oracle, *peer;
    const char *peer_address; /* secrets masked */
    char dir[4096], record_path[4096];
    bool has_catalogue, has_statement, own_record_name;
    json_t *given; /* --set */
    uint8_t write_key[32];
    struct progress progress;
};

static volatile sig_atomic_t stop_wanted;

static void on_signal(int number)
{
    if (stop_wanted) {
        signal(number, SIG_DFL);
        raise(number);
    }
    stop_wanted = 1;
}

/* --- the line that repeats one vector ------------------------------------------- */

static void quote(char *out, size_t size, const char *text)
{
    size_t n = 0;

    out[n++] = '\'';
    for (; *text && n + 6 < size; text++) {
        if (*text == '\'') {
            memcpy(out + n, "'\\''", 4);
            n += 4;
        } else {
            out[n++] = *text;
        }
    }
    out[n++] = '\'';
    out[n] = '\0';
}

static void repeat_line(void *user, char *out, size_t size,
                        const struct vector *v)
{
    const struct job *job = user;
    const char *target = job->address;
    char *masked = record_mask((struct arena *)(uintptr_t)&job->arena, target);
    char quoted[1100], given[1100] = "", peer[400] = "", hand[500] = "";

    quote(quoted, sizeof quoted, masked ? masked : target);
    if (job->repeat) {
        snprintf(out, size, "etalon run %s --id '%s'", job->repeat, v->id);
        return;
    }
    for (size_t i = 0, n = 0; i < args_count(job->args, "--set"); i++) {
        char pair[300];

        quote(pair, sizeof pair, args_nth(job->args, "--set", i));
        if (n + strlen(pair) + 8 > sizeof given)
            break;
        n += (size_t)snprintf(given + n, sizeof given - n, " --set %s", pair);
    }
    if (job->peer) {
        char address[300];

        quote(address, sizeof address, job->peer_address);
        snprintf(peer, sizeof peer, " --peer %s%s", address,
                 args_has(job->args, "--allow-writes") ? " --allow-writes"
                                                       : "");
        snprintf(hand, sizeof hand, "PEER=%s ", address);
    }
    if (v->scenario)
        snprintf(out, size, "etalon run --target %s%s%s --id '%s' # by hand: "
                 "etalon explain --curl '%s' --target %s | %ssh", quoted, peer,
                 given, v->id, v->id, quoted, hand);
    else
        snprintf(out, size, "etalon run --target %s --id '%s'", quoted, v->id);
}

/* progress_step with this job's progress. */
static void step(void *user, const struct vector *v,
                 const struct judgement *j, size_t done, size_t all)
{
    struct job *job = user;

    progress_step(&job->progress, v, j, done, all);
}

/* --- setting up ---------------------------------------------------------------------- */

static enum err read_numbers(struct job *job, struct engine_options *engine,
                             struct error *why)
{
    const struct args *args = job->args;
    uint64_t seed, repeat, failures, pipeline;
    enum err err = args_number(&seed, args, "--shuffle", 0, 0, UINT64_MAX, why);

    if (!err)
        err = args_number(&repeat, args, "--repeat", 1, 1, 1000, why);
    if (!err)
        err = args_number(&failures, args, "--max-failures", 0, 1, 1000000000,
                          why);
    if (!err)
        err = args_number(&pipeline, args, "--pipeline", 0, 1, 64, why);
    if (err)
        return err;
    job->selection.shuffle = args_has(args, "--shuffle");
    job->selection.seed = seed;
    job->selection.repeat = (unsigned)repeat;
    engine->max_failures =
        args_has(args, "--fail-fast") ? 1 : (unsigned)failures;
    engine->pipeline_max = (unsigned)pipeline;
    return ERR_OK;
}

static enum err name_record(struct job *job, struct error *why)
{
    const char *given = args_text(job->args, "--record", NULL);
    const char *resumed = args_text(job->args, "--resume", NULL);
    time_t now = time(NULL);
    struct tm parts;
    char stamp[32] = "unknown-time";

    if (given && resumed)
        return error_set(why, ERR_USAGE,
                         "--record and --resume exclude each other");
    if (given || resumed) {
        snprintf(job->record_path, sizeof job->record_path, "%s",
                 given ? given : resumed);
        return ERR_OK;
    }
    if (gmtime_r(&now, &parts))
        strftime(stamp, sizeof stamp, "%Y%m%dT%H%M%SZ", &parts);
    snprintf(job->record_path, sizeof job->record_path,
             "etalon-run-%s-%ld.ndjson", stamp, (long)getpid());
    job->own_record_name = true;
    return ERR_OK;
}

/* The first address of the target that answers. */
static enum err open_endpoint(struct job *job, struct error *why)
{
    size_t count = args_count(job->args, "--target");
    enum err err = ERR_UNREACHABLE;

    for (size_t i = 0; i < (count ? count : 1) && err == ERR_UNREACHABLE;
         i++) {
        job->address = count ? args_nth(job->args, "--target", i) : "ref:";
        if (why)
            why->code = ERR_OK;
        err = target_open(&job->target, job->address, &job->own.options, why);
    }
    return err;
}

/* What the caller says of a node stands beside what was found out. */
static enum err declare(struct job *job, struct error *why)
{
    const struct hello *hello = job->target->driver->hello(job->target);
    const char *name;

    if (!hello->facts)
        return error_set(why, ERR_USAGE, "--capability is for nodes");
    for (size_t i = 0; (name = args_nth(job->args, "--capability", i)); i++) {
        json_t *fact = json_sprintf("capability:%s", name);

        if (!fact || json_array_append_new(hello->facts, fact))
            return error_set(why, ERR_USAGE, "--capability: a name is text");
    }
    return ERR_OK;
}

/* The key of --key-file; what is in the file is never shown. */
static enum err read_key(uint8_t out[32], const char *path, struct error *why)
{
    char text[80] = "";
    const char *digits = text;
    FILE *file = fopen(path, "r");
    size_t len;

    if (!file)
        return error_set(why, ERR_IO, "%.200s cannot be read", path);
    len = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    while (len && strchr(" \t\r\n", text[len - 1]))
        text[--len] = '\0';
    if (strncmp(text, "0x", 2) == 0)
        digits += 2;
    if (strlen(digits) != 64 || hex_read(out, digits, 64))
        return error_set(why, ERR_USAGE, "%.200s does not hold a key of 64 "
                         "hex digits", path);
    return ERR_OK;
}

/* The key of development: of no value anywhere, and known to nobody's chain
 * before it is funded. */
static enum err choose_key(struct job *job, struct error *why)
{
    static const char dev[] = "etalon development key, holds nothing";
    const char *path = args_text(job->args, "--key-file", NULL);
    bool seed = args_has(job->args, "--seed-dev");
    enum err err = ERR_OK;

    if (path && seed)
        return error_set(why, ERR_USAGE,
                         "--key-file and --seed-dev exclude each other");
    if ((path || seed) && !args_has(job->args, "--allow-writes"))
        return error_set(why, ERR_USAGE, "%s sends transactions: it needs "
                         "--allow-writes", path ? "--key-file" : "--seed-dev");
    if (path)
        err = read_key(job->write_key, path, why);
    else
        sha256(job->write_key, bytes_str(dev));
    if (path || seed)
        job->own.options.write_key = job->write_key;
    job->own.options.write_dev = seed;
    return err;
}

/* The second node.  Header fields, tokens and keys are the target's: the peer
 * gets none of them.  A bundled chain has an id other than that of a bundled
 * target. */
static enum err open_peer(struct job *job, struct error *why)
{
    static const char second_chain[] = "chain:--dev --chain-id 1338";
    const char *address = args_text(job->args, "--peer", NULL);
    const struct target_options *own = &job->own.options;
    struct target_options plain = {
        .timeout_ms = own->timeout_ms, .line_max = own->line_max,
        .program_dir = own->program_dir, .jobs = 1,
    };
    enum err err = secrets_add_url(&job->own.access.secrets, &job->arena,
                                   address, why);

    if (!err)
        err = target_open(&job->peer, strcmp(address, "chain:") == 0
                              ? second_chain : address, &plain, why);
    if (err)
        return err;
    job->peer_address = record_mask(&job->arena, address);
    if (!job->peer_address)
        return error_set(why, ERR_MEMORY, "memory is short");
    if (job->target->driver->hello(job->target)->kind != TARGET_NODE ||
        job->peer->driver->hello(job->peer)->kind != TARGET_NODE)
        return error_set(why, ERR_USAGE, "--peer is for two nodes");
    return ERR_OK;
}

/* The target, and for a node the oracle that scenarios ask. */
static enum err open_targets(struct job *job, struct engine_options *engine,
                             struct error *why)
{
    const struct args *args = job->args;
    const char *fixture = args_text(args, "--fixture", "observed");
    enum err err;

    if (strcmp(fixture, "observed") != 0 && strcmp(fixture, "owned") != 0 &&
        strcmp(fixture, "paired") != 0)
        return error_set(why, ERR_USAGE, "--fixture is observed, owned or "
                                         "paired");
    if (strcmp(fixture, "paired") == 0 && !args_has(args, "--peer"))
        return error_set(why, ERR_USAGE, "--fixture paired needs --peer");
    err = choose_key(job, why);
    if (!err)
        err = open_endpoint(job, why);
    if (!err && args_has(args, "--capability"))
        err = declare(job, why);
    if (!err && job->target->driver->hello(job->target)->kind == TARGET_NODE)
        err = target_open(&job->oracle, "ref:", NULL, why);
    if (!err && args_has(args, "--peer"))
        err = open_peer(job, why);
    if (err)
        return err;
    job->selection.fits = engine_fits;
    job->selection.fits_user = job->target;
    engine->peer = job->peer;
    engine->scenario = (struct scenario_options){
        .oracle = job->oracle,
        .peer = job->peer ? job->peer->driver->hello(job->peer)->all : NULL,
        .peer_address = job->peer_address,
        .allow_writes = args_has(args, "--allow-writes"),
        .fixture = fixture,
        .given = job->given,
        .address = record_mask(&job->arena, job->address),
    };
    return ERR_OK;
}

static enum err prepare(struct job *job, struct engine_options *engine,
                        struct error *why)
{
    const struct args *args = job->args;
    const char *statement = args_text(args, "--statement", NULL);
    enum err err = name_record(job, why);

    if (!err)
        err = cli_target_options(&job->own, args, why);
    if (!err)
        err = choose_catalogue(&job->catalogue, job->dir, sizeof job->dir,
                               args, why);
    if (err)
        return err;
    job->has_catalogue = true;
    err = choose_selection(&job->selection, &job->arena, &job->catalogue, args,
                           why);
    if (!err)
        err = read_numbers(job, engine, why);
    if (!err)
        err = given_read(&job->given, args, why);
    if (!err)
        err = open_targets(job, engine, why);
    if (!err)
        err = plan_make(&job->plan, &job->arena, &job->catalogue,
                        &job->selection, why);
    if (!err && statement) {
        err = statement_load(&job->statement, statement, why);
        job->has_statement = !err;
    }
    return err;
}

/* The words of the command line, quoted where needed; secrets are masked by
 * the record. */
static char *command_line(struct job *job)
{
    char *line = arena_strdup(&job->arena, "etalon");

    for (int i = 1; line && i < job->args->argc; i++) {
        const char *word = job->args->argv[i];
        char quoted[2100];

        if (strpbrk(word, " '\"$`\\|&;<>()*?[]{}!#~\n\t"))
            quote(quoted, sizeof quoted, word);
        else
            snprintf(quoted, sizeof quoted, "%.2000s", word);
        line = arena_printf(&job->arena, "%s %s", line, quoted);
    }
    return line;
}

/* --- the run -------------------------------------------------------------------------- */

static enum err open_record(struct job *job, struct record *record,
                            struct error *why)
{
    json_t *environment = record_environment();
    struct record_header header = {
        .plan = &job->plan,
        .etalon_version = PACKAGE_VERSION,
        .target = job->address,
        .hello = job->target->driver->hello(job->target),
        .statement = job->has_statement ? &job->statement : NULL,
        .environment = environment,
        .command = command_line(job),
        .secrets = &job->own.access.secrets,
    };
    enum err err;

    if (job->peer)
        json_object_set_new(environment, "peer", json_pack(
            "{s:s, s:O}", "target", job->peer->text, "hello",
            job->peer->driver->hello(job->peer)->all));
    if (json_object_size(job->given))
        json_object_set_new(environment, "given", given_for_record(job->given));
    if (args_has(job->args, "--resume"))
        err = record_resume(record, job->record_path, &header, why);
    else
        err = record_create(record, job->record_path, &header, why);
    json_decref(environment);
    return err;
}

static enum err perform(struct job *job, struct engine_options *engine,
                        struct error *why)
{
    struct engine_result result;
    struct record record;
    enum err err = open_record(job, &record, why);

    if (err)
        return err;
    engine->statement = job->has_statement ? &job->statement : NULL;
    engine->describer = &cli_describer;
    engine->stop = &stop_wanted;
    engine->repeat_line = repeat_line;
    engine->progress = step;
    engine->user = job;
    signal(SIGINT, on_signal);
    signal(SIGTERM, on_signal);
    progress_start(&job->progress, job->args);
    err = engine_run(&result, &job->plan, job->target, &record, engine, why);
    if (!err)
        err = record_finish(&record, why);
    record_close(&record);
    progress_end(&job->progress);
    if (!err && stop_wanted)
        fprintf(stderr, "etalon: stopped by a signal; what was not asked is "
                        "untested\n");
    return err;
}

static void release(struct job *job)
{
    if (job->target)
        target_close(job->target);
    if (job->oracle)
        target_close(job->oracle);
    target_close(job->peer);
    if (job->has_statement)
        statement_release(&job->statement);
    if (job->has_catalogue)
        catalogue_release(&job->catalogue);
    arena_release(&job->own.arena);
    json_decref(job->given);
    arena_release(&job->arena);
}

int run_once(const struct args *args, const char *repeat, char *record,
             size_t size)
{
    static struct job job;
    struct engine_options engine = { 0 };
    struct error why = { 0 };
    enum err err;
    int status;

    job = (struct job){ .args = args, .repeat = repeat };
    arena_init(&job.arena, 0);
    arena_init(&job.own.arena, 0);
    err = prepare(&job, &engine, &why);
    if (!err)
        err = perform(&job, &engine, &why);
    status = err ? cli_fail_masked(&why, &job.own.access.secrets)
                 : output_record(job.record_path, args);
    if (!err && job.own_record_name && !args_has(args, "--quiet"))
        printf("Record: %s\n", job.record_path);
    snprintf(record, size, "%s", err ? "" : job.record_path);
    release(&job);
    return status;
}

bool run_stopped(void)
{
    return stop_wanted != 0;
}

/* The options of the entry, then those of the command line, which win. */
static enum err join(struct args *out, const struct args *args,
                     const struct target_entry *e, struct error *why)
{
    struct args line = *args;

    *out = *args;
    out->given_count = 0;
    for (size_t i = 0; i < e->args.given_count + line.given_count; i++) {
        bool own = i < e->args.given_count;
        const struct given_option *g =
            own ? &e->args.given[i] : &line.given[i - e->args.given_count];

        if (own && !g->row->repeated && strcmp(g->row->name, "--target") != 0 &&
            args_has(&line, g->row->name))
            continue;
        if (out->given_count == OPTIONS_GIVEN_MAX)
            return error_set(why, ERR_USAGE, "more than %d options",
                             OPTIONS_GIVEN_MAX);
        out->given[out->given_count++] = *g;
    }
    return ERR_OK;
}

static int run_entry(const struct args *args, const char *file,
                     const struct target_entry *e)
{
    struct args joined;
    struct error why = { 0 };
    char record[4096], repeat[1024];

    if (join(&joined, args, e, &why))
        return cli_fail(&why);
    snprintf(repeat, sizeof repeat, "--target-file '%.700s' --only %.200s",
             file, e->name);
    if (!args_has(args, "--quiet"))
        printf("== %s\n", e->name);
    return run_once(&joined, repeat, record, sizeof record);
}

static int run_file(const struct args *args, const char *file)
{
    static const char *const single[] = { "--record", "--resume", "--report",
                                          "--report-dir" };
    struct error why = { 0 };
    struct targets targets;
    size_t wanted = 0;
    const char *only;
    int status = 0;

    if (args_has(args, "--target"))
        error_set(&why, ERR_USAGE, "--target and --target-file exclude each "
                                   "other");
    if (why.code || targets_load(&targets, file, &why))
        return cli_fail(&why);
    for (size_t i = 0; (only = args_nth(args, "--only", i)); i++)
        if (!targets_find(&targets, only))
            error_set(&why, ERR_USAGE, "%.200s has no target %.60s", file,
                      only);
    for (size_t i = 0; i < targets.count; i++)
        wanted += targets_wanted(args, targets.entries[i].name);
    for (size_t i = 0; wanted > 1 && i < ARRAY_LEN(single); i++)
        if (args_has(args, single[i]))
            error_set(&why, ERR_USAGE, "%s is for one target: use --only, or "
                      "'etalon watch'", single[i]);
    for (size_t i = 0; !why.code && i < targets.count && !stop_wanted; i++)
        if (targets_wanted(args, targets.entries[i].name))
            status = targets_graver(status, run_entry(args, file,
                                              &targets.entries[i]));
    targets_release(&targets);
    return why.code ? cli_fail(&why) : status;
}

static int run(const struct args *args)
{
    const char *file = args_text(args, "--target-file", NULL);
    struct error why = { 0 };
    char record[4096];

    if (file)
        return run_file(args, file);
    if (args_has(args, "--only")) {
        error_set(&why, ERR_USAGE, "--only goes with --target-file");
        return cli_fail(&why);
    }
    return run_once(args, NULL, record, sizeof record);
}

const struct command command_run = {
    .name = "run",
    .words = "",
    .summary = "Put vectors to a target, judge, record and report.",
    .text = "Examples:\n"
            "  etalon run --target ref: --profile block-ethereum --report-dir out\n"
            "  etalon run --target 'stdio:node ethers.mjs' --suite block\n"
            "  etalon run --target adapter+http://127.0.0.1:8080/ --level MUST\n"
            "  etalon run --target http://127.0.0.1:8545 --profile evm-node\n"
            "  etalon run --target-file targets.yaml --only main\n\n"
            "Exit status: see 'etalon help exit-status'.",
    .options = options,
    .option_count = ARRAY_LEN(options),
    .run = run,
};
