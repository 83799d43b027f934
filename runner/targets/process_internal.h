/* process_internal: what process.c and process_spawn.c share. */
#ifndef ETALON_RUNNER_TARGETS_PROCESS_INTERNAL_H
#define ETALON_RUNNER_TARGETS_PROCESS_INTERNAL_H

#include "runner/targets/process.h"

/* A fresh child: our ends of its pipes, non-blocking and close-on-exec. */
struct process_spawn {
    pid_t pid;
    int in, out, err;
    enum process_network network;
};

MUST_CHECK enum err process_spawn(struct process_spawn *out,
                                  const struct process_words *words,
                                  const struct target_options *options,
                                  struct error *why);

#endif
