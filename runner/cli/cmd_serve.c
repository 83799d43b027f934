/* SPDX-License-Identifier: Apache-2.0 */
#include <signal.h>
#include <stdio.h>

#include "runner/cli/cli.h"
#include "runner/target.h"
#include "runner/targets/serve.h"

static const struct option_row options[] = {
    { "--stdio", NULL, "answer on standard input and output (default)", false },
    { "--http", "PORT", "answer POST on 127.0.0.1:PORT; 0 takes a free port",
      false },
    CLI_OPTIONS_TARGET,
};

static volatile sig_atomic_t stop_wanted;

static void on_signal(int number)
{
    (void)number;
    stop_wanted = 1;
}

static void announce(void *user, unsigned short port)
{
    (void)user;
    printf("listening on http://127.0.0.1:%u/ - use --target "
           "adapter+http://127.0.0.1:%u/\n", port, port);
    fflush(stdout);
}

static enum err serve(const struct args *args, struct target *target,
                      struct error *why)
{
    struct serve_http_options http = { .stop = &stop_wanted,
                                       .listening = announce };
    uint64_t port;
    enum err err;

    if (!args_has(args, "--http"))
        return serve_stdio(target, stdin, stdout, why);
    err = args_number(&port, args, "--http", 0, 0, 65535, why);
    if (err)
        return err;
    http.port = (unsigned short)port;
    signal(SIGINT, on_signal);
    signal(SIGTERM, on_signal);
    return serve_http(target, &http, why);
}

static int run(const struct args *args)
{
    struct cli_target own;
    struct error why = { 0 };

    if (args_has(args, "--stdio") && args_has(args, "--http")) {
        error_set(&why, ERR_USAGE, "--stdio and --http exclude each other");
        return cli_fail(&why);
    }
    if (cli_target_open(&own, args, "ref:", &why) ||
        serve(args, own.target, &why))
        return cli_target_done(&own, &why, EXIT_INTERNAL);
    return cli_target_done(&own, &why, 0);
}

const struct command command_serve = {
    .name = "serve",
    .words = "",
    .summary = "Offer the reference (or another target) as an adapter.",
    .text = "Examples:\n"
            "  etalon run --target 'stdio:etalon serve --stdio'\n"
            "  etalon serve --http 8080",
    .options = options,
    .option_count = ARRAY_LEN(options),
    .run = run,
};
