/* token: known token contracts, deployed and called in the execution engine.
 *
 * The contracts are the presets of OpenZeppelin Contracts 4.9.6.  The deployer
 * is 0x…a1; every call is a transaction of its own, whose effects stay. */
#ifndef ETALON_CHAIN_ASSET_TOKEN_H
#define ETALON_CHAIN_ASSET_TOKEN_H

#include <jansson.h>

#include "base/arena.h"
#include "base/err.h"
#include "chain/eth/fork.h"

struct token_artifact {
    const char *name, *constructor;
    const char *const *functions; /* signatures, NULL at the end */
    const uint8_t *code;
    size_t code_size;
};

extern const struct token_artifact TOKEN_ARTIFACTS[]; /* a null name ends it */

enum { TOKEN_STEPS_MAX = 1024 };

struct token_question {
    const char *artifact;   /* NULL: init_code, with what its constructor takes */
    struct bytes init_code; /* steps then name whole signatures */
    const json_t *arguments, *steps; /* steps: {from, call, args} */
    enum fork fork;
};

/* Of the last step: {ok, returndata, logs: [{topics, data}]} (new reference).
 * ERR_BAD_INPUT (no such contract, function or argument), faults of the
 * engine. */
MUST_CHECK enum err token_run(struct arena *a, json_t **out,
                              const struct token_question *in,
                              struct error *why);

#endif
