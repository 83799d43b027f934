/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/crypto/keccak.h"
#include "chain/evm/evm_internal.h"
#include "chain/evm/precompile.h"

/* Instructions that start, create or end contracts. */

/* The operands of a call, whichever instruction gave them. */
struct call_words {
    struct u256 gas, address, value;
    struct u256 in_at, in_size, out_at, out_size;
};

static void pop_call(struct call_words *w, struct frame *f, uint8_t op)
{
    bool has_value = op == OP_CALL || op == OP_CALLCODE;
    const struct u256 *sp = f->sp - 1;

    w->gas = *sp--;
    w->address = *sp--;
    w->value = has_value ? *sp-- : u256_from(0);
    w->in_at = *sp--;
    w->in_size = *sp--;
    w->out_at = *sp--;
    w->out_size = *sp--;
    f->sp -= has_value ? 7 : 6;
}

struct code *evm_code_of(struct evm *e, struct state_account *a)
{
    const uint8_t *delegate = NULL;

    if (e->fork >= FORK_PRAGUE)
        delegate = code_delegate(a->code);
    if (!delegate)
        return a->code;
    /* A precompile as delegate runs as empty code (EIP-7702). */
    if (evm_precompile(e, delegate))
        return &e->state->empty_code;
    return state_get(e->state, delegate)->code;
}

/* Following a delegation costs an access of its own (EIP-7702). */
static bool pay_delegate(struct frame *f, const struct state_account *a)
{
    const uint8_t *delegate = NULL;

    if (f->evm->fork >= FORK_PRAGUE)
        delegate = code_delegate(a->code);
    if (!delegate)
        return true;
    return frame_pay(f, GAS_WARM_ACCESS) &&
           frame_access(f, state_get(f->evm->state, delegate), NULL);
}

/* What a call costs besides the gas it passes on. */
static bool pay_call(struct frame *f, uint8_t op, const struct state_account *to,
                     bool value)
{
    enum fork fork = f->evm->fork;
    bool makes = false;

    if (!pay_delegate(f, to) || (value && !frame_pay(f, GAS_CALL_VALUE)))
        return false;
    if (op == OP_CALL && fork < FORK_SPURIOUS)
        makes = !account_has(to, ACCOUNT_EXISTS);
    else if (op == OP_CALL)
        makes = value && account_is_empty(to);
    return !makes || frame_pay(f, GAS_NEW_ACCOUNT);
}

/* Gas for the child, taken from the caller (EIP-150); false: out of gas. */
static bool take_gas(struct frame *f, struct u256 wanted, int64_t *out)
{
    int64_t most = f->gas;

    if (f->evm->fork >= FORK_TANGERINE)
        most -= most / 64;
    else if (!u256_is_u64(wanted) || wanted.w[0] > (uint64_t)most)
        return false;
    *out = u256_is_u64(wanted) && wanted.w[0] < (uint64_t)most
               ? (int64_t)wanted.w[0]
               : most;
    f->gas -= *out;
    return true;
}

/* Fills the child's call from the instruction. */
static void describe(struct evm_call *c, const struct frame *f, uint8_t op,
                     struct state_account *target, const struct call_words *w)
{
    const struct evm_call *own = f->call;
    bool delegate = op == OP_DELEGATECALL;

    c->sender = delegate ? own->sender : own->to;
    c->to = op == OP_CALL || op == OP_STATICCALL ? target : own->to;
    c->value = delegate ? own->value : w->value;
    c->depth = own->depth + 1;
    c->is_static = own->is_static || op == OP_STATICCALL;
    c->moves_value = op == OP_CALL || op == OP_STATICCALL;
    c->code_address = target->address;
    c->code = evm_code_of(f->evm, target);
    c->op = op;
}

enum evm_status op_call(struct frame *f, uint8_t op)
{
    struct evm *e = f->evm;
    struct call_words w;
    struct evm_call c = { .sender = NULL };
    struct evm_result r = { EVM_FAILED, 0 };
    struct state_account *target;
    uint64_t in_at, out_at;
    bool value;

    pop_call(&w, f, op);
    value = !u256_is_zero(w.value);
    if (op == OP_CALL && value && f->call->is_static)
        return EVM_FAILED;
    if (!frame_range(f, w.in_at, w.in_size, &in_at) ||
        !frame_range(f, w.out_at, w.out_size, &out_at))
        return EVM_FAILED;
    target = frame_account(f, w.address, e->gas->call, NULL);
    if (!target || !pay_call(f, op, target, value) ||
        !take_gas(f, w.gas, &c.gas))
        return EVM_FAILED;
    if (value)
        c.gas += GAS_CALL_STIPEND;
    e->returned_len = 0;
    if (f->call->depth >= EVM_DEPTH_MAX ||
        (value && u256_lt(f->call->to->balance, w.value))) {
        f->gas += c.gas;
        *f->sp++ = u256_from(0);
        return EVM_RUNNING;
    }
    c.input = bytes_make(f->memory + in_at, (size_t)w.in_size.w[0]);
    describe(&c, f, op, target, &w);
    r = evm_run_call(e, &c, f);
    f->gas += r.gas_left;
    if (e->returned_len && w.out_size.w[0]) {
        size_t n = w.out_size.w[0] < e->returned_len ? (size_t)w.out_size.w[0]
                                                    : e->returned_len;

        memcpy(f->memory + out_at, e->returned, n);
    }
    *f->sp++ = u256_from(r.status == EVM_STOPPED);
    return e->fault ? EVM_FAILED : EVM_RUNNING;
}

void evm_create_address(uint8_t out[20], const uint8_t sender[20],
                        uint64_t nonce)
{
    uint8_t rlp[32] = { 0, 0x94 }, digits[32], hash[32];
    size_t len = 22, n = u256_to_min(digits, u256_from(nonce));

    memcpy(rlp + 2, sender, 20);
    if (n != 1 || digits[0] >= 0x80)
        rlp[len++] = (uint8_t)(0x80 + n);
    memcpy(rlp + len, digits, n);
    len += n;
    rlp[0] = (uint8_t)(0xc0 + len - 1);
    keccak256(hash, bytes_make(rlp, len));
    memcpy(out, hash + 12, 20);
}

void evm_create2_address(uint8_t out[20], const uint8_t sender[20],
                         const uint8_t salt[32], struct bytes init_code)
{
    uint8_t all[85] = { 0xff }, hash[32];

    memcpy(all + 1, sender, 20);
    memcpy(all + 21, salt, 32);
    keccak256(all + 53, init_code);
    keccak256(hash, BYTES_OF(all));
    memcpy(out, hash + 12, 20);
}

/* Charges for init code; false: out of gas or too long. */
static bool pay_init_code(struct frame *f, uint8_t op, uint64_t size)
{
    if (f->evm->fork >= FORK_SHANGHAI) {
        if (size > fork_rules(f->evm->fork)->initcode_max ||
            !frame_pay_words(f, size, GAS_INITCODE_WORD))
            return false;
    }
    return op != OP_CREATE2 || frame_pay_words(f, size, GAS_KECCAK_WORD);
}

static struct state_account *new_address(struct frame *f, uint8_t op,
                                   struct bytes init_code, struct u256 salt)
{
    struct state_account *self = f->call->to;
    uint8_t address[20], salt_bytes[32];

    if (op == OP_CREATE) {
        evm_create_address(address, self->address, self->nonce);
    } else {
        u256_to_be(salt_bytes, salt);
        evm_create2_address(address, self->address, salt_bytes, init_code);
    }
    return state_get(f->evm->state, address);
}

enum evm_status op_create(struct frame *f, uint8_t op)
{
    struct evm *e = f->evm;
    struct state_account *self = f->call->to;
    struct u256 value = f->sp[-1], size = f->sp[-3], salt = u256_from(0);
    struct evm_call c = { .sender = self, .depth = f->call->depth + 1,
                          .op = op };
    struct evm_result r;
    uint64_t at;

    if (f->call->is_static || !frame_range(f, f->sp[-2], size, &at) ||
        !pay_init_code(f, op, size.w[0]))
        return EVM_FAILED;
    if (op == OP_CREATE2)
        salt = f->sp[-4];
    f->sp -= op == OP_CREATE2 ? 4 : 3;
    e->returned_len = 0;
    if (f->call->depth >= EVM_DEPTH_MAX || u256_lt(self->balance, value) ||
        self->nonce == UINT64_MAX) {
        *f->sp++ = u256_from(0);
        return EVM_RUNNING;
    }
    c.value = value;
    c.input = bytes_make(f->memory + at, (size_t)size.w[0]);
    c.gas = f->gas;
    if (e->fork >= FORK_TANGERINE)
        c.gas -= c.gas / 64;
    f->gas -= c.gas;
    c.to = new_address(f, op, c.input, salt);
    state_set_nonce(e->state, self, self->nonce + 1);
    r = evm_run_create(e, &c, f);
    f->gas += r.gas_left;
    *f->sp = u256_from(0);
    if (r.status == EVM_STOPPED) {
        uint8_t word[32] = { 0 };

        memcpy(word + 12, c.to->address, 20);
        *f->sp = u256_load(word);
    }
    f->sp++;
    return e->fault ? EVM_FAILED : EVM_RUNNING;
}

enum evm_status op_return(struct frame *f, enum evm_status status)
{
    struct u256 size = f->sp[-2];
    uint64_t at;

    if (!frame_range(f, f->sp[-1], size, &at) ||
        !evm_return(f->evm, bytes_make(f->memory + at, (size_t)size.w[0])))
        return EVM_FAILED;
    return status;
}

/* Does sending to heir bring an account into being? */
static bool makes_heir(const struct frame *f, const struct state_account *heir)
{
    if (f->evm->fork < FORK_TANGERINE)
        return false;
    if (f->evm->fork < FORK_SPURIOUS)
        return !account_has(heir, ACCOUNT_EXISTS);
    return !u256_is_zero(f->call->to->balance) && account_is_empty(heir);
}

enum evm_status op_selfdestruct(struct frame *f)
{
    struct evm *e = f->evm;
    const struct gas_rules *g = e->gas;
    struct state_account *self = f->call->to, *heir;
    struct u256 balance = self->balance;
    bool goes = e->fork < FORK_CANCUN || account_has(self, ACCOUNT_CREATED);
    bool cold;

    if (f->call->is_static)
        return EVM_FAILED;
    heir = frame_account(f, f->sp[-1], g->selfdestruct, &cold);
    /* EIP-2929: a cold heir costs the whole access, a warm one nothing. */
    if (!heir || (cold && !frame_pay(f, GAS_WARM_ACCESS)))
        return EVM_FAILED;
    if (makes_heir(f, heir) && !frame_pay(f, GAS_NEW_ACCOUNT))
        return EVM_FAILED;
    f->sp--;
    if (e->hooks && e->hooks->selfdestruct)
        e->hooks->selfdestruct(e->hooks->context, e, self, heir, balance);
    /* EIP-6780: an older account only sends its balance. */
    if (heir != self) {
        state_sub_balance(e->state, self, balance);
        state_add_balance(e->state, heir, balance);
    } else if (goes) {
        state_set_balance(e->state, self, u256_from(0));
    }
    if (goes && !account_has(self, ACCOUNT_DESTRUCTED)) {
        e->state->refund += g->selfdestruct_refund;
        state_flag(e->state, self, ACCOUNT_DESTRUCTED);
    }
    e->returned_len = 0;
    return EVM_STOPPED;
}
