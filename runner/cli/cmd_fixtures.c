/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "runner/cli/cli.h"

static int run(const struct args *args)
{
    const char *words[] = { "fixtures", args->words[1] };
    struct error why = { 0 };

    if (strcmp(args->words[0], "export") != 0) {
        error_set(&why, ERR_USAGE, "%.60s: the word after fixtures is export",
                  args->words[0]);
        return cli_fail(&why);
    }
    return cli_become_chain(words, 2);
}

const struct command command_fixtures = {
    .name = "fixtures",
    .words = "export DIR",
    .words_min = 2,
    .words_max = 2,
    .summary = "Write a chain of our own that a node can import.",
    .text = "Writes genesis.json, chain.rlp, branch.rlp and facts.json into DIR: "
            "blocks from Shanghai to\nOsaka with every type of transaction, "
            "failures, requests and a branch that lost.\n\nExample:\n"
            "  etalon fixtures export own\n"
            "  etalon run --profile evm-node-owned --fixture owned \\\n"
            "      --target 'chain:--genesis own/genesis.json --import "
            "own/chain.rlp'",
    .run = run,
};
