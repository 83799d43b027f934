/* cli: what the commands of the `etalon` program share.
 *
 * Each command is one file cmd_NAME.c with one public table row; main.c lists
 * them.  A command returns an exit status of runner/verdict.h and prints one
 * clear line on stderr when it cannot go on. */
#ifndef ETALON_RUNNER_CLI_CLI_H
#define ETALON_RUNNER_CLI_CLI_H

#include "runner/access.h"
#include "runner/cli/options.h"
#include "runner/target.h"
#include "runner/verdict.h"

extern const struct command command_run, command_list, command_show,
    command_explain, command_ask, command_lint, command_digest, command_serve,
    command_adapter, command_report, command_diff, command_merge,
    command_replay, command_doctor, command_version, command_help,
    command_chain, command_fixtures, command_known_answers, command_upstream,
    command_discover, command_watch, command_demo;

/* All commands in the order of the help; NULL past the end (main.c). */
const struct command *command_at(size_t index);
const struct command *command_find(const char *name);

/* Prints "etalon: place: text" and, for usage errors, where to look; returns
 * the exit status that fits the error's code. */
int cli_fail(const struct error *why);

/* The folder that holds suites/ and vectors/: --data, ETALON_DATA, the source
 * tree when run from a build tree, beside the program, or as configured.
 * Writes to out (size bytes).  ERR_NOT_FOUND says where it looked. */
MUST_CHECK enum err cli_data_dir(char *out, size_t size,
                                 const struct args *args, struct error *why);

/* Colour on stdout/stderr: a terminal, NO_COLOR unset, TERM not "dumb". */
bool cli_colour(FILE *out, const struct args *args);

/* Writes text so that a terminal cannot be harmed: control characters and
 * invalid UTF-8 become \x.. . */
void cli_print_safe(FILE *out, const char *text);

#define CLI_OPTION_DATA                                               \
    { "--data", "DIR", "folder with suites/ and vectors/", false }
#define CLI_OPTION_QUIET { "--quiet", NULL, "print only what matters", false }
#define CLI_OPTION_NO_COLOUR                                          \
    { "--no-color", NULL, "no colours (NO_COLOR works too)", false }
#define CLI_OPTIONS_TARGET                                            \
    { "--target", "TARGET", "what to ask; see 'etalon help targets'", false }, \
    { "--timeout", "MS", "milliseconds for one answer (default 10000)", false }, \
    { "--line-max", "BYTES", "longest answer taken (default 33554432)", false }, \
    { "--jobs", "N", "requests to a node at a time (default 8)", false },     \
    { "--restarts", "N", "restarts of a crashed adapter (default 25)", false }, \
    { "--adapter-network", NULL, "let a stdio adapter use the network", false }, \
    { "--adapter-memory", "MIB", "address space of a stdio adapter", false },  \
    { "--adapter-env", "NAME", "give a stdio adapter this variable", true },  \
    { "--header", "FIELD", "'NAME: VALUE' for requests; env:VAR or file:PATH as "\
      "value for secrets", true },                                            \
    { "--bearer", "SOURCE", "bearer token, as env:VAR or file:PATH", false }, \
    { "--jwt-secret", "SOURCE", "HS256 secret in hex, as env:VAR or file:PATH",\
      false },                                                                \
    { "--client-cert", "FILE", "client certificate (PEM)", false },           \
    { "--client-key", "FILE", "its key (PEM)", false },                       \
    { "--key-password", "SOURCE", "of the key, as env:VAR or file:PATH",      \
      false },                                                                \
    { "--ca", "FILE", "certificates to trust (PEM), not the system's", false },\
    { "--proxy", "URL", "http://, https:// or socks5:// on the way", false }, \
    { "--http-version", "N", "1 or 2 (default: 2 where TLS offers it)", false },\
    { "--redirects", "N", "redirects to follow on the same server (default 0)",\
      false },                                                                \
    { "--rate", "N", "requests to a node a second at most", false },          \
    { "--max-requests", "N", "requests to a node in all", false }

struct describer;
/* Names the fields of bytes in which two answers differ, by the reference. */
extern const struct describer cli_describer;
/* A target and what its options live in. */
struct cli_target {
    struct arena arena;
    struct target_options options;
    struct access access;
    const char *environment[64];
    struct target *target;    /* NULL until it is open */
};
/* Reads CLI_OPTIONS_TARGET; *out must be released in any case.  ERR_USAGE,
 * ERR_IO, ERR_MEMORY; why never shows a secret. */
MUST_CHECK enum err cli_target_options(struct cli_target *out,
                                       const struct args *args,
                                       struct error *why);
/* The same, and opens --target, or fallback where it is not given. */
MUST_CHECK enum err cli_target_open(struct cli_target *out,
                                    const struct args *args,
                                    const char *fallback, struct error *why);
/* Closes and releases; gives the exit status that fits why, which is printed,
 * with what is secret masked; or status when why holds no error. */
int cli_target_done(struct cli_target *t, const struct error *why, int status);
/* cli_fail() with what is secret masked. */
int cli_fail_masked(const struct error *why, const struct secrets *secrets);

/* The chain is a program of its own: it is started in this one's place, with
 * the words as they were given (its own options start with dashes too).
 * Returns only when it cannot be started: the exit status. */
int cli_become_chain(const char *const *more, size_t count);

#endif
