/* options: one table per command gives parsing, help, completion and man page.
 *
 * Long options take "--name value" or "--name=value"; "--" ends them.  Values
 * are views into argv. */
#ifndef ETALON_RUNNER_CLI_OPTIONS_H
#define ETALON_RUNNER_CLI_OPTIONS_H

#include <stdio.h>

#include "base/err.h"

struct option_row {
    const char *name;   /* "--suite" */
    const char *value;  /* "ID", or NULL for a switch */
    const char *help;   /* one sentence */
    bool repeated;      /* may be given more than once */
};

enum { OPTIONS_GIVEN_MAX = 256, OPTIONS_WORDS_MAX = 4096 };

struct given_option {
    const struct option_row *row;
    const char *value; /* NULL for a switch */
};

struct args {
    struct given_option given[OPTIONS_GIVEN_MAX];
    size_t given_count;
    const char *const *words; /* what is not an option, in order */
    size_t word_count;
    int argc;
    const char *const *argv;  /* the whole command line, for the record */
};

struct command {
    const char *name;
    const char *words;    /* "FILE…" or "" */
    size_t words_min, words_max;
    const char *summary;  /* one line */
    const char *text;     /* more, for `etalon help NAME`, or NULL */
    const struct option_row *options;
    size_t option_count;
    int (*run)(const struct args *args); /* returns the exit status */
};

/* Parses what follows the command's name.  words must have room for
 * OPTIONS_WORDS_MAX entries and outlive *out.  Error: ERR_USAGE with the
 * nearest known option. */
MUST_CHECK enum err options_parse(struct args *out, const char **words,
                                  const struct command *command, int argc,
                                  const char *const *argv, struct error *why);

bool args_has(const struct args *args, const char *name);
/* The last value given, or fallback. */
const char *args_text(const struct args *args, const char *name,
                      const char *fallback);
/* The index-th value given for a repeated option, NULL past the last. */
const char *args_nth(const struct args *args, const char *name, size_t index);
size_t args_count(const struct args *args, const char *name);
/* A whole number from low to high; fallback when not given. ERR_USAGE. */
MUST_CHECK enum err args_number(uint64_t *out, const struct args *args,
                                const char *name, uint64_t fallback,
                                uint64_t low, uint64_t high,
                                struct error *why);

void options_print_help(FILE *out, const struct command *command);

#endif
