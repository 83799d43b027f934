/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/cli/output.h"
#include "runner/merge.h"

static const struct option_row options[] = {
    { "--record", "FILE", "where the merged record goes (required)", false },
    OUTPUT_OPTIONS,
    CLI_OPTION_QUIET,
    CLI_OPTION_NO_COLOUR,
};

static int run(const struct args *args)
{
    const char *out = args_text(args, "--record", NULL);
    struct error why = { 0 };

    if (!out) {
        error_set(&why, ERR_USAGE, "--record FILE is needed: where the merged "
                                   "record goes");
        return cli_fail(&why);
    }
    if (merge_records(out, args->words, args->word_count, &why))
        return cli_fail(&why);
    return output_record(out, args);
}

const struct command command_merge = {
    .name = "merge",
    .words = "RECORD…",
    .words_min = 1,
    .words_max = MERGE_SHARDS_MAX,
    .summary = "Join the records of all shards into the record of the run.",
    .text = "A missing or doubled shard, an incomplete record, another suite, "
            "target, statement\nor selection, and a case that occurs twice are "
            "refused with exit status 3.",
    .options = options,
    .option_count = ARRAY_LEN(options),
    .run = run,
};
