/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "runner/cli/cli.h"
#include "runner/target.h"

static const struct option_row options[] = {
    CLI_OPTIONS_TARGET,
    { "--compact", NULL, "all on one line", false },
};

static int run(const struct args *args)
{
    struct cli_target own;
    json_t *all;
    struct error why = { 0 };

    if (cli_target_open(&own, args, "ref:", &why))
        return cli_target_done(&own, &why, 0);
    all = secrets_mask_json(&own.access.secrets,
                            json_incref(own.target->driver->hello(own.target)
                                            ->all), NULL);
    json_dumpf(all, stdout,
               JSON_ENSURE_ASCII |
                   (args_has(args, "--compact") ? JSON_COMPACT
                                                : JSON_INDENT(2)));
    putchar('\n');
    json_decref(all);
    return cli_target_done(&own, &why, 0);
}

const struct command command_discover = {
    .name = "discover",
    .words = "",
    .summary = "Say what a target is: a node's fork, methods, anchors, …",
    .text = "Example:\n"
            "  etalon discover --target http://127.0.0.1:8545\n\n"
            "Nothing that a node holds is changed.  The same is looked at "
            "before each run and\nkept in its record (docs/scenarios.md, "
            "\"Discovery\").",
    .options = options,
    .option_count = ARRAY_LEN(options),
    .run = run,
};
