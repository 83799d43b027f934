/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "runner/cli/bridge.h"
#include "runner/cli/cli.h"
#include "runner/targets/node.h"
#include "runner/verdict.h"

static const struct option_row options[] = {
    { "--keep", NULL, "leave the chains running until interrupted", false },
    { "--json", NULL, "print what was done as one JSON object", false },
    CLI_OPTION_QUIET,
};

static volatile sig_atomic_t stop_wanted;

static void on_signal(int number)
{
    (void)number;
    stop_wanted = 1;
}

static void catch_signals(void)
{
    struct sigaction action = { .sa_handler = on_signal };

    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
}

static void print_json(const struct bridge *b)
{
    json_t *all = json_pack(
        "{s:O, s:i, s:i, s:i, s:i, s:b}", "steps", b->steps, "succeeded",
        (int)b->succeeded, "refused", (int)b->refused, "wrong", (int)b->wrong,
        "requests", (int)b->asks, "complete", !b->why.code);

    json_dumpf(all, stdout, JSON_INDENT(2));
    putchar('\n');
    json_decref(all);
}

static void wait_for_signal(const struct bridge *b)
{
    struct timespec span = { 0, 100 * 1000000L };

    fprintf(stderr, "chain A is at %s, chain B at %s; interrupt to stop "
            "them\n", node_url(b->a.node), node_url(b->b.node));
    fflush(stdout);
    while (!stop_wanted)
        nanosleep(&span, NULL);
}

static int run_bridge(const struct args *args)
{
    struct bridge b = { .stop = &stop_wanted };
    bool json = args_has(args, "--json");
    int status;

    b.quiet = json || args_has(args, "--quiet");
    catch_signals();
    bridge_open(&b);
    if (!b.why.code)
        bridge_walk(&b);
    if (json)
        print_json(&b);
    else
        printf("%s%u succeeded as they must, %u were refused as they must, %u "
               "were wrong; %u questions\n", b.quiet ? "" : "\n", b.succeeded,
               b.refused, b.wrong, b.asks);
    status = b.why.code ? cli_fail(&b.why) : EXIT_CONFORMANT;
    if (b.wrong || (!b.why.code && (!b.succeeded || !b.refused)))
        status = EXIT_NONCONFORMANT;
    if (args_has(args, "--keep") && b.a.node && b.b.node)
        wait_for_signal(&b);
    bridge_close(&b);
    json_decref(b.steps);
    return status;
}

static int run(const struct args *args)
{
    struct error why = { 0 };

    if (args->word_count == 1 && strcmp(args->words[0], "bridge") == 0)
        return run_bridge(args);
    error_set(&why, ERR_USAGE, "the demonstrations are: bridge");
    return cli_fail(&why);
}

const struct command command_demo = {
    .name = "demo",
    .words = "bridge",
    .words_min = 1,
    .words_max = 1,
    .summary = "Walk through a bridge between two bundled chains.",
    .text = "A message is sent on one chain, proven to the other, delivered, "
            "acknowledged;\nanother is late and refunded; whatever must be "
            "refused is tried (docs/bridge.md).\n\n"
            "Exit status: 0 everything ended as it must, 1 something did not, "
            "2 it could not\nbe carried out (a chain is gone, two minutes are "
            "over, a signal), 3 bad usage.",
    .options = options,
    .option_count = ARRAY_LEN(options),
    .run = run,
};
