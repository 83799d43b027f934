/* SPDX-License-Identifier: Apache-2.0 */
/* The call tracer: calls within calls. */
#include "chain/evm/evm_internal.h"
#include "chain/rpc/trace.h"

static struct out *text_of(struct tracer *t)
{
    return &t->pieces[t->count - 1].text;
}

static const char *type_of(const struct evm_call *c)
{
    switch (c->op) {
    case OP_CREATE2:
        return "CREATE2";
    case OP_CREATE:
        return "CREATE";
    case OP_CALLCODE:
        return "CALLCODE";
    case OP_DELEGATECALL:
        return "DELEGATECALL";
    case OP_STATICCALL:
        return "STATICCALL";
    default:
        return c->code_address ? "CALL" : "CREATE";
    }
}

/* Opens the list of inner calls of the frame at depth, or goes on in it. */
static void open_inner(struct tracer *t, int depth)
{
    if (t->inner[depth])
        return;
    out_key(text_of(t), "calls");
    out_array(text_of(t));
    t->inner[depth] = true;
}

/* DELEGATECALL and CALLCODE run foreign code as the caller itself. */
static const uint8_t *target_of(const struct evm_call *c)
{
    return c->code_address ? c->code_address : c->to->address;
}

static const uint8_t *caller_of(const struct evm_call *c)
{
    return c->op == OP_DELEGATECALL ? c->to->address : c->sender->address;
}

void trace_calls_enter(struct tracer *t, const struct evm_call *c)
{
    struct out *o = text_of(t);

    t->inner[c->depth] = false;
    t->depth = c->depth;
    if (c->depth) {
        open_inner(t, c->depth - 1);
        out_object(o);
        out_key_u64(o, "gas", (uint64_t)c->gas);
    }
    out_key_text(o, "type", type_of(c));
    out_key_bytes(o, "from", bytes_make(caller_of(c), 20));
    out_key_bytes(o, "to", bytes_make(target_of(c), 20));
    if (c->op != OP_STATICCALL)
        out_key_u256(o, "value", c->value);
    out_key_bytes(o, "input", c->input);
}

static void write_outcome(struct out *o, const struct evm *e,
                          const struct evm_call *c,
                          const struct evm_result *r)
{
    struct bytes output = { e->returned, e->returned_len };
    char message[RPC_MESSAGE_SIZE];

    if (r->status == EVM_STOPPED && !c->code_address)
        output = bytes_make(c->to->code->data, c->to->code->len);
    if (r->status != EVM_FAILED && output.len)
        out_key_bytes(o, "output", output);
    if (r->status == EVM_STOPPED)
        return;
    out_key_text(o, "error", r->status == EVM_REVERTED ? "execution reverted"
                                                       : "execution failed");
    if (r->status != EVM_REVERTED)
        return;
    revert_message(message, sizeof message, output);
    if (strncmp(message, "execution reverted: ", 20) == 0)
        out_key_text(o, "revertReason", message + 20);
}

void trace_calls_leave(struct tracer *t, const struct evm *e,
                       const struct evm_call *c, const struct evm_result *r)
{
    struct out *o = text_of(t);

    if (t->inner[c->depth])
        out_array_end(o);
    t->inner[c->depth] = false;
    t->depth = c->depth - 1;
    write_outcome(o, e, c, r);
    if (!c->depth)
        return;
    out_key_u64(o, "gasUsed", (uint64_t)(c->gas - r->gas_left));
    out_object_end(o);
}

void trace_calls_selfdestruct(struct tracer *t,
                              const struct state_account *from,
                              const struct state_account *heir,
                              struct u256 balance)
{
    struct out *o = text_of(t);

    open_inner(t, t->depth);
    out_object(o);
    out_key_text(o, "type", "SELFDESTRUCT");
    out_key_bytes(o, "from", BYTES_OF(from->address));
    out_key_bytes(o, "to", BYTES_OF(heir->address));
    out_key_u256(o, "value", balance);
    out_key_u64(o, "gas", 0);
    out_key_u64(o, "gasUsed", 0);
    out_key_bytes(o, "input", BYTES_EMPTY);
    out_object_end(o);
}
