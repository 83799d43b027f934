/* SPDX-License-Identifier: Apache-2.0 */
#if defined(__GNUC__) && !defined(__clang__)
/* Words are written limb by limb.  Reading them back as vectors would wait for
 * the limbs to reach the cache, on every instruction. */
#pragma GCC optimize("no-tree-slp-vectorize")
#endif
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
    if (BASE_##name != 0 && UNLIKELY((gas -= BASE_##name) < 0))           \
        goto failed;                                                 \
    if (POPS_##name != 0 && UNLIKELY(sp - base < POPS_##name))            \
        goto failed;                                                 \
    if (ROOM_##name > 0 && UNLIKELY(sp >= limit))                    \
        goto failed;                                                 \
    if (SINCE_##name != 0 && UNLIKELY(fork < SINCE_##name))               \
        goto failed;

#ifdef EVM_TRACED
#define FRAME_RUN evm_run_frame_traced
#define NEXT                                                                \
    do {                                                                    \
        SAVE;                                                               \
        e->hooks->step(e->hooks->context, f, (uint64_t)(pc - code), *pc);   \
        goto *labels[*pc++];                                                \
    } while (0)
#else
#define FRAME_RUN evm_run_frame
#define NEXT goto *labels[*pc++]
#endif

#define SIGN ((uint64_t)1 << 63)
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

#define HELPED(name, drop, call)    \
    BEGIN(name)                     \
    {                               \
        call;                       \
        sp -= drop;                 \
        NEXT;                       \
    }

#define PUSH_VALUE(name, value)     \
    BEGIN(name)                     \
    {                               \
        copy(sp++, &(value));       \
        NEXT;                       \
    }

/* As PUSH_VALUE, written in place: a temporary would grow the C frame. */
#define PUSH_SMALL(name, value)     \
    BEGIN(name)                     \
    {                               \
        put_small(sp++, value);     \
        NEXT;                       \
    }

#define PUSH_ADDRESS(name, value)   \
    BEGIN(name)                     \
    {                               \
        put_address(sp++, value);   \
        NEXT;                       \
    }

#define CLAIM(name, value)          \
    BEGIN(name)                     \
    {                               \
        bool holds = value;         \
        sp--;                       \
        put_small(sp - 1, holds);   \
        NEXT;                       \
    }

#define PUSH_BYTES(n)                       \
    BEGIN(PUSH##n)                          \
    {                                       \
        put_push(sp++, pc, n);              \
        pc += n;                            \
        NEXT;                               \
    }

#define DUP(n)                              \
    BEGIN(DUP##n)                           \
    {                                       \
        copy(sp, sp - n);                   \
        sp++;                               \
        NEXT;                               \
    }

#define SWAP(n)                             \
    BEGIN(SWAP##n)                          \
    {                                       \
        swap(&TOP, &sp[-n - 1]);            \
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

/* Arithmetic in place, on limbs: whole words as arguments would be copied
 * through memory first. */
#ifdef __x86_64__
#define CHAIN(first, next)                                                  \
    uint64_t r0 = sp[-1].w[0], r1 = sp[-1].w[1], r2 = sp[-1].w[2],          \
             r3 = sp[-1].w[3];                                              \
                                                                            \
    __asm__(first " %4, %0\n\t" next " %5, %1\n\t" next " %6, %2\n\t"      \
            next " %7, %3"                                                  \
            : "+&r"(r0), "+&r"(r1), "+&r"(r2), "+&r"(r3)                    \
            : "m"(sp[-2].w[0]), "m"(sp[-2].w[1]), "m"(sp[-2].w[2]),         \
              "m"(sp[-2].w[3])                                              \
            : "cc");                                                        \
    sp[-2].w[0] = r0;                                                       \
    sp[-2].w[1] = r1;                                                       \
    sp[-2].w[2] = r2;                                                       \
    sp[-2].w[3] = r3

static inline void do_add(struct u256 *sp)
{
    CHAIN("addq", "adcq");
}

static inline void do_sub(struct u256 *sp)
{
    CHAIN("subq", "sbbq");
}
#else
static inline void do_add(struct u256 *sp)
{
    SECOND = u256_add(TOP, SECOND);
}

static inline void do_sub(struct u256 *sp)
{
    SECOND = u256_sub(TOP, SECOND);
}
#endif

static inline void do_mul(struct u256 *sp)
{
    typedef unsigned __int128 wide;
    uint64_t a0 = TOP.w[0], a1 = TOP.w[1], a2 = TOP.w[2], a3 = TOP.w[3];
    uint64_t b0 = SECOND.w[0], b1 = SECOND.w[1], b2 = SECOND.w[2],
             b3 = SECOND.w[3], top;
    wide t = (wide)a0 * b0, u;

    SECOND.w[0] = (uint64_t)t;
    t = (wide)a1 * b0 + (uint64_t)(t >> 64);
    u = (wide)a0 * b1 + (uint64_t)t;
    SECOND.w[1] = (uint64_t)u;
    t = (wide)a2 * b0 + (uint64_t)(t >> 64);
    u = (wide)a1 * b1 + (uint64_t)t + (uint64_t)(u >> 64);
    top = a3 * b0 + (uint64_t)(t >> 64) + (uint64_t)(u >> 64);
    t = (wide)a0 * b2 + (uint64_t)u;
    SECOND.w[2] = (uint64_t)t;
    SECOND.w[3] = top + a2 * b1 + a1 * b2 + a0 * b3 + (uint64_t)(t >> 64);
}

/* sp[x] < sp[y]; with flip 1 << 63 as two's complement. */
static inline bool below(const struct u256 *x, const struct u256 *y,
                         uint64_t flip)
{
    uint64_t x3 = x->w[3] ^ flip, y3 = y->w[3] ^ flip;

    if (x3 != y3)
        return x3 < y3;
    if (x->w[2] != y->w[2])
        return x->w[2] < y->w[2];
    if (x->w[1] != y->w[1])
        return x->w[1] < y->w[1];
    return x->w[0] < y->w[0];
}

static inline bool same(const struct u256 *x, const struct u256 *y)
{
    return ((x->w[0] ^ y->w[0]) | (x->w[1] ^ y->w[1]) | (x->w[2] ^ y->w[2]) |
            (x->w[3] ^ y->w[3])) == 0;
}

static inline bool zero(const struct u256 *x)
{
    return (x->w[0] | x->w[1] | x->w[2] | x->w[3]) == 0;
}

static inline unsigned leading_zeros(const struct u256 *x)
{
    unsigned before = 0;

    for (int i = 3; i >= 0; i--, before += 64)
        if (x->w[i])
            return before + (unsigned)__builtin_clzll(x->w[i]);
    return before;
}

static inline void copy(struct u256 *to, const struct u256 *from)
{
    to->w[0] = from->w[0];
    to->w[1] = from->w[1];
    to->w[2] = from->w[2];
    to->w[3] = from->w[3];
}

static inline void swap(struct u256 *a, struct u256 *b)
{
    for (int i = 0; i < 4; i++) {
        uint64_t limb = a->w[i];

        a->w[i] = b->w[i];
        b->w[i] = limb;
    }
}

static inline void put_small(struct u256 *out, uint64_t value)
{
    out->w[0] = value;
    out->w[1] = out->w[2] = out->w[3] = 0;
}

/* n is a constant at each use; reading past it stays within CODE_PADDING. */
static inline void put_push(struct u256 *out, const uint8_t *p, unsigned n)
{
    unsigned full = n / 8, rest = n % 8;

    out->w[0] = out->w[1] = out->w[2] = out->w[3] = 0;
    if (rest)
        out->w[full] = load_limb(p) >> (64 - 8 * rest);
    if (full > 0)
        out->w[0] = load_limb(p + rest + 8 * (full - 1));
    if (full > 1)
        out->w[1] = load_limb(p + rest + 8 * (full - 2));
    if (full > 2)
        out->w[2] = load_limb(p + rest + 8 * (full - 3));
    if (full > 3)
        out->w[3] = load_limb(p + rest);
}

static inline void put_address(struct u256 *out, const uint8_t address[20])
{
    uint32_t top;

    memcpy(&top, address, sizeof top);
    out->w[0] = load_limb(address + 12);
    out->w[1] = load_limb(address + 4);
    out->w[2] = __builtin_bswap32(top);
    out->w[3] = 0;
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

/* Instructions with temporaries of their own are functions, so that the loop's
 * C frame, of which there may be a thousand, stays small.  sp is one past the
 * top. */
#define HELPER static __attribute__((noinline)) void

HELPER do_div(struct u256 *sp)
{
    SECOND = u256_div(TOP, SECOND);
}

HELPER do_sdiv(struct u256 *sp)
{
    SECOND = u256_sdiv(TOP, SECOND);
}

HELPER do_mod(struct u256 *sp)
{
    SECOND = u256_mod(TOP, SECOND);
}

HELPER do_smod(struct u256 *sp)
{
    SECOND = u256_smod(TOP, SECOND);
}

HELPER do_addmod(struct u256 *sp)
{
    THIRD = u256_addmod(TOP, SECOND, THIRD);
}

HELPER do_mulmod(struct u256 *sp)
{
    THIRD = u256_mulmod(TOP, SECOND, THIRD);
}

HELPER do_signextend(struct u256 *sp)
{
    SECOND = u256_signextend(TOP, SECOND);
}

HELPER do_shl(struct u256 *sp)
{
    SECOND = u256_shl(SECOND, shift_count(TOP));
}

HELPER do_shr(struct u256 *sp)
{
    SECOND = u256_shr(SECOND, shift_count(TOP));
}

HELPER do_sar(struct u256 *sp)
{
    SECOND = u256_sar(SECOND, shift_count(TOP));
}

HELPER do_calldataload(struct u256 *sp, struct bytes input)
{
    TOP = calldata_word(input, TOP);
}

HELPER do_blobhash(struct u256 *sp, const struct evm_tx *tx)
{
    TOP = blob_hash(tx, TOP);
}

HELPER do_tload(struct u256 *sp, const struct evm *e,
                const struct state_account *self)
{
    TOP = state_transient_get(e->state, self, TOP);
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

    HELPED(ADD, 1, do_add(sp))
    HELPED(MUL, 1, do_mul(sp))
    HELPED(SUB, 1, do_sub(sp))
    HELPED(DIV, 1, do_div(sp))
    HELPED(SDIV, 1, do_sdiv(sp))
    HELPED(MOD, 1, do_mod(sp))
    HELPED(SMOD, 1, do_smod(sp))
    HELPED(SIGNEXTEND, 1, do_signextend(sp))
    CLAIM(LT, below(&TOP, &SECOND, 0))
    CLAIM(GT, below(&SECOND, &TOP, 0))
    CLAIM(SLT, below(&TOP, &SECOND, SIGN))
    CLAIM(SGT, below(&SECOND, &TOP, SIGN))
    CLAIM(EQ, same(&TOP, &SECOND))
    BINARY(BYTE, u256_byte(TOP, SECOND))
    HELPED(SHL, 1, do_shl(sp))
    HELPED(SHR, 1, do_shr(sp))
    HELPED(SAR, 1, do_sar(sp))
    HELPED(ADDMOD, 2, do_addmod(sp))
    HELPED(MULMOD, 2, do_mulmod(sp))
    BEGIN(ISZERO)
    {
        put_small(&TOP, zero(&TOP));
        NEXT;
    }
    BEGIN(NOT)
    {
        for (int i = 0; i < 4; i++)
            TOP.w[i] = ~TOP.w[i];
        NEXT;
    }
    BEGIN(CLZ)
    {
        put_small(&TOP, leading_zeros(&TOP));
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

    PUSH_ADDRESS(ADDRESS, call->to->address)
    PUSH_ADDRESS(ORIGIN, e->tx.origin)
    PUSH_ADDRESS(CALLER, call->sender->address)
    PUSH_VALUE(CALLVALUE, call->value)
    PUSH_SMALL(CALLDATASIZE, call->input.len)
    PUSH_SMALL(CODESIZE, f->code->len)
    PUSH_VALUE(GASPRICE, e->tx.gas_price)
    PUSH_SMALL(RETURNDATASIZE, e->returned_len)
    PUSH_ADDRESS(COINBASE, e->block.coinbase)
    PUSH_SMALL(TIMESTAMP, e->block.timestamp)
    PUSH_SMALL(NUMBER, e->block.number)
    PUSH_VALUE(PREVRANDAO, e->block.difficulty)
    PUSH_SMALL(GASLIMIT, e->block.gas_limit)
    PUSH_VALUE(CHAINID, e->block.chain_id)
    PUSH_VALUE(SELFBALANCE, call->to->balance)
    PUSH_VALUE(BASEFEE, e->block.base_fee)
    PUSH_VALUE(BLOBBASEFEE, e->block.blob_base_fee)
    PUSH_SMALL(PC, (uint64_t)(pc - 1 - code))
    PUSH_SMALL(MSIZE, f->memory_size)
    PUSH_SMALL(GAS, (uint64_t)gas)
    PUSH_SMALL(PUSH0, 0)
    HELPED(CALLDATALOAD, 0, do_calldataload(sp, call->input))
    HELPED(BLOBHASH, 0, do_blobhash(sp, &e->tx))
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
    HELPED(TLOAD, 0, do_tload(sp, e, call->to))
    CALLED(TSTORE, op_tstore(f))

    BEGIN(JUMPI)
    {
        sp -= 2;
        if (zero(sp))
            NEXT;
        if (UNLIKELY((sp[1].w[1] | sp[1].w[2] | sp[1].w[3]) != 0 ||
                     !code_is_dest(f->code, sp[1].w[0])))
            goto failed;
        pc = code + sp[1].w[0];
        NEXT;
    }
    BEGIN(JUMP)
    {
        sp--;
        if (UNLIKELY((sp->w[1] | sp->w[2] | sp->w[3]) != 0 ||
                     !code_is_dest(f->code, sp->w[0])))
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
