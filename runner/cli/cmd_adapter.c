/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "runner/cli/cli.h"
#include "runner/target.h"
#include "runner/targets/adapter_check.h"

static const struct option_row options[] = { CLI_OPTIONS_TARGET };

static void print_finding(void *user, const struct adapter_finding *finding)
{
    static const char *const marks[] = {
        [ADAPTER_GOOD] = "good", [ADAPTER_MEND] = "MEND",
        [ADAPTER_SKIPPED] = "skipped",
    };
    unsigned *count = user;

    ++*count;
    printf("%-8s %-22s %s\n", marks[finding->outcome], finding->id,
           finding->title);
    if (finding->text[0]) {
        printf("         %-22s ", "");
        cli_print_safe(stdout, finding->text);
        putchar('\n');
    }
}

static int run(const struct args *args)
{
    struct cli_target own;
    struct error why = { 0 };
    unsigned to_mend = 0, count = 0;

    if (strcmp(args->words[0], "check") != 0 || args->word_count != 2) {
        error_set(&why, ERR_USAGE,
                  "usage: etalon adapter check 'PROGRAM ARGS…' (one word: "
                  "quote it)");
        return cli_fail(&why);
    }
    if (!cli_target_options(&own, args, &why) &&
        !adapter_check(args->words[1], &own.options, print_finding, &count,
                       &to_mend, &why))
        printf("%u checks, %u to mend\n", count, to_mend);
    return cli_target_done(&own, &why, to_mend ? EXIT_NONCONFORMANT : 0);
}

const struct command command_adapter = {
    .name = "adapter",
    .words = "check COMMAND",
    .words_min = 1,
    .words_max = 2,
    .summary = "Test an adapter against the protocol itself.",
    .text = "Example:\n"
            "  etalon adapter check 'node examples/adapters/ethers.mjs'\n\n"
            "One line per check with what to mend.  It says whether the "
            "adapter can be asked, not\nwhether its library is right.  Exit "
            "status 1 when something is to be mended.",
    .options = options,
    .option_count = ARRAY_LEN(options),
    .run = run,
};
