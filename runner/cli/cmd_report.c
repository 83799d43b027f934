/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/cli/output.h"

static const struct option_row options[] = {
    OUTPUT_OPTIONS,
    CLI_OPTION_QUIET,
    CLI_OPTION_NO_COLOUR,
};

static int run(const struct args *args)
{
    return output_record(args->words[0], args);
}

const struct command command_report = {
    .name = "report",
    .words = "RECORD",
    .words_min = 1,
    .words_max = 1,
    .summary = "Derive reports from a record.",
    .text = "Examples:\n"
            "  etalon report run.ndjson --report html=report.html\n"
            "  etalon report run.ndjson --report junit:portable > junit.xml\n"
            "  etalon report run.ndjson --report-dir out\n\n"
            "'etalon list --reports' shows the formats.  The exit status is "
            "that of the run.",
    .options = options,
    .option_count = ARRAY_LEN(options),
    .run = run,
};
