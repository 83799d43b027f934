/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/target.h"

#include <stdlib.h>

void answer_release(struct answer *answer)
{
    json_decref(answer->body);
    free(answer->raw);
    *answer = (struct answer){ .kind = ANSWER_UNREACHABLE };
}

enum err target_ask(struct target *t, const char *id, const char *op,
                    const json_t *in, struct answer *answer, struct error *why)
{
    const char *got = NULL;
    enum err err = t->driver->send(t, id, op, in, why);

    if (err)
        return err;
    err = t->driver->receive(t, &got, answer, why);
    if (err)
        return err;
    if (!got || strcmp(got, id) != 0) {
        answer_release(answer);
        return error_set(why, ERR_INTERNAL,
                         "the driver answered %s when %s was asked",
                         got ? got : "nothing", id);
    }
    return ERR_OK;
}

void target_close(struct target *t)
{
    if (t)
        t->driver->close(t);
}
