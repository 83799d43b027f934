/* given: what a run names for its scenarios with --set NAME=VALUE. */
#ifndef ETALON_RUNNER_CLI_GIVEN_H
#define ETALON_RUNNER_CLI_GIVEN_H

#include <jansson.h>

#include "runner/cli/options.h"

enum { GIVEN_NAME_MAX = 40, GIVEN_VALUE_MAX = 1024 * 1024 };

/* Every --set: name -> text, *out a new reference.  A name is a-z, 0-9 and _;
 * a value that starts with @ is the text of that file, without space around
 * it.  Errors: ERR_USAGE (form, a name twice), ERR_IO, ERR_LIMIT. */
MUST_CHECK enum err given_read(json_t **out, const struct args *args,
                               struct error *why);
/* The same for the record: a value over 80 bytes is its length and SHA-256.
 * New reference. */
json_t *given_for_record(const json_t *given);

#endif
