/* targets: a file that names nodes and how each is asked (docs/targets.md).
 *
 * Each entry becomes options of `etalon run`, so a file can say nothing that a
 * command line cannot.  Paths are those beside the file. */
#ifndef ETALON_RUNNER_CLI_TARGETS_H
#define ETALON_RUNNER_CLI_TARGETS_H

#include "runner/cli/cli.h"
#include "runner/yaml.h"

enum { TARGETS_MAX = 100 };

/* What `etalon watch` does about an outcome. */
enum targets_policy { POLICY_FAIL, POLICY_WARN, POLICY_IGNORE };

struct target_entry {
    const char *name;
    const char *vendor, *product, *version; /* or NULL */
    struct args args;         /* for command_run */
};

struct targets {
    struct arena arena;
    struct yaml_doc doc;
    struct target_entry *entries;
    size_t count;
    const char *history;      /* path, or NULL */
    enum targets_policy nonconformant, regression, inconclusive, unreachable;
};

/* Errors: ERR_IO, ERR_SYNTAX, ERR_SCHEMA, ERR_DUPLICATE with the line. */
MUST_CHECK enum err targets_load(struct targets *out, const char *path,
                                 struct error *why);
void targets_release(struct targets *t);
/* NULL: there is none of this name. */
const struct target_entry *targets_find(const struct targets *t,
                                        const char *name);
/* Adds an option of command_run; false: there are too many. */
MUST_CHECK bool targets_add_option(struct args *args, const char *name,
                                   const char *value);

/* Is the target called name wanted by --only, or all are? */
bool targets_wanted(const struct args *args, const char *name);
/* Which of two exit statuses says more. */
int targets_graver(int a, int b);

/* One run from its options to its reports; the path of its record goes to
 * record (size bytes).  Gives the exit status.  (cmd_run.c) */
int run_once(const struct args *args, const char *repeat, char *record,
             size_t size);
/* Has a signal asked for an end?  (cmd_run.c) */
bool run_stopped(void);

#endif
