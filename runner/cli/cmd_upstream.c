/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "runner/cli/cli.h"
#include "runner/target.h"
#include "runner/targets/upstream.h"
#include "suites/asset/asset.h"
#include "suites/block/upstream.h"
#include "suites/xchain/upstream.h"
#include "suites/xchain/xchain.h"

static const char REFERENCE[] = "ref:";

static const struct option_row options[] = {
    CLI_OPTIONS_TARGET,
    { "--only", "GLOB", "only cases with such an id", false },
    { "--allow-writes", NULL, "ask a node what changes its state, too", false },
    { "--verbose", NULL, "print passes too", false },
    { "--trace", NULL, "with state-test: each step as EIP-3155 lines", false },
};

static const struct upstream_source *const sources[] = {
    &upstream_ethereum_tests,
    &upstream_blocks,
    &upstream_execapis,
    &upstream_wycheproof,
    &upstream_conflux,
    &upstream_asset,
    &upstream_messages,
    &upstream_xchain,
};

/* What the execution engine of the reference runs itself. */
static const struct engine_source {
    const char *name, *help;
    unsigned kinds;
} engine_sources[] = {
    { "state-test", "state tests (post states of one transaction), one file "
                    "or a folder", UPSTREAM_STATE },
    { "block-test", "blockchain tests, one file or a folder", UPSTREAM_BLOCK },
};

static const struct engine_source *find_engine(const char *name)
{
    for (size_t i = 0; i < ARRAY_LEN(engine_sources); i++)
        if (strcmp(engine_sources[i].name, name) == 0)
            return &engine_sources[i];
    return NULL;
}

static const struct upstream_source *find(const char *name)
{
    for (size_t i = 0; i < ARRAY_LEN(sources); i++)
        if (strcmp(sources[i]->name, name) == 0)
            return sources[i];
    return NULL;
}

static int unknown(const char *name)
{
    struct error why = { 0 };
    int status;

    error_set(&why, ERR_USAGE, "there is no source %.60s; there are:", name);
    status = cli_fail(&why);
    for (size_t i = 0; i < ARRAY_LEN(sources); i++)
        fprintf(stderr, "  %-16s %s\n", sources[i]->name, sources[i]->help);
    for (size_t i = 0; i < ARRAY_LEN(engine_sources); i++)
        fprintf(stderr, "  %-16s %s\n", engine_sources[i].name,
                engine_sources[i].help);
    return status;
}

static void describe(struct upstream *u, const struct args *args)
{
    *u = (struct upstream){
        .only = args_text(args, "--only", NULL),
        .verbose = args_has(args, "--verbose"),
        .allow_writes = args_has(args, "--allow-writes"),
        .out = args_has(args, "--trace") ? stderr : stdout,
    };
}

static int conclude(struct upstream *u)
{
    if (u->rejected)
        fprintf(u->out, "of the invalid or optional cases %u were rejected\n",
                u->rejected);
    upstream_summary(u);
    if (u->passed + u->failed == 0)
        return EXIT_INCONCLUSIVE;
    return u->failed ? EXIT_NONCONFORMANT : 0;
}

/* Without --jobs every processor works. */
static enum err read_jobs(unsigned *out, const struct args *args,
                          struct error *why)
{
    uint64_t jobs;
    enum err err = args_number(&jobs, args, "--jobs", 0, 1, 256, why);

    if (!err)
        *out = (unsigned)jobs;
    return err;
}

static int run_engine(const struct args *args,
                      const struct engine_source *source)
{
    static struct upstream u;
    struct upstream_execution x = { .kinds = source->kinds };
    struct error why = { 0 };

    describe(&u, args);
    if (args_has(args, "--trace") && source->kinds != UPSTREAM_STATE)
        error_set(&why, ERR_USAGE, "--trace is for state-test");
    else if (strcmp(args_text(args, "--target", REFERENCE), REFERENCE) != 0)
        error_set(&why, ERR_USAGE, "%s runs on the reference (ref:) only",
                  source->name);
    if (why.code)
        return cli_fail(&why);
    x.trace = args_has(args, "--trace") ? stdout : NULL;
    if (read_jobs(&x.jobs, args, &why) ||
        upstream_execute(&u, args->words[1], &x, &why))
        return cli_fail(&why);
    return conclude(&u);
}

/* The part of a source that needs the engine, when the reference is asked. */
static enum err execute(struct upstream *u, const struct args *args,
                        const struct upstream_source *source,
                        struct error *why)
{
    struct upstream_execution x = { .kinds = UPSTREAM_STATE | UPSTREAM_BLOCK,
                                    .choose = source->needs_engine };
    enum err err;

    if (!u->executes)
        return ERR_OK;
    err = read_jobs(&x.jobs, args, why);
    if (!err)
        err = upstream_execute(u, args->words[1], &x, why);
    return err == ERR_NOT_FOUND ? ERR_OK : err;
}

static int walk(const struct args *args, const struct upstream_source *source,
                struct target *target)
{
    static struct upstream u;
    struct error why = { 0 };

    describe(&u, args);
    u.target = target;
    u.executes = source->needs_engine &&
                 strcmp(args_text(args, "--target", REFERENCE), REFERENCE) == 0;
    if (upstream_walk(&u, source, args->words[1], &why) ||
        execute(&u, args, source, &why))
        return cli_fail(&why);
    return conclude(&u);
}

static int run(const struct args *args)
{
    const struct engine_source *engine = find_engine(args->words[0]);
    const struct upstream_source *source = find(args->words[0]);
    struct cli_target own;
    struct error why = { 0 };
    int status = 0;

    if (engine)
        return run_engine(args, engine);
    if (!source)
        return unknown(args->words[0]);
    if (args_has(args, "--trace")) {
        error_set(&why, ERR_USAGE, "--trace is for state-test");
        return cli_fail(&why);
    }
    if (!cli_target_open(&own, args, REFERENCE, &why))
        status = walk(args, source, own.target);
    return cli_target_done(&own, &why, status);
}

const struct command command_upstream = {
    .name = "upstream",
    .words = "SOURCE FOLDER|FILE",
    .words_min = 2,
    .words_max = 2,
    .summary = "Put a published vector set to a target and count.",
    .text = "Sources:\n"
            "  ethereum-tests  RLP, trie, transaction, basic and difficulty "
            "tests; on ref:\n"
            "                  also state and blockchain tests, and those of\n"
            "                  execution-spec-tests\n"
            "  blocks          blocks of blockchain tests, as formats\n"
            "  execution-apis  request and response pairs for a node\n"
            "  wycheproof      signature checks\n"
            "  state-test      state tests on the reference; with --trace "
            "each step as\n"
            "                  EIP-3155 lines on stdout, the rest on stderr\n"
            "  block-test      blockchain tests on the reference\n\n"
            "Examples:\n"
            "  etalon upstream ethereum-tests ~/ethereum-tests --only "
            "'TransactionTests/*'\n"
            "  etalon upstream state-test add11.json --only '*/Cancun/0' "
            "--trace\n\n"
            "Tests are run on every processor unless --jobs says otherwise.\n"
            "What is not asked is counted with its reason.  The exit status is "
            "0 when all\npassed, 1 when one failed, 2 when nothing was asked.",
    .options = options,
    .option_count = ARRAY_LEN(options),
    .run = run,
};
