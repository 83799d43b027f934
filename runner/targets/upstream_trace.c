/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/upstream_trace.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>

#include "chain/evm/evm_internal.h"

/* A line is written when the instruction is done: its cost is known only then,
 * and stands before the stack, which is known only before. */

static const char *const names[256] = {
#define OP(byte, name, pops, pushes, gas, since) [byte] = #name,
#include "chain/evm/opcodes.def"
#undef OP
};

static void put_bytes(FILE *out, struct bytes data)
{
    fputs("\"0x", out);
    for (size_t i = 0; i < data.len; i++)
        fprintf(out, "%02x", data.data[i]);
    fputc('"', out);
}

static void put_word(FILE *out, struct u256 word)
{
    bool begun = false;

    fputs("\"0x", out);
    for (int i = 3; i >= 0; i--) {
        if (begun)
            fprintf(out, "%016" PRIx64, word.w[i]);
        else if (word.w[i] || i == 0)
            fprintf(out, "%" PRIx64, word.w[i]);
        begun = begun || word.w[i];
    }
    fputc('"', out);
}

static void finish(struct upstream_trace *t, int64_t cost, const char *error)
{
    if (!t->open)
        return;
    fprintf(t->out,
            "{\"pc\":%" PRIu64 ",\"op\":%u,\"gas\":\"0x%" PRIx64
            "\",\"gasCost\":\"0x%" PRIx64 "\",",
            t->pc, t->op, (uint64_t)t->gas, (uint64_t)cost);
    if (fflush(t->rest) == 0)
        fwrite(t->text, 1, (size_t)ftello(t->rest), t->out);
    if (error)
        fprintf(t->out, ",\"error\":\"%s\"", error);
    fputs("}\n", t->out);
    t->open = false;
}

static void step(void *context, const struct frame *f, uint64_t pc, uint8_t op)
{
    struct upstream_trace *t = context;
    const struct evm *e = f->evm;
    int64_t refund = e->state->refund;

    finish(t, t->gas - f->gas, NULL);
    rewind(t->rest);
    fputs("\"stack\":[", t->rest);
    for (const struct u256 *word = f->base; word < f->sp; word++) {
        if (word > f->base)
            fputc(',', t->rest);
        put_word(t->rest, *word);
    }
    fprintf(t->rest, "],\"depth\":%d,\"returnData\":", f->call->depth + 1);
    put_bytes(t->rest, bytes_make(e->returned, e->returned_len));
    fprintf(t->rest, ",\"refund\":\"%s0x%" PRIx64 "\",\"memSize\":%zu",
            refund < 0 ? "-" : "", (uint64_t)(refund < 0 ? -refund : refund),
            f->memory_size);
    if (names[op])
        fprintf(t->rest, ",\"opName\":\"%s\"", names[op]);
    t->pc = pc;
    t->op = op;
    t->gas = f->gas;
    t->open = true;
}

/* The caller's step is told before those of the callee. */
static void enter(void *context, const struct evm *e, const struct evm_call *c,
                  const struct frame *parent)
{
    struct upstream_trace *t = context;

    (void)e;
    (void)c;
    if (parent)
        finish(t, t->gas - parent->gas, NULL);
}

static void leave(void *context, const struct evm *e, const struct evm_call *c,
                  const struct evm_result *r)
{
    struct upstream_trace *t = context;
    bool creation = c->code == NULL;
    int64_t cost = t->gas - r->gas_left;

    (void)e;
    if (r->status == EVM_FAILED) {
        finish(t, t->gas, "exceptional halt");
        return;
    }
    if (creation && r->status == EVM_STOPPED)
        cost -= (int64_t)c->to->code->len * GAS_CODE_BYTE;
    finish(t, cost, NULL);
}

enum err upstream_trace_init(struct upstream_trace *t, FILE *out)
{
    *t = (struct upstream_trace){
        .out = out,
        .hooks = { .context = t, .step = step, .enter = enter,
                   .leave = leave },
    };
    t->rest = open_memstream(&t->text, &t->size);
    return t->rest ? ERR_OK : ERR_MEMORY;
}

void upstream_trace_release(struct upstream_trace *t)
{
    if (t->rest)
        fclose(t->rest);
    free(t->text);
}

void upstream_trace_summary(struct upstream_trace *t,
                            const struct upstream_trace_end *end)
{
    json_t *name = json_string(end->name);
    char *quoted = name ? json_dumps(name, JSON_ENCODE_ANY | JSON_ENSURE_ASCII)
                        : NULL;

    finish(t, 0, NULL);
    fputs("{\"stateRoot\":", t->out);
    put_bytes(t->out, bytes_make(end->state_root, 32));
    fputs(",\"output\":", t->out);
    put_bytes(t->out, end->output);
    fprintf(t->out,
            ",\"gasUsed\":\"0x%" PRIx64 "\",\"pass\":%s,\"fork\":\"%s\","
            "\"name\":%s}\n",
            end->gas_used, end->success ? "true" : "false", end->fork,
            quoted ? quoted : "\"\"");
    free(quoted);
    json_decref(name);
}
