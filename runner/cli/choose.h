/* choose: the options that say which vectors are meant, for several commands. */
#ifndef ETALON_RUNNER_CLI_CHOOSE_H
#define ETALON_RUNNER_CLI_CHOOSE_H

#include "runner/cli/cli.h"
#include "runner/select.h"

#define CHOOSE_OPTIONS                                                         \
    { "--profile", "ID", "judge against this profile", false },                \
    { "--suite", "ID", "only this suite", true },                              \
    { "--standard", "GLOB", "only vectors of this standard", true },           \
    { "--requirement", "GLOB", "only vectors of this requirement", true },     \
    { "--id", "GLOB", "only vectors with such an id", true },                  \
    { "--op", "GLOB", "only vectors that ask this operation", true },          \
    { "--level", "LEVEL", "only MUST, SHOULD or MAY (or several: MUST,SHOULD)", \
      true },                                                                  \
    { "--tag", "TAG", "only vectors with this tag", true },                    \
    { "--shard", "I/N", "only the I-th of N parts of the selection", false }

/* Loads the catalogue of --data; release it with catalogue_release().  dir
 * receives the folder and must outlive the catalogue. */
MUST_CHECK enum err choose_catalogue(struct catalogue *out, char *dir,
                                     size_t dir_size, const struct args *args,
                                     struct error *why);
/* Reads CHOOSE_OPTIONS; values are views into argv or the arena. */
MUST_CHECK enum err choose_selection(struct selection *out, struct arena *a,
                                     const struct catalogue *c,
                                     const struct args *args,
                                     struct error *why);

#endif
