/* output: from a record to the files and lines that the user asked for. */
#ifndef ETALON_RUNNER_CLI_OUTPUT_H
#define ETALON_RUNNER_CLI_OUTPUT_H

#include "runner/cli/cli.h"
#include "runner/result.h"

#define OUTPUT_OPTIONS                                                         \
    { "--report", "FORMAT[:VARIANT][=FILE]",                                   \
      "write a report (default: to standard output)", true },                  \
    { "--report-dir", "DIR", "write every report format into this folder",     \
      false },                                                                 \
    { "--language", "en|zh", "language of the pages (default en)", false },    \
    { "--baseline", "FILE", "known deviations; changes the exit status only",  \
      false },                                                                 \
    { "--github", NULL,                                                        \
      "annotations on standard output, summary to GITHUB_STEP_SUMMARY", false }

/* Loads the record, applies --baseline, writes what OUTPUT_OPTIONS ask for and,
 * unless --quiet or a report went to standard output, a summary.  Returns the
 * run's exit status, or that of a failure. */
int output_record(const char *record, const struct args *args);

#endif
