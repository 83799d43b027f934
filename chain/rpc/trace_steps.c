/* SPDX-License-Identifier: Apache-2.0 */
/* The struct logger: one object per instruction. */
#include <stdio.h>
#include <stdlib.h>

#include "base/hex.h"
#include "chain/eth/state_internal.h"
#include "chain/evm/evm_internal.h"
#include "chain/rpc/trace.h"

enum { COST_WIDTH = 20 };

static const char *const names[256] = {
#define OP(byte, name, pops, pushes, gas, since) [byte] = #name,
#include "chain/evm/opcodes.def"
#undef OP
};

static struct out *text_of(struct tracer *t)
{
    return &t->pieces[t->count - 1].text;
}

void trace_steps_begin(struct tracer *t)
{
    t->slot_count = 0;
    for (size_t i = 0; i < ARRAY_LEN(t->steps); i++)
        t->steps[i].waits = false;
    for (size_t i = 0; i < ARRAY_LEN(t->inner); i++)
        t->inner[i] = false;
}

/* The cost is known once the next thing happens: it is written into the room
 * that was left for it. */
static void set_cost(struct tracer *t, int depth, int64_t left)
{
    struct trace_step *step = &t->steps[depth];
    struct out *o = text_of(t);
    char digits[COST_WIDTH + 1];
    int64_t cost = step->gas - left;
    int len;

    if (!step->waits || o->failed)
        return;
    step->waits = false;
    len = snprintf(digits, sizeof digits, "%lld",
                   (long long)(cost < 0 ? 0 : cost));
    memcpy(o->data + step->cost_at, digits, (size_t)len);
}

void trace_steps_enter(struct tracer *t, const struct frame *parent)
{
    if (parent)
        set_cost(t, parent->call->depth, parent->gas);
}

void trace_steps_leave(struct tracer *t, const struct evm *e,
                       const struct evm_call *c, const struct evm_result *r)
{
    int64_t left = r->gas_left;

    (void)e;
    /* What the code of a new contract costs is not its RETURN's. */
    if (!c->code_address && r->status == EVM_STOPPED)
        left += (int64_t)c->to->code->len * GAS_CODE_BYTE;
    set_cost(t, c->depth, left);
}

static void note_slot(struct tracer *t, const uint8_t address[20],
                      struct u256 key, struct u256 value)
{
    struct trace_slot *slot;
    size_t i = 0;

    while (i < t->slot_count &&
           (memcmp(t->slots[i].address, address, 20) != 0 ||
            !u256_eq(t->slots[i].key, key)))
        i++;
    if (i == t->slot_count) {
        if (i == TRACE_SLOTS_MAX ||
            !state_room((void **)&t->slots, &t->slot_room, i,
                        sizeof *t->slots)) {
            t->failed = true;
            return;
        }
        t->slot_count++;
    }
    slot = &t->slots[i];
    memcpy(slot->address, address, 20);
    slot->key = key;
    slot->value = value;
}

/* What the contract has read or written so far, this step included. */
static void write_storage(struct tracer *t, const struct frame *f, uint8_t op)
{
    const struct state_account *self = f->call->to;
    struct out *o = text_of(t);

    if (f->sp - f->base < (op == OP_SSTORE ? 2 : 1))
        return;
    note_slot(t, self->address, f->sp[-1],
              op == OP_SSTORE ? f->sp[-2] : state_peek(self, f->sp[-1]));
    out_key(o, "storage");
    out_object(o);
    for (size_t i = 0; i < t->slot_count; i++) {
        char key[HEX_QUANTITY_SIZE + 4] = "0x";
        uint8_t word[32];

        if (memcmp(t->slots[i].address, self->address, 20) != 0)
            continue;
        u256_to_be(word, t->slots[i].key);
        hex_write(key + 2, BYTES_OF(word));
        out_key(o, key);
        out_word(o, t->slots[i].value);
    }
    out_object_end(o);
}

static void write_memory(struct out *o, const struct frame *f)
{
    if (!f->memory_size)
        return;
    out_key(o, "memory");
    out_array(o);
    for (size_t i = 0; i < f->memory_size; i += 32)
        out_bytes(o, bytes_make(f->memory + i, 32));
    out_array_end(o);
}

static void write_op(struct out *o, uint8_t op)
{
    char text[32];

    snprintf(text, sizeof text, "opcode 0x%x not defined", op);
    out_key_text(o, "op", names[op] ? names[op] : text);
}

void trace_step_hook(void *context, const struct frame *f, uint64_t pc,
                     uint8_t op)
{
    static const char room[] = "                    ";
    struct tracer *t = context;
    int depth = f->call->depth;
    struct out *o;

    if (!t->active)
        return;
    o = text_of(t);
    set_cost(t, depth, f->gas);
    if (o->failed || o->len > RPC_ANSWER_MAX) {
        t->failed = true;
        return;
    }
    out_object(o);
    out_key(o, "pc");
    out_number(o, pc);
    write_op(o, op);
    out_key(o, "gas");
    out_number(o, (uint64_t)f->gas);
    out_key(o, "gasCost");
    t->steps[depth] = (struct trace_step){ .waits = true, .gas = f->gas,
                                           .cost_at = o->len };
    /* "0" and blanks, which JSON allows after a number. */
    out_value(o, "0", 1);
    out_raw(o, room, COST_WIDTH - 1);
    out_key(o, "depth");
    out_number(o, (uint64_t)depth + 1);
    if (f->evm->state->refund > 0) {
        out_key(o, "refund");
        out_number(o, (uint64_t)f->evm->state->refund);
    }
    if (t->options.stack) {
        out_key(o, "stack");
        out_array(o);
        for (const struct u256 *w = f->base; w < f->sp; w++)
            out_u256(o, *w);
        out_array_end(o);
    }
    if (t->options.memory)
        write_memory(o, f);
    if (t->options.return_data && f->evm->returned_len)
        out_key_bytes(o, "returnData", bytes_make(f->evm->returned,
                                                  f->evm->returned_len));
    if (t->options.storage && (op == OP_SLOAD || op == OP_SSTORE))
        write_storage(t, f, op);
    out_object_end(o);
}
