/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/ref.h"

/* Operations on proofs that this build does not answer. */
static enum err not_built(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    (void)a;
    (void)out;
    (void)in;
    return error_set(why, ERR_NOT_BUILT, "this build cannot answer it");
}

/* clang-format off */
static const struct ref_binding rows[] = {
    { "ibc.ics07.check_misbehaviour", not_built },
    { "ibc.ics07.check_update_misbehaviour", not_built },
    { "ibc.ics07.delay_period", not_built },
    { "ibc.ics07.status", not_built },
    { "ibc.ics07.update_client", not_built },
    { "ibc.ics07.validate_client_state", not_built },
};
/* clang-format on */

const struct ref_table ref_table_xchain_unbuilt = { rows, ARRAY_LEN(rows) };
