/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* memfd_create */
#include "tests/fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "runner/result.h"

static void check(const struct run *run)
{
    unsigned passes = tally_of(&run->tally, VERDICT_PASS);

    if (tally_all(&run->tally) != run->case_count || !run->why || !run->target)
        abort();
    /* A run is never better than what is proven in it. */
    if (run->conformity == RUN_CONFORMANT && (!run->complete || !passes))
        abort();
    if (run->exit_status == EXIT_CONFORMANT &&
        (!passes || run->tally.n[LEVEL_MUST][VERDICT_FAIL]))
        if (run->conformity != RUN_CONFORMANT)
            abort();
    for (size_t i = 0; i < run->case_count; i++)
        if (!run->cases[i].id || !run->cases[i].message ||
            cause_verdict(run->cases[i].cause) != run->cases[i].verdict)
            abort();
}

/* A record that loads as complete loads as incomplete without its last byte. */
void fuzz_one(struct arena *a, struct bytes in)
{
    int file = memfd_create("record", MFD_CLOEXEC);
    struct run run;
    char path[64];
    bool complete;

    (void)a;
    if (file < 0 || write(file, in.data, in.len) != (ssize_t)in.len)
        exit(99);
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    if (run_load(&run, path, NULL) == ERR_OK) {
        check(&run);
        complete = run.complete;
        run_release(&run);
        if (complete) {
            if (ftruncate(file, (off_t)in.len - 1) ||
                run_load(&run, path, NULL) || run.complete)
                abort();
            run_release(&run);
        }
    }
    close(file);
}
