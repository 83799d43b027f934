/* simulation: a contract asked through eth_simulateV1, which writes nothing.
 *
 * Spec: execution-apis, eth_simulateV1.  The contract is one that is on the
 * chain already (`token`, with `holder`, `id`), or init code that the
 * simulation deploys first (`init`, then each of `setup`, calldata with commas
 * between, from the deployer). */
#ifndef ETALON_CHAIN_ASSET_SIMULATION_H
#define ETALON_CHAIN_ASSET_SIMULATION_H

#include <jansson.h>

#include "base/arena.h"
#include "base/err.h"

enum { SIMULATION_STEPS_MAX = 64, SIMULATION_SETUP_MAX = 16 };

struct simulation_question {
    const json_t *given; /* name -> text */
    const json_t *code;  /* "@hook" -> hex: what lies at an address; or NULL */
    const char *time;    /* of the block, a quantity; or NULL */
    const json_t *steps; /* {from, to?, call, args} or {from, to?, data} */
};

/* {payload, token, before}: payload is the first parameter of the method,
 * before how many calls precede the steps (new reference).
 * Errors: ERR_BAD_INPUT (a name, an address, a call), ERR_MEMORY. */
MUST_CHECK enum err simulation_plan(struct arena *a, json_t **out,
                                    const struct simulation_question *in,
                                    struct error *why);
/* {ready, born, steps} of what the node answered to plan (new reference).
 * ERR_TYPE when the answer does not have the method's form. */
MUST_CHECK enum err simulation_outcome(json_t **out, const json_t *plan,
                                       const json_t *result,
                                       struct error *why);

#endif
