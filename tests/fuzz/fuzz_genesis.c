/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>

#include "chain/eth/genesis.h"

/* What is taken has a header that is read back as the same one. */
void fuzz_one(struct arena *a, struct bytes in)
{
    struct chain_config config;
    struct header h, again;
    struct state state;
    struct bytes raw;
    json_t *json;

    if (json_read(&json, in, "genesis", NULL))
        return;
    state_init(&state, 0);
    if (!genesis_from_json(a, &config, &h, &state, json, NULL) &&
        h.extra.len <= HEADER_EXTRA_MAX) {
        if (header_encode(a, &raw, &h) || header_decode(&again, NULL, raw) ||
            again.fields != h.fields ||
            memcmp(again.state_root, h.state_root, 32) != 0)
            abort();
    }
    state_release(&state);
    json_decref(json);
}
