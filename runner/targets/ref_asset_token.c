/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/ref.h"

#include "chain/asset/token.h"
#include "runner/targets/ref_asset_util.h"

static enum err token_op(struct arena *a, json_t **out, const json_t *in,
                         struct error *why)
{
    struct token_question q = { 0 };
    enum err err = json_get_text(&q.artifact, in, "artifact", why);

    if (!err)
        err = json_get_array(&q.arguments, in, "constructor_args", why);
    if (!err)
        err = json_get_array(&q.steps, in, "steps", why);
    if (!err)
        err = ref_get_fork(&q.fork, in, "hardfork", why);
    return err ? err : token_run(a, out, &q, why);
}

static const struct ref_binding rows[] = {
    { "evm.token_behaviour", token_op },
};

const struct ref_table ref_table_asset_token = { rows, ARRAY_LEN(rows) };
