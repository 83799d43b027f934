/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/evm/evm.h"

#include <assert.h>
#include <stdlib.h>

#include "chain/evm/evm_internal.h"
#include "chain/evm/precompile.h"

enum {
    CHUNK_MIN = 256 * 1024,
    RETURNED_MIN = 4096,
    FRAMES_MAX = EVM_DEPTH_MAX + 2,
};
static const size_t SCRATCH_MAX = (size_t)2 << 30;
static const size_t MEMORY_TOTAL_MAX = (size_t)8 << 30;
static const size_t MEMORY_KEPT_MAX = (size_t)4 << 20;

/* A piece of the memory pool.  Frames lie in it one behind the other; only the
 * deepest grows, and moves to the next piece when this one is full.  Bytes from
 * `clean` on were never used and are zero, so that memory which is paid for but
 * not written costs nothing. */
struct evm_chunk {
    struct evm_chunk *next;
    size_t size, clean;
    _Alignas(32) uint8_t data[];
};

static struct evm_chunk *chunk_new(struct evm *e, size_t size)
{
    struct evm_chunk *c;

    if (size > MEMORY_TOTAL_MAX - e->memory_total)
        return NULL;
    c = calloc(1, sizeof *c + size);
    if (!c)
        return NULL;
    c->size = size;
    e->memory_total += size;
    return c;
}

static void chunks_free(struct evm *e, struct evm_chunk *c)
{
    while (c) {
        struct evm_chunk *next = c->next;

        e->memory_total -= c->size;
        free(c);
        c = next;
    }
}

/* The chunk behind c with room for size bytes. */
static struct evm_chunk *chunk_after(struct evm *e, struct evm_chunk *c,
                                     size_t size)
{
    size_t want = size + size / 2 > 2 * c->size ? size + size / 2 : 2 * c->size;

    if (c->next && c->next->size >= size)
        return c->next;
    chunks_free(e, c->next);
    if (want > (size_t)256 << 20 && want > size)
        want = size;
    c->next = chunk_new(e, want);
    return c->next;
}

enum err evm_init(struct evm *e)
{
    *e = (struct evm){ .fault = ERR_OK };
    arena_init(&e->scratch, SCRATCH_MAX);
    arena_init(&e->outputs, SCRATCH_MAX);
    /* Touched only as deep as frames reach. */
    e->stack = malloc((size_t)FRAMES_MAX * EVM_STACK_MAX * sizeof *e->stack);
    e->memory = chunk_new(e, CHUNK_MIN);
    if (e->stack && e->memory)
        return ERR_OK;
    evm_release(e);
    return ERR_MEMORY;
}

void evm_release(struct evm *e)
{
    chunks_free(e, e->memory);
    free(e->stack);
    free(e->returned);
    arena_release(&e->scratch);
    arena_release(&e->outputs);
    *e = (struct evm){ .fault = ERR_OK };
}

void evm_setup(struct evm *e, struct state *s, enum fork fork,
               const struct evm_block *block)
{
    e->state = s;
    e->fork = fork;
    e->gas = gas_rules(fork);
    e->block = *block;
    e->fault = ERR_OK;
}

void evm_tx_begin(struct evm *e, const struct evm_tx *tx)
{
    e->tx = *tx;
    e->fault = ERR_OK;
    e->returned_len = 0;
    arena_reset(&e->scratch);
    if (e->memory_total > MEMORY_KEPT_MAX) {
        chunks_free(e, e->memory->next);
        e->memory->next = NULL;
    }
}

bool evm_return(struct evm *e, struct bytes data)
{
    size_t room = e->returned_room ? e->returned_room : RETURNED_MIN;
    uint8_t *bigger;

    while (room < data.len)
        room *= 2;
    if (room > e->returned_room) {
        bigger = realloc(e->returned, room);
        if (!bigger) {
            e->fault = ERR_MEMORY;
            return false;
        }
        e->returned = bigger;
        e->returned_room = room;
    }
    if (data.len)
        memcpy(e->returned, data.data, data.len);
    e->returned_len = data.len;
    return true;
}

static int64_t memory_cost(uint64_t words)
{
    return (int64_t)(words * GAS_MEMORY_WORD +
                     words * words / GAS_MEMORY_SQUARE);
}

bool frame_grow(struct frame *f, uint64_t end)
{
    uint64_t words = (end + 31) / 32;
    size_t size = (size_t)words * 32, start, used;
    struct evm_chunk *c = f->chunk;

    if (end > 2 * MEMORY_END_MAX ||
        !frame_pay(f, memory_cost(words) - memory_cost(f->memory_size / 32)))
        return false;
    start = (size_t)(f->memory - c->data);
    if (size > c->size - start) {
        c = chunk_after(f->evm, c, size);
        if (!c) {
            f->evm->fault = ERR_MEMORY;
            return false;
        }
        memcpy(c->data, f->memory, f->memory_size);
        if (c->clean < f->memory_size)
            c->clean = f->memory_size;
        f->chunk = c;
        f->memory = c->data;
        start = 0;
    }
    used = start + f->memory_size;
    if (used < c->clean) {
        size_t dirty = c->clean - used, more = size - f->memory_size;

        memset(c->data + used, 0, dirty < more ? dirty : more);
    }
    if (c->clean < start + size)
        c->clean = start + size;
    f->memory_size = size;
    return true;
}

/* Runs code in a frame of its own, behind its parent's stack and memory. */
static enum evm_status run_code(struct evm *e, const struct evm_call *c,
                                const struct frame *parent, int64_t *gas)
{
    struct frame f = {
        .evm = e, .call = c, .gas = c->gas, .code = c->code,
        .base = parent ? parent->sp : e->stack,
        .chunk = parent ? parent->chunk : e->memory,
    };
    enum evm_status status;

    f.sp = f.base;
    f.memory = parent ? parent->memory + parent->memory_size : e->memory->data;
    if (!c->code->dests && !code_analyse(&e->state->codes.arena, c->code)) {
        e->fault = ERR_MEMORY;
        return EVM_FAILED;
    }
    e->returned_len = 0;
    status = e->hooks && e->hooks->step ? evm_run_frame_traced(&f)
                                        : evm_run_frame(&f);
    *gas = f.gas;
    return status;
}

static enum evm_status run_precompile(struct evm *e, const struct evm_call *c,
                                      const struct precompile *p, int64_t *gas)
{
    struct bytes out = BYTES_EMPTY;
    int64_t left = c->gas;
    bool ok = false;
    enum err err;

    err = precompile_run(p, e->fork, &e->outputs, c->input, &left, &out, &ok);
    if (err)
        e->fault = err;
    ok = !err && ok && evm_return(e, out);
    arena_reset(&e->outputs);
    if (!ok) {
        e->returned_len = 0;
        return EVM_FAILED;
    }
    *gas = left;
    return EVM_STOPPED;
}

static void move_value(struct evm *e, const struct evm_call *c)
{
    state_sub_balance(e->state, c->sender, c->value);
    state_add_balance(e->state, c->to, c->value);
}

const struct precompile *evm_precompile(const struct evm *e,
                                        const uint8_t address[20])
{
    if (e->hooks && e->hooks->precompile)
        return e->hooks->precompile(e->hooks->context, e->fork, address);
    return precompile_find(e->fork, address);
}

static void tell_enter(const struct evm *e, const struct evm_call *c,
                       const struct frame *parent)
{
    if (e->hooks && e->hooks->enter)
        e->hooks->enter(e->hooks->context, e, c, parent);
}

static void tell_leave(const struct evm *e, const struct evm_call *c,
                       const struct evm_result *r)
{
    if (e->hooks && e->hooks->leave)
        e->hooks->leave(e->hooks->context, e, c, r);
}

struct evm_result evm_run_call(struct evm *e, const struct evm_call *c,
                               const struct frame *parent)
{
    const struct precompile *p = evm_precompile(e, c->code_address);
    struct state_mark mark = state_mark(e->state);
    struct evm_result r = { EVM_STOPPED, c->gas };

    tell_enter(e, c, parent);
    if (c->moves_value && u256_is_zero(c->value))
        state_touch(e->state, c->to);
    else if (c->moves_value)
        move_value(e, c);
    if (p) {
        r.gas_left = 0;
        r.status = run_precompile(e, c, p, &r.gas_left);
    } else if (c->code->len) {
        r.status = run_code(e, c, parent, &r.gas_left);
    } else {
        e->returned_len = 0;
    }
    if (r.status != EVM_STOPPED)
        state_revert(e->state, mark);
    tell_leave(e, c, &r);
    return r;
}

/* Checks and keeps what init code returned (EIP-170, EIP-3541). */
static bool deposit(struct evm *e, struct state_account *a, struct evm_result *r)
{
    struct bytes code = { e->returned, e->returned_len };
    int64_t cost = (int64_t)code.len * GAS_CODE_BYTE;

    if (e->fork >= FORK_SPURIOUS && code.len > EVM_CODE_MAX)
        return false;
    if (e->fork >= FORK_LONDON && code.len && code.data[0] == 0xef)
        return false;
    if (cost > r->gas_left) {
        /* Frontier leaves the contract without code (EIP-2). */
        if (e->fork >= FORK_HOMESTEAD)
            return false;
        code.len = 0;
        cost = 0;
    }
    r->gas_left -= cost;
    state_set_code(e->state, a, code);
    return true;
}

/* EIP-684, EIP-7610 */
static bool collides(const struct state_account *a)
{
    return a->nonce || a->code->len || account_has_storage(a);
}

static bool make_code(struct evm *e, struct code *code, struct bytes init)
{
    uint8_t *copy = arena_raw(&e->scratch, init.len + CODE_PADDING);

    if (!copy) {
        e->fault = ERR_MEMORY;
        return false;
    }
    if (init.len)
        memcpy(copy, init.data, init.len);
    memset(copy + init.len, 0, CODE_PADDING);
    *code = (struct code){ .data = copy, .len = init.len };
    if (code_analyse(&e->scratch, code))
        return true;
    e->fault = ERR_MEMORY;
    return false;
}

static struct evm_result run_create(struct evm *e, const struct evm_call *c,
                                    const struct frame *parent)
{
    struct evm_call run = *c;
    struct evm_result r = { EVM_FAILED, 0 };
    struct state_mark mark;
    struct code code;

    /* The address stays warm even when the creation fails (EIP-2929). */
    if (e->gas->cold_account)
        state_flag(e->state, c->to, ACCOUNT_WARM);
    e->returned_len = 0;
    if (collides(c->to))
        return r;
    if (!make_code(e, &code, c->input))
        return r;
    mark = state_mark(e->state);
    state_flag(e->state, c->to, ACCOUNT_CREATED);
    if (e->fork >= FORK_SPURIOUS)
        state_set_nonce(e->state, c->to, 1);
    move_value(e, c);
    run.code = &code;
    run.input = BYTES_EMPTY;
    r.gas_left = c->gas;
    if (code.len)
        r.status = run_code(e, &run, parent, &r.gas_left);
    else
        r.status = EVM_STOPPED;
    if (r.status == EVM_STOPPED && !deposit(e, c->to, &r)) {
        r.status = EVM_FAILED;
        r.gas_left = 0;
    }
    if (r.status != EVM_REVERTED)
        e->returned_len = 0;
    if (r.status != EVM_STOPPED)
        state_revert(e->state, mark);
    return r;
}

struct evm_result evm_run_create(struct evm *e, const struct evm_call *c,
                                 const struct frame *parent)
{
    struct state_mark mark = state_mark(e->state);
    struct evm_result r;

    tell_enter(e, c, parent);
    r = run_create(e, c, parent);
    /* A log of the enter hook goes with a creation that failed. */
    if (r.status != EVM_STOPPED && mark.logs < e->state->log_count)
        e->state->log_count = mark.logs;
    tell_leave(e, c, &r);
    return r;
}

struct evm_result evm_call(struct evm *e, const struct evm_call *c)
{
    return evm_run_call(e, c, NULL);
}

struct evm_result evm_create(struct evm *e, const struct evm_call *c)
{
    return evm_run_create(e, c, NULL);
}
