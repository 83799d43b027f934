/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stdio.h>

#include "runner/compare_internal.h"

/* Below this many characters of hex, bytes speak for themselves. */
enum { DESCRIBE_MIN = 2 + 2 * 33 };

static void decide(struct judgement *out, enum cause cause,
                   const char *format, ...) PRINTF_LIKE(3, 4);

static void decide(struct judgement *out, enum cause cause,
                   const char *format, ...)
{
    va_list args;

    out->cause = cause;
    out->verdict = cause_verdict(cause);
    va_start(args, format);
    vsnprintf(out->difference.text, sizeof out->difference.text, format, args);
    va_end(args);
}

/* Names the field when both sides are bytes that the describer can read, and
 * the readings differ. */
static void describe(struct judgement *out, const struct vector *v,
                     const json_t *got, const struct describer *describer)
{
    const char *want_hex = json_string_value(v->out);
    const char *got_hex = json_string_value(got);
    struct difference named;
    json_t *want_fields, *got_fields;

    if (!describer || !want_hex || !got_hex ||
        strlen(want_hex) < DESCRIBE_MIN || strlen(got_hex) < DESCRIBE_MIN)
        return;
    want_fields = describer->call(describer->user, v->op_id, want_hex);
    got_fields = describer->call(describer->user, v->op_id, got_hex);
    if (want_fields && got_fields &&
        !compare_values(&named, NULL, want_fields, got_fields)) {
        out->difference = named;
        out->described = true;
    }
    json_decref(want_fields);
    json_decref(got_fields);
}

static void judge_out(struct judgement *out, const struct vector *v,
                      const json_t *body, const struct describer *describer)
{
    if (!body) {
        decide(out, CAUSE_ETALON, "the driver gave an answer without a body");
        return;
    }
    if (v->reject) {
        char text[COMPARE_VALUE_SIZE];

        compare_show(text, body);
        decide(out, CAUSE_ACCEPTED,
               "accepted with %s; must be rejected: %s", text, v->reject);
        return;
    }
    if (compare_values(&out->difference, v->op->out, v->out, body))
        return;
    out->cause = CAUSE_WRONG_ANSWER;
    out->verdict = VERDICT_FAIL;
    describe(out, v, body, describer);
}

static void judge_reject(struct judgement *out, const struct vector *v,
                         const json_t *body, bool states_reasons)
{
    const json_t *reason = json_object_get(body, "reason");
    const char *message = json_string_value(json_object_get(body, "message"));
    const char *stated = json_string_value(reason);

    if (reason && !stated && !json_is_null(reason)) {
        decide(out, CAUSE_GARBAGE, "the reason of the rejection is not text");
        return;
    }
    out->reason_stated = states_reasons && stated ? stated : "unknown";
    if (v->out)
        decide(out, CAUSE_REJECTED, "rejected (%.60s%s%.200s); must be "
               "accepted", stated ? stated : "no reason given",
               message ? ": " : "", message ? message : "");
    else if (!states_reasons || !stated || strcmp(stated, v->reject) == 0)
        return;
    else if (!op_has_reason(v->op, stated))
        decide(out, CAUSE_WRONG_REASON, "rejected with %.60s, which is no "
               "reason of %s; expected %s", stated, v->op->id, v->reject);
    else
        decide(out, CAUSE_WRONG_REASON, "rejected with %.60s; expected %s",
               stated, v->reject);
}

void judge(struct judgement *out, const struct vector *v,
           const struct answer *answer, bool states_reasons,
           const struct describer *describer)
{
    *out = (struct judgement){ .verdict = VERDICT_PASS, .cause = CAUSE_NONE };
    switch (answer->kind) {
    case ANSWER_OUT:
        judge_out(out, v, answer->body, describer);
        return;
    case ANSWER_REJECT:
        judge_reject(out, v, answer->body, states_reasons);
        return;
    case ANSWER_UNSUPPORTED:
        decide(out, CAUSE_NOT_OFFERED, "the target does not offer %s",
               v->op_id);
        return;
    case ANSWER_ERROR:
        decide(out, CAUSE_TARGET_ERROR, "the target could not be asked: %.400s",
               answer->text);
        return;
    case ANSWER_CRASH:
        decide(out, CAUSE_CRASH, "the target died: %.400s", answer->text);
        return;
    case ANSWER_GARBAGE:
        decide(out, CAUSE_GARBAGE, "not an answer: %.400s", answer->text);
        return;
    case ANSWER_HANG:
        decide(out, CAUSE_HANG, "no answer in time: %.400s", answer->text);
        return;
    case ANSWER_UNREACHABLE:
        decide(out, CAUSE_UNREACHABLE, "the target cannot be reached: %.400s",
               answer->text);
        return;
    }
    decide(out, CAUSE_ETALON, "the driver gave an answer of no known kind");
}
