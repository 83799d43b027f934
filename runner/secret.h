/* secret: values that must not be seen in anything etalon writes.
 *
 * Secrets are masked by value, wherever they turn up: in what a node sends
 * back, in errors, in the line that repeats a case.  Tokens made from a secret
 * (JSON Web Tokens) are known by their form.  A list borrows its values, which
 * live in the arena they were added with. */
#ifndef ETALON_RUNNER_SECRET_H
#define ETALON_RUNNER_SECRET_H

#include <jansson.h>

#include "base/arena.h"
#include "base/err.h"

enum { SECRETS_MAX = 64, SECRET_MIN = 4, SECRET_MAX = 8192 };

struct secrets {
    const char *value[SECRETS_MAX];
    size_t count;
};

/* Copies text into a.  A shorter one than SECRET_MIN bytes cannot be masked
 * without spoiling everything else.  Errors: ERR_USAGE, ERR_LIMIT,
 * ERR_MEMORY; text is named in none of them. */
MUST_CHECK enum err secrets_add(struct secrets *s, struct arena *a,
                                const char *text, struct error *why);
/* Adds what is secret in an address: user information (as it stands, decoded
 * and in the form of the Basic scheme), keys in the path, values of the
 * query.  Errors as above, but what is too short is let be. */
MUST_CHECK enum err secrets_add_url(struct secrets *s, struct arena *a,
                                    const char *url, struct error *why);
/* Replaces secrets in place: text never gets longer.  s may be NULL. */
void secrets_mask(const struct secrets *s, char *text);
/* Every text in value, keys included, but the members of *value itself that
 * are named in but (NULL-terminated, or NULL).  Takes and gives a reference;
 * NULL when memory is short. */
MUST_CHECK json_t *secrets_mask_json(const struct secrets *s, json_t *value,
                                     const char *const *but);

#endif
