/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "runner/cli/cli.h"
#include "runner/target.h"
#include "runner/upstream.h"
#include "suites/block/upstream.h"

static const struct option_row options[] = {
    CLI_OPTIONS_TARGET,
    { "--only", "GLOB", "only cases with such an id", false },
    { "--allow-writes", NULL, "ask a node what changes its state, too", false },
    { "--verbose", NULL, "print passes too", false },
};

static const struct upstream_source *const sources[] = {
    &upstream_ethereum_tests,
    &upstream_blocks,
    &upstream_execapis,
    &upstream_wycheproof,
};

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
    return status;
}

static int walk(const struct args *args, const struct upstream_source *source,
                struct target *target)
{
    static struct upstream u;
    struct error why = { 0 };

    u = (struct upstream){
        .target = target,
        .only = args_text(args, "--only", NULL),
        .verbose = args_has(args, "--verbose"),
        .allow_writes = args_has(args, "--allow-writes"),
        .out = stdout,
    };
    if (upstream_walk(&u, source, args->words[1], &why))
        return cli_fail(&why);
    if (u.rejected)
        printf("of the invalid or optional cases %u were rejected\n",
               u.rejected);
    upstream_summary(&u);
    if (u.passed + u.failed == 0)
        return EXIT_INCONCLUSIVE;
    return u.failed ? EXIT_NONCONFORMANT : 0;
}

static int run(const struct args *args)
{
    const struct upstream_source *source = find(args->words[0]);
    struct target_options target_options;
    struct target *target = NULL;
    struct error why = { 0 };
    int status;

    if (!source)
        return unknown(args->words[0]);
    if (cli_target_options(&target_options, args, &why) ||
        target_open(&target, args_text(args, "--target", "ref:"),
                    &target_options, &why))
        return cli_fail(&why);
    status = walk(args, source, target);
    target_close(target);
    return status;
}

const struct command command_upstream = {
    .name = "upstream",
    .words = "SOURCE FOLDER|FILE",
    .words_min = 2,
    .words_max = 2,
    .summary = "Put a published vector set to a target and count.",
    .text = "Sources:\n"
            "  ethereum-tests  RLP, trie, transaction, basic and difficulty "
            "tests\n"
            "  blocks          blocks of blockchain tests, as formats\n"
            "  execution-apis  request and response pairs for a node\n"
            "  wycheproof      signature checks\n\n"
            "Example:\n"
            "  etalon upstream ethereum-tests ~/ethereum-tests --only "
            "'TransactionTests/*'\n\n"
            "What is not asked is counted with its reason.  The exit status is "
            "0 when all\npassed, 1 when one failed, 2 when nothing was asked.",
    .options = options,
    .option_count = ARRAY_LEN(options),
    .run = run,
};
