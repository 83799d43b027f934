/* progress: a bar on a terminal, plain lines elsewhere; always on stderr. */
#ifndef ETALON_RUNNER_CLI_PROGRESS_H
#define ETALON_RUNNER_CLI_PROGRESS_H

#include "runner/cli/cli.h"
#include "runner/compare.h"

struct progress {
    bool bar, quiet, colour;
    uint64_t started_ns, shown_ns;
    size_t done, all, fails, lines, next_tenth;
};

void progress_start(struct progress *p, const struct args *args);
/* Fits struct engine_options.progress; user is the struct progress. */
void progress_step(void *user, const struct vector *v,
                   const struct judgement *j, size_t done, size_t all);
void progress_end(struct progress *p);

#endif
