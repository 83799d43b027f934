/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/rpc/trace.h"

#include <stdlib.h>

static const uint8_t system_address[20] = {
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe
};

bool trace_read_options(struct rpc_call *c, const json_t *in,
                        struct trace_options *out)
{
    const char *name = json_string_value(json_object_get(in, "tracer"));
    const json_t *config = json_object_get(in, "tracerConfig");

    if (in && !json_is_null(in) && !json_is_object(in))
        return rpc_fail(c, RPC_INVALID_PARAMS,
                        "invalid trace options: not a map");
    *out = (struct trace_options){
        .kind = TRACE_STEPS,
        .stack = !json_is_true(json_object_get(in, "disableStack")),
        .storage = !json_is_true(json_object_get(in, "disableStorage")),
        .memory = json_is_true(json_object_get(in, "enableMemory")),
        .return_data = json_is_true(json_object_get(in, "enableReturnData")),
        .top_call_only =
            json_is_true(json_object_get(config, "onlyTopCall")),
    };
    if (name && strcmp(name, "callTracer") == 0)
        out->kind = TRACE_CALLS;
    else if (name && *name)
        return rpc_fail(c, RPC_SERVER, "there is no tracer %.64s", name);
    return true;
}

/* A transaction begins with a call at depth 0 that is not the protocol's. */
static void begin_piece(struct tracer *t, const struct evm_call *c)
{
    t->active = memcmp(c->sender->address, system_address, 20) != 0;
    if (!t->active)
        return;
    if (t->count == t->room) {
        t->failed = true;
        t->active = false;
        return;
    }
    t->active = t->only == SIZE_MAX || t->only == t->count;
    t->count++;
    trace_steps_begin(t);
}

static void on_enter(void *context, const struct evm *e,
                     const struct evm_call *c, const struct frame *parent)
{
    struct tracer *t = context;

    (void)e;
    if (c->depth == 0)
        begin_piece(t, c);
    if (!t->active)
        return;
    if (t->options.kind == TRACE_STEPS)
        trace_steps_enter(t, parent);
    else if (c->depth == 0 || !t->options.top_call_only)
        trace_calls_enter(t, c);
}

static void on_leave(void *context, const struct evm *e,
                     const struct evm_call *c, const struct evm_result *r)
{
    struct tracer *t = context;
    struct trace_piece *piece;
    struct bytes output = { e->returned, e->returned_len };

    if (!t->active)
        return;
    piece = &t->pieces[t->count - 1];
    if (t->options.kind == TRACE_STEPS)
        trace_steps_leave(t, e, c, r);
    else if (c->depth == 0 || !t->options.top_call_only)
        trace_calls_leave(t, e, c, r);
    if (piece->text.failed || piece->text.len > RPC_ANSWER_MAX) {
        t->failed = true;
        t->active = false;
    }
    if (c->depth)
        return;
    if (r->status == EVM_STOPPED && !c->code_address)
        output = bytes_make(c->to->code->data, c->to->code->len);
    piece->status = r->status;
    if (!arena_copy(t->arena, &piece->output, output))
        t->failed = true;
    t->active = false;
}

static void on_selfdestruct(void *context, const struct evm *e,
                            const struct state_account *from,
                            const struct state_account *heir,
                            struct u256 balance)
{
    struct tracer *t = context;

    (void)e;
    if (t->active && t->options.kind == TRACE_CALLS &&
        !t->options.top_call_only)
        trace_calls_selfdestruct(t, from, heir, balance);
}

bool tracer_init(struct tracer *t, struct arena *a,
                 const struct trace_options *options, size_t room)
{
    *t = (struct tracer){ .options = *options, .arena = a, .room = room,
                          .only = SIZE_MAX };
    t->pieces = arena_array(a, room, sizeof *t->pieces);
    t->hooks = (struct evm_hooks){ .context = t, .enter = on_enter,
                                   .leave = on_leave,
                                   .selfdestruct = on_selfdestruct };
    if (options->kind == TRACE_STEPS)
        t->hooks.step = trace_step_hook;
    return t->pieces != NULL;
}

void tracer_release(struct tracer *t)
{
    for (size_t i = 0; i < t->count; i++)
        out_release(&t->pieces[i].text);
    free(t->slots);
}

void tracer_write(const struct tracer *t, size_t i, struct out *o, uint64_t gas,
                  uint64_t gas_used, bool failed)
{
    const struct trace_piece *piece = &t->pieces[i];

    out_object(o);
    if (t->options.kind == TRACE_CALLS) {
        out_key_u64(o, "gas", gas);
        out_key_u64(o, "gasUsed", gas_used);
        if (piece->text.len)
            out_value(o, piece->text.data, piece->text.len);
        out_object_end(o);
        return;
    }
    out_key(o, "gas");
    out_number(o, gas_used);
    out_key(o, "failed");
    out_bool(o, failed);
    out_key_bytes(o, "returnValue", piece->output);
    out_key(o, "structLogs");
    out_array(o);
    if (piece->text.len)
        out_value(o, piece->text.data, piece->text.len);
    out_array_end(o);
    out_object_end(o);
}
