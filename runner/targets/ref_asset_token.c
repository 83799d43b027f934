/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/ref.h"

#include "chain/asset/simulation.h"
#include "chain/asset/token.h"
#include "runner/targets/ref_asset_util.h"

static enum err token_op(struct arena *a, json_t **out, const json_t *in,
                         struct error *why)
{
    struct token_question q = { 0 };
    enum err err;

    if (json_has(in, "initcode") == json_has(in, "artifact"))
        return error_set(why, ERR_BAD_INPUT, "either artifact or initcode");
    if (json_has(in, "initcode"))
        err = json_get_hex(a, &q.init_code, in, "initcode", why);
    else
        err = json_get_text(&q.artifact, in, "artifact", why);
    if (!err)
        err = json_get_array(&q.arguments, in, "constructor_args", why);
    if (!err)
        err = json_get_array(&q.steps, in, "steps", why);
    if (!err)
        err = ref_get_fork(&q.fork, in, "hardfork", why);
    return err ? err : token_run(a, out, &q, why);
}

static enum err simulation_op(struct arena *a, json_t **out, const json_t *in,
                              struct error *why)
{
    struct simulation_question q = {
        .given = json_object_get(in, "given"),
        .code = json_object_get(in, "code"),
        .steps = json_object_get(in, "steps"),
        .time = json_string_value(json_object_get(in, "time")),
    };

    return simulation_plan(a, out, &q, why);
}

static enum err outcome_op(struct arena *a, json_t **out, const json_t *in,
                           struct error *why)
{
    (void)a;
    return simulation_outcome(out, json_object_get(in, "plan"),
                              json_object_get(in, "result"), why);
}

static const struct ref_binding rows[] = {
    { "contract.simulation", simulation_op },
    { "contract.outcome", outcome_op },
    { "evm.token_behaviour", token_op },
};

const struct ref_table ref_table_asset_token = { rows, ARRAY_LEN(rows) };
