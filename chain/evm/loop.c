/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/evm/evm_internal.h"

/* The interpreter loop.  gas, sp and pc live in registers; whatever leaves the
 * loop (CALLED) writes them to the frame and reads them back.  Stack and gas
 * checks come from opcodes.def and are constants at each label. */

enum {
#define OP(byte, name, pops, pushes, gas, since)            \
    POPS_##name = pops, ROOM_##name = (pushes) - (pops),    \
    BASE_##name = gas, SINCE_##name = FORK_##since,
#include "chain/evm/opcodes.def"
#undef OP
};

#define UNLIKELY(claim) __builtin_expect(!!(claim), 0)

#define BEGIN(name)                                                  \
    L_##name:                                                        \
    if (BASE_##name && UNLIKELY((gas -= BASE_##name) < 0))           \
        goto failed;                                                 \
    if (POPS_##name && UNLIKELY(sp - base < POPS_##name))            \
        goto failed;                                                 \
    if (ROOM_##name > 0 && UNLIKELY(sp >= limit))                    \
        goto failed;                                                 \
    if (SINCE_##name && UNLIKELY(fork < SINCE_##name))               \
        goto failed;

#ifdef EVM_TRACED
#define FRAME_RUN frame_run_traced
#define NEXT                                                                \
    do {                                                                    \
        SAVE;                                                               \
        e->hooks->step(e->hooks->context, f, (uint64_t)(pc - code), *pc);   \
        goto *labels[*pc++];                                                \
    } while (0)
#else
#define FRAME_RUN frame_run
#define NEXT goto *labels[*pc++]
#endif

#define TOP sp[-1]
#define SECOND sp[-2]
#define THIRD sp[-3]

#define BINARY(name, value)         \
    BEGIN(name)                     \
    {                               \
        SECOND = value;             \
        sp--;                       \
        NEXT;                       \
    }

#define PUSH_VALUE(name, value)     \
    BEGIN(name)                     \
    {                               \
        *sp++ = value;              \
        NEXT;                       \
    }

#define PUSH_BYTES(n)                       \
    BEGIN(PUSH##n)                          \
    {                                       \
        *sp++ = load_push(pc, n);           \
        pc += n;                            \
        NEXT;                               \
    }

#define DUP(n)                              \
    BEGIN(DUP##n)                           \
    {                                       \
        *sp = sp[-n];                       \
        sp++;                               \
        NEXT;                               \
    }

#define SWAP(n)                             \
    BEGIN(SWAP##n)                          \
    {                                       \
        struct u256 top = TOP;              \
        TOP = sp[-n - 1];                   \
        sp[-n - 1] = top;                   \
        NEXT;                               \
    }

#define SAVE (f->gas = gas, f->sp = sp)
#define LOAD (gas = f->gas, sp = f->sp)

/* An instruction that is a function of its own. */
#define CALLED(name, expression)                        \
    BEGIN(name)                                         \
    {                                                   \
        SAVE;                                           \
        status = expression;                            \
        LOAD;                                           \
        if (UNLIKELY(status != EVM_RUNNING))            \
            goto done;                                  \
        NEXT;                                           \
    }

/* Makes memory hold size bytes at the word `offset`; sets `at`. */
#define MEMORY(offset, size)                                        \
    at = (offset).w[0];                                             \
    if (UNLIKELY(!u256_is_u64(offset) || at > MEMORY_END_MAX))      \
        goto failed;                                                \
    if (UNLIKELY(at + (size) > f->memory_size)) {                   \
        f->gas = gas;                                               \
        if (!frame_grow(f, at + (size)))                            \
            goto failed;                                            \
        gas = f->gas;                                               \
    }

#define FOR_1_TO_16(M) \
    M(1) M(2) M(3) M(4) M(5) M(6) M(7) M(8) M(9) M(10) M(11) M(12) M(13) \
    M(14) M(15) M(16)
#define FOR_17_TO_32(M) \
    M(17) M(18) M(19) M(20) M(21) M(22) M(23) M(24) M(25) M(26) M(27) M(28) \
    M(29) M(30) M(31) M(32)

static inline uint64_t load_limb(const uint8_t *p)
{
    uint64_t limb;

    memcpy(&limb, p, sizeof limb);
    return __builtin_bswap64(limb);
}

/* n is a constant at each use; reading past it stays within CODE_PADDING. */
static inline struct u256 load_push(const uint8_t *p, unsigned n)
{
    struct u256 r = { { 0 } };
    unsigned full = n / 8, rest = n % 8;

    if (rest)
        r.w[full] = load_limb(p) >> (64 - 8 * rest);
    for (unsigned i = 0; i < full; i++)
        r.w[i] = load_limb(p + rest + 8 * (full - 1 - i));
    return r;
}

static inline struct u256 from_address(const uint8_t address[20])
{
    uint32_t top;

    memcpy(&top, address, sizeof top);
    return (struct u256){ { load_limb(address + 12), load_limb(address + 4),
                            __builtin_bswap32(top), 0 } };
}

static struct u256 calldata_word(struct bytes input, struct u256 at)
{
    uint8_t word[32] = { 0 };
    size_t left;

    if (!u256_is_u64(at) || at.w[0] >= input.len)
        return u256_from(0);
    left = input.len - (size_t)at.w[0];
    if (left >= 32)
        return u256_load(input.data + at.w[0]);
    memcpy(word, input.data + at.w[0], left);
    return u256_load(word);
}

static inline unsigned shift_count(struct u256 n)
{
    return u256_is_u64(n) && n.w[0] < 256 ? (unsigned)n.w[0] : 256;
}

static struct u256 blob_hash(const struct evm_tx *tx, struct u256 at)
{
    if (!u256_is_u64(at) || at.w[0] >= tx->blob_count)
        return u256_from(0);
    return u256_load(tx->blob_hashes[at.w[0]]);
}

/* Bytes without a row fail; the rows then override that. */
#pragma GCC diagnostic ignored "-Woverride-init"

enum evm_status FRAME_RUN(struct frame *f)
{
    static const void *const labels[256] = {
        [0 ... 255] = &&failed,
#define OP(byte, name, pops, pushes, gas, since) [byte] = &&L_##name,
#include "chain/evm/opcodes.def"
#undef OP
    };
    const struct evm_call *const call = f->call;
    struct evm *const e = f->evm;
    const int fork = (int)e->fork;
    struct u256 *const base = f->base, *const limit = base + EVM_STACK_MAX;
    const uint8_t *const code = f->code->data, *pc = code;
    struct u256 *sp = base;
    int64_t gas = f->gas;
    enum evm_status status;
    uint64_t at;

    NEXT;

    BINARY(ADD, u256_add(TOP, SECOND))
    BINARY(MUL, u256_mul(TOP, SECOND))
    BINARY(SUB, u256_sub(TOP, SECOND))
    BINARY(DIV, u256_div(TOP, SECOND))
    BINARY(SDIV, u256_sdiv(TOP, SECOND))
    BINARY(MOD, u256_mod(TOP, SECOND))
    BINARY(SMOD, u256_smod(TOP, SECOND))
    BINARY(SIGNEXTEND, u256_signextend(TOP, SECOND))
    BINARY(LT, u256_from(u256_lt(TOP, SECOND)))
    BINARY(GT, u256_from(u256_lt(SECOND, TOP)))
    BINARY(SLT, u256_from(u256_slt(TOP, SECOND)))
    BINARY(SGT, u256_from(u256_slt(SECOND, TOP)))
    BINARY(EQ, u256_from(u256_eq(TOP, SECOND)))
    BINARY(BYTE, u256_byte(TOP, SECOND))
    BINARY(SHL, u256_shl(SECOND, shift_count(TOP)))
    BINARY(SHR, u256_shr(SECOND, shift_count(TOP)))
    BINARY(SAR, u256_sar(SECOND, shift_count(TOP)))
    BEGIN(ADDMOD)
    {
        THIRD = u256_addmod(TOP, SECOND, THIRD);
        sp -= 2;
        NEXT;
    }
    BEGIN(MULMOD)
    {
        THIRD = u256_mulmod(TOP, SECOND, THIRD);
        sp -= 2;
        NEXT;
    }
    BEGIN(ISZERO)
    {
        TOP = u256_from(u256_is_zero(TOP));
        NEXT;
    }
    BEGIN(NOT)
    {
        TOP = u256_not(TOP);
        NEXT;
    }
    BEGIN(CLZ)
    {
        TOP = u256_from(256 - u256_bits(TOP));
        NEXT;
    }
    BEGIN(AND)
    {
        for (int i = 0; i < 4; i++)
            SECOND.w[i] &= TOP.w[i];
        sp--;
        NEXT;
    }
    BEGIN(OR)
    {
        for (int i = 0; i < 4; i++)
            SECOND.w[i] |= TOP.w[i];
        sp--;
        NEXT;
    }
    BEGIN(XOR)
    {
        for (int i = 0; i < 4; i++)
            SECOND.w[i] ^= TOP.w[i];
        sp--;
        NEXT;
    }
    CALLED(EXP, op_exp(f))
    CALLED(KECCAK256, op_keccak256(f))

    PUSH_VALUE(ADDRESS, from_address(call->to->address))
    PUSH_VALUE(ORIGIN, from_address(e->tx.origin))
    PUSH_VALUE(CALLER, from_address(call->sender->address))
    PUSH_VALUE(CALLVALUE, call->value)
    PUSH_VALUE(CALLDATASIZE, u256_from(call->input.len))
    PUSH_VALUE(CODESIZE, u256_from(f->code->len))
    PUSH_VALUE(GASPRICE, e->tx.gas_price)
    PUSH_VALUE(RETURNDATASIZE, u256_from(e->returned_len))
    PUSH_VALUE(COINBASE, from_address(e->block.coinbase))
    PUSH_VALUE(TIMESTAMP, u256_from(e->block.timestamp))
    PUSH_VALUE(NUMBER, u256_from(e->block.number))
    PUSH_VALUE(PREVRANDAO, e->block.difficulty)
    PUSH_VALUE(GASLIMIT, u256_from(e->block.gas_limit))
    PUSH_VALUE(CHAINID, e->block.chain_id)
    PUSH_VALUE(SELFBALANCE, call->to->balance)
    PUSH_VALUE(BASEFEE, e->block.base_fee)
    PUSH_VALUE(BLOBBASEFEE, e->block.blob_base_fee)
    PUSH_VALUE(PC, u256_from((uint64_t)(pc - 1 - code)))
    PUSH_VALUE(MSIZE, u256_from(f->memory_size))
    PUSH_VALUE(GAS, u256_from((uint64_t)gas))
    PUSH_VALUE(PUSH0, u256_from(0))
    BEGIN(CALLDATALOAD)
    {
        TOP = calldata_word(call->input, TOP);
        NEXT;
    }
    BEGIN(BLOBHASH)
    {
        TOP = blob_hash(&e->tx, TOP);
        NEXT;
    }
    CALLED(CALLDATACOPY, op_copy(f, call->input))
    CALLED(CODECOPY, op_copy(f, bytes_make(code, f->code->len)))
    CALLED(RETURNDATACOPY, op_returndatacopy(f))
    CALLED(BALANCE, op_balance(f))
    CALLED(EXTCODESIZE, op_extcodesize(f))
    CALLED(EXTCODECOPY, op_extcodecopy(f))
    CALLED(EXTCODEHASH, op_extcodehash(f))
    CALLED(BLOCKHASH, op_blockhash(f))

    BEGIN(POP)
    {
        sp--;
        NEXT;
    }
    BEGIN(MLOAD)
    {
        MEMORY(TOP, 32)
        TOP = u256_load(f->memory + at);
        NEXT;
    }
    BEGIN(MSTORE)
    {
        MEMORY(TOP, 32)
        u256_to_be(f->memory + at, SECOND);
        sp -= 2;
        NEXT;
    }
    BEGIN(MSTORE8)
    {
        MEMORY(TOP, 1)
        f->memory[at] = (uint8_t)SECOND.w[0];
        sp -= 2;
        NEXT;
    }
    CALLED(MCOPY, op_mcopy(f))
    CALLED(SLOAD, op_sload(f))
    CALLED(SSTORE, op_sstore(f))
    BEGIN(TLOAD)
    {
        TOP = state_transient_get(e->state, call->to, TOP);
        NEXT;
    }
    CALLED(TSTORE, op_tstore(f))

    BEGIN(JUMPI)
    {
        struct u256 to = TOP;

        sp -= 2;
        if (u256_is_zero(sp[0]))
            NEXT;
        if (UNLIKELY(!u256_is_u64(to) || !code_is_dest(f->code, to.w[0])))
            goto failed;
        pc = code + to.w[0];
        NEXT;
    }
    BEGIN(JUMP)
    {
        sp--;
        if (UNLIKELY(!u256_is_u64(*sp) || !code_is_dest(f->code, sp->w[0])))
            goto failed;
        pc = code + sp->w[0];
        NEXT;
    }
    BEGIN(JUMPDEST)
    {
        NEXT;
    }

    FOR_1_TO_16(PUSH_BYTES)
    FOR_17_TO_32(PUSH_BYTES)
    FOR_1_TO_16(DUP)
    FOR_1_TO_16(SWAP)

    CALLED(LOG0, op_log(f, 0))
    CALLED(LOG1, op_log(f, 1))
    CALLED(LOG2, op_log(f, 2))
    CALLED(LOG3, op_log(f, 3))
    CALLED(LOG4, op_log(f, 4))
    CALLED(CREATE, op_create(f, OP_CREATE))
    CALLED(CREATE2, op_create(f, OP_CREATE2))
    CALLED(CALL, op_call(f, OP_CALL))
    CALLED(CALLCODE, op_call(f, OP_CALLCODE))
    CALLED(DELEGATECALL, op_call(f, OP_DELEGATECALL))
    CALLED(STATICCALL, op_call(f, OP_STATICCALL))
    CALLED(RETURN, op_return(f, EVM_STOPPED))
    CALLED(REVERT, op_return(f, EVM_REVERTED))
    CALLED(SELFDESTRUCT, op_selfdestruct(f))
    BEGIN(STOP)
    {
        e->returned_len = 0;
        f->gas = gas;
        return EVM_STOPPED;
    }
    BEGIN(INVALID)
failed:
    status = EVM_FAILED;
done:
    if (status == EVM_FAILED) {
        f->gas = 0;
        e->returned_len = 0;
    }
    return status;
}
