/* watch_summary: one page about a night - what each target came to, what
 * changed since it was last good, how it went before.
 *
 * The summary is a JSON value (docs/targets.md); text and Markdown say the same
 * in fewer words. */
#ifndef ETALON_RUNNER_CLI_WATCH_SUMMARY_H
#define ETALON_RUNNER_CLI_WATCH_SUMMARY_H

#include <jansson.h>
#include <stdio.h>

#include "base/err.h"

void watch_text(FILE *out, const json_t *summary);
void watch_markdown(FILE *out, const json_t *summary);
/* summary.json, summary.md and summary.txt in dir.  ERR_IO. */
MUST_CHECK enum err watch_write(const json_t *summary, const char *dir,
                                struct error *why);

#endif
