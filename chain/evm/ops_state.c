/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/crypto/keccak.h"
#include "chain/evm/evm_internal.h"
#include "chain/evm/precompile.h"

/* Instructions that read or change the state, and those that hash or copy. */

enum { BLOCKHASH_WINDOW = 256 };

bool frame_access(struct frame *f, struct state_account *a, bool *cold)
{
    struct evm *e = f->evm;
    /* Precompiles are warm from the start. */
    bool first = e->gas->cold_account && !account_has(a, ACCOUNT_WARM) &&
                 !precompile_find(e->fork, a->address);

    if (cold)
        *cold = first;
    if (!first)
        return true;
    state_flag(e->state, a, ACCOUNT_WARM);
    return frame_pay(f, e->gas->cold_account);
}

struct state_account *frame_account(struct frame *f, struct u256 word,
                                    int warm_cost, bool *cold)
{
    uint8_t address[20];
    struct state_account *a;

    if (!frame_pay(f, warm_cost))
        return NULL;
    word_to_address(address, word);
    a = state_get(f->evm->state, address);
    return frame_access(f, a, cold) ? a : NULL;
}

/* First use of a slot in a transaction (EIP-2929). */
static bool access_slot(struct frame *f, struct slot *slot, int cold_cost)
{
    if (slot->warm)
        return true;
    state_warm_slot(f->evm->state, slot);
    return frame_pay(f, cold_cost);
}

enum evm_status op_sload(struct frame *f)
{
    const struct gas_rules *g = f->evm->gas;
    struct slot *slot;

    if (!frame_pay(f, g->sload))
        return EVM_FAILED;
    slot = state_slot(f->evm->state, f->call->to, f->sp[-1]);
    if (g->cold_slot && !access_slot(f, slot, g->cold_slot))
        return EVM_FAILED;
    f->sp[-1] = slot->value;
    return EVM_RUNNING;
}

/* Before net metering: what counts is whether the slot was and becomes zero. */
static int64_t store_plain(struct frame *f, const struct slot *slot,
                           struct u256 value)
{
    const struct gas_rules *g = f->evm->gas;

    if (!u256_is_zero(value))
        return u256_is_zero(slot->value) ? g->sstore_set : g->sstore_reset;
    if (!u256_is_zero(slot->value))
        f->evm->state->refund += g->sstore_clear_refund;
    return g->sstore_reset;
}

/* EIP-1283 and EIP-2200: cost by original, current and new value. */
static int64_t store_net(struct frame *f, const struct slot *slot,
                         struct u256 value)
{
    const struct gas_rules *g = f->evm->gas;
    int64_t *refund = &f->evm->state->refund;

    if (u256_eq(slot->value, value))
        return g->sstore_noop;
    if (u256_eq(slot->original, slot->value)) {
        if (u256_is_zero(slot->original))
            return g->sstore_set;
        if (u256_is_zero(value))
            *refund += g->sstore_clear_refund;
        return g->sstore_reset;
    }
    if (!u256_is_zero(slot->original)) {
        if (u256_is_zero(slot->value))
            *refund -= g->sstore_clear_refund;
        if (u256_is_zero(value))
            *refund += g->sstore_clear_refund;
    }
    if (u256_eq(slot->original, value)) {
        int first = u256_is_zero(value) ? g->sstore_set : g->sstore_reset;

        *refund += first - g->sstore_noop;
    }
    return g->sstore_noop;
}

enum evm_status op_sstore(struct frame *f)
{
    const struct gas_rules *g = f->evm->gas;
    struct u256 key = f->sp[-1], value = f->sp[-2];
    struct slot *slot;
    int64_t cost;

    if (f->call->is_static)
        return EVM_FAILED;
    if (g->sstore_sentry && f->gas <= g->sstore_sentry)
        return EVM_FAILED;
    slot = state_slot(f->evm->state, f->call->to, key);
    if (g->cold_slot &&
        !access_slot(f, slot, g->cold_slot + g->sstore_noop))
        return EVM_FAILED;
    cost = g->sstore_net ? store_net(f, slot, value)
                         : store_plain(f, slot, value);
    if (!frame_pay(f, cost))
        return EVM_FAILED;
    state_set_slot(f->evm->state, f->call->to, slot, value);
    f->sp -= 2;
    return EVM_RUNNING;
}

enum evm_status op_tstore(struct frame *f)
{
    if (f->call->is_static)
        return EVM_FAILED;
    state_transient_set(f->evm->state, f->call->to, f->sp[-1], f->sp[-2]);
    f->sp -= 2;
    return EVM_RUNNING;
}

enum evm_status op_log(struct frame *f, unsigned topics)
{
    struct u256 size = f->sp[-2];
    struct log_entry *log;
    uint64_t at;

    if (f->call->is_static || !frame_range(f, f->sp[-1], size, &at))
        return EVM_FAILED;
    if (!frame_pay(f, (int64_t)topics * GAS_LOG_TOPIC +
                          (int64_t)size.w[0] * GAS_LOG_BYTE))
        return EVM_FAILED;
    log = state_log_add(f->evm->state,
                        bytes_make(f->memory + at, (size_t)size.w[0]));
    memcpy(log->address, f->call->to->address, 20);
    log->topic_count = topics;
    for (unsigned i = 0; i < topics; i++)
        u256_to_be(log->topics[i], f->sp[-3 - (int)i]);
    f->sp -= 2 + topics;
    return EVM_RUNNING;
}

enum evm_status op_keccak256(struct frame *f)
{
    struct u256 size = f->sp[-2];
    uint8_t hash[32];
    uint64_t at;

    if (!frame_range(f, f->sp[-1], size, &at) ||
        !frame_pay_words(f, size.w[0], GAS_KECCAK_WORD))
        return EVM_FAILED;
    keccak256(hash, bytes_make(f->memory + at, (size_t)size.w[0]));
    f->sp--;
    f->sp[-1] = u256_load(hash);
    return EVM_RUNNING;
}

enum evm_status op_exp(struct frame *f)
{
    struct u256 exponent = f->sp[-2];
    int64_t bytes = (u256_bits(exponent) + 7) / 8;

    if (!frame_pay(f, bytes * f->evm->gas->exp_byte))
        return EVM_FAILED;
    f->sp--;
    f->sp[-1] = u256_exp(f->sp[0], exponent);
    return EVM_RUNNING;
}

enum evm_status op_balance(struct frame *f)
{
    struct state_account *a = frame_account(f, f->sp[-1], f->evm->gas->balance, NULL);

    if (!a)
        return EVM_FAILED;
    f->sp[-1] = a->balance;
    return EVM_RUNNING;
}

enum evm_status op_extcodesize(struct frame *f)
{
    struct state_account *a = frame_account(f, f->sp[-1], f->evm->gas->extcode, NULL);

    if (!a)
        return EVM_FAILED;
    f->sp[-1] = u256_from(a->code->len);
    return EVM_RUNNING;
}

/* EIP-1052: zero for an account that does not exist or is empty. */
enum evm_status op_extcodehash(struct frame *f)
{
    struct state_account *a = frame_account(f, f->sp[-1], f->evm->gas->extcode_hash, NULL);

    if (!a)
        return EVM_FAILED;
    if (!account_has(a, ACCOUNT_EXISTS) || account_is_empty(a))
        f->sp[-1] = u256_from(0);
    else
        f->sp[-1] = u256_load(a->code->hash);
    return EVM_RUNNING;
}

enum evm_status op_blockhash(struct frame *f)
{
    const struct evm_block *b = &f->evm->block;
    struct u256 n = f->sp[-1];
    uint8_t hash[32];

    f->sp[-1] = u256_from(0);
    if (u256_is_u64(n) && n.w[0] < b->number &&
        b->number - n.w[0] <= BLOCKHASH_WINDOW && b->hash_of &&
        b->hash_of(b->hash_context, n.w[0], hash))
        f->sp[-1] = u256_load(hash);
    return EVM_RUNNING;
}

/* Copies size bytes of source from `from` on, zeros past its end. */
static void copy_padded(uint8_t *out, struct bytes source, struct u256 from,
                        size_t size)
{
    size_t have = 0;

    if (u256_is_u64(from) && from.w[0] < source.len) {
        have = source.len - (size_t)from.w[0];
        if (have > size)
            have = size;
        memcpy(out, source.data + from.w[0], have);
    }
    if (size > have)
        memset(out + have, 0, size - have);
}

enum evm_status op_copy(struct frame *f, struct bytes source)
{
    struct u256 size = f->sp[-3];
    uint64_t at;

    if (!frame_range(f, f->sp[-1], size, &at) ||
        !frame_pay_words(f, size.w[0], GAS_COPY_WORD))
        return EVM_FAILED;
    if (size.w[0])
        copy_padded(f->memory + at, source, f->sp[-2], (size_t)size.w[0]);
    f->sp -= 3;
    return EVM_RUNNING;
}

enum evm_status op_extcodecopy(struct frame *f)
{
    struct state_account *a = frame_account(f, f->sp[-1], f->evm->gas->extcode, NULL);
    enum evm_status status;

    if (!a)
        return EVM_FAILED;
    f->sp--;
    status = op_copy(f, bytes_make(a->code->data, a->code->len));
    return status;
}

/* EIP-211: reading past the end is a failure, not zeros. */
enum evm_status op_returndatacopy(struct frame *f)
{
    struct u256 from = f->sp[-2], size = f->sp[-3], end;
    struct bytes data = { f->evm->returned, f->evm->returned_len };

    if (u256_add_carry(&end, from, size) || !u256_is_u64(end) ||
        end.w[0] > data.len)
        return EVM_FAILED;
    return op_copy(f, data);
}

enum evm_status op_mcopy(struct frame *f)
{
    struct u256 size = f->sp[-3];
    uint64_t to, from;

    if (!frame_range(f, f->sp[-1], size, &to) ||
        !frame_range(f, f->sp[-2], size, &from) ||
        !frame_pay_words(f, size.w[0], GAS_COPY_WORD))
        return EVM_FAILED;
    if (size.w[0])
        memmove(f->memory + to, f->memory + from, (size_t)size.w[0]);
    f->sp -= 3;
    return EVM_RUNNING;
}
