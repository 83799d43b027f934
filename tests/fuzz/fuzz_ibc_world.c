/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>

#include "chain/xchain/ibc_world.h"

/* Whatever two chains are told, tokens neither appear nor vanish: what a holds
 * and what is in its escrow is the supply, the escrow covers what b holds, and a
 * refusal changes nothing.
 *
 * Input: a byte for the kind of channel, then five for each message. */

enum { STEP_SIZE = 5, SUPPLY = 1000, START = 900 };

static const char *const msgs[] = {
    "send", "recv", "ack", "timeout_packet", "timeout_on_close", "tick",
    "chan_open_init", "chan_open_try", "chan_open_ack", "chan_open_confirm",
    "chan_close_init", "chan_close_confirm",
};

static json_int_t number(const json_t *world, const char *chain,
                         const char *key)
{
    return json_integer_value(
        json_object_get(json_object_get(world, chain), key));
}

static json_t *step_of(const uint8_t in[STEP_SIZE])
{
    return json_pack("{s:s, s:s, s:i, s:i, s:i, s:i, s:b, s:b, s:b, s:s}",
                     "msg", msgs[in[0] % ARRAY_LEN(msgs)], "chain",
                     in[1] & 1 ? "b" : "a", "sequence", in[2], "amount",
                     in[3] * 5, "timeout", START + in[4] * 8, "seconds", in[3],
                     "forged", in[1] >> 1 & 1, "altered", in[1] >> 2 & 1,
                     "fails", in[1] >> 3 & 1, "says",
                     in[1] & 16 ? "error" : "success");
}

static void look(const json_t *after)
{
    json_int_t escrow = number(after, "a", "escrow");

    if (number(after, "a", "held") + escrow != SUPPLY || escrow < 0 ||
        number(after, "b", "held") < 0 || number(after, "b", "held") > escrow)
        abort();
}

void fuzz_one(struct arena *a, struct bytes in)
{
    json_t *config, *before, *after;
    struct ibc_world *world;

    if (in.len < 1)
        return;
    config = json_pack("{s:s, s:s, s:s, s:b}", "version",
                       in.data[0] & 1 ? "v2" : "v1", "ordering",
                       in.data[0] & 2 ? "ORDERED" : "UNORDERED", "app",
                       "transfer", "open", in.data[0] >> 2 & 1);
    if (!config || ibc_world_open(a, &world, config))
        abort();
    json_decref(config);
    before = ibc_world_show(world);
    for (in = bytes_tail(in, 1); in.len >= STEP_SIZE;
         in = bytes_tail(in, STEP_SIZE)) {
        json_t *step = step_of(in.data);
        const char *result;
        enum err err = ibc_world_step(world, &result, step);

        json_decref(step);
        after = ibc_world_show(world);
        if (!after || (err && !json_equal(before, after)))
            abort();
        look(after);
        json_decref(before);
        before = after;
    }
    json_decref(before);
}
