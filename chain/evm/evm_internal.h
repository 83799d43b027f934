/* evm_internal: what the interpreter's files share - the frame and its memory. */
#ifndef ETALON_CHAIN_EVM_EVM_INTERNAL_H
#define ETALON_CHAIN_EVM_EVM_INTERNAL_H

#include "chain/evm/evm.h"
#include "chain/evm/hooks.h"

enum evm_op {
#define OP(byte, name, pops, pushes, gas, since) OP_##name = byte,
#include "chain/evm/opcodes.def"
#undef OP
};

/* One running piece of code.  sp is one past the top item; gas and sp are those
 * of the last instruction that left the loop. */
struct frame {
    struct evm *evm;
    const struct evm_call *call;
    struct u256 *base, *sp;
    int64_t gas;
    struct code *code;
    uint8_t *memory;
    size_t memory_size; /* a multiple of 32 */
    struct evm_chunk *chunk;
};

/* Memory past this offset costs more gas than 63 bits hold. */
static const uint64_t MEMORY_END_MAX = (uint64_t)1 << 40;

/* Grows to hold end bytes and charges for it; false: out of gas (or a fault,
 * then evm->fault is set). */
bool frame_grow(struct frame *f, uint64_t end);

/* As frame_grow for a range given on the stack; *at is its offset, 0 when the
 * range is empty. */
static inline bool frame_range(struct frame *f, struct u256 offset,
                               struct u256 size, uint64_t *at)
{
    if (u256_is_zero(size)) {
        *at = 0;
        return true;
    }
    if (!u256_is_u64(offset) || !u256_is_u64(size) ||
        offset.w[0] > MEMORY_END_MAX || size.w[0] > MEMORY_END_MAX)
        return false;
    *at = offset.w[0];
    return offset.w[0] + size.w[0] <= f->memory_size ||
           frame_grow(f, offset.w[0] + size.w[0]);
}

static inline bool frame_pay(struct frame *f, int64_t cost)
{
    f->gas -= cost;
    return f->gas >= 0;
}

/* Charges per 32-byte word; size is at most MEMORY_END_MAX. */
static inline bool frame_pay_words(struct frame *f, uint64_t size, int cost)
{
    return frame_pay(f, (int64_t)((size + 31) / 32) * cost);
}

static inline void word_to_address(uint8_t out[20], struct u256 w)
{
    uint8_t all[32];

    u256_to_be(all, w);
    memcpy(out, all + 12, 20);
}

/* Charges for a cold account and makes it warm (EIP-2929); false: out of gas.
 * cold, unless NULL, says which it was. */
bool frame_access(struct frame *f, struct state_account *a, bool *cold);
/* The account a stack word names, for warm_cost and as frame_access; NULL: out
 * of gas. */
struct state_account *frame_account(struct frame *f, struct u256 word,
                                    int warm_cost, bool *cold);

/* The interpreter loop: runs f->code to its end; the second form tells
 * evm->hooks of each step. */
enum evm_status evm_run_frame(struct frame *f);
enum evm_status evm_run_frame_traced(struct frame *f);
/* The precompile at an address, as hooks and fork have it, or NULL. */
const struct precompile *evm_precompile(const struct evm *e,
                                        const uint8_t address[20]);
/* Sets the return data; false when memory is short (fault set). */
bool evm_return(struct evm *e, struct bytes data);

/* Instructions outside the loop: pop, push, charge; EVM_RUNNING to go on. */
enum evm_status op_sload(struct frame *f);
enum evm_status op_sstore(struct frame *f);
enum evm_status op_tstore(struct frame *f);
enum evm_status op_log(struct frame *f, unsigned topics);
enum evm_status op_keccak256(struct frame *f);
enum evm_status op_exp(struct frame *f);
enum evm_status op_balance(struct frame *f);
enum evm_status op_extcodesize(struct frame *f);
enum evm_status op_extcodecopy(struct frame *f);
enum evm_status op_extcodehash(struct frame *f);
enum evm_status op_blockhash(struct frame *f);
enum evm_status op_mcopy(struct frame *f);
enum evm_status op_returndatacopy(struct frame *f);
/* CALLDATACOPY and CODECOPY: source is zero-extended. */
enum evm_status op_copy(struct frame *f, struct bytes source);
enum evm_status op_call(struct frame *f, uint8_t op);
enum evm_status op_create(struct frame *f, uint8_t op);
enum evm_status op_selfdestruct(struct frame *f);
enum evm_status op_return(struct frame *f, enum evm_status status);

/* Runs a child (or outermost) call: moves value, runs code or precompile,
 * takes everything back when it fails.  parent may be NULL. */
struct evm_result evm_run_call(struct evm *e, const struct evm_call *c,
                               const struct frame *parent);
struct evm_result evm_run_create(struct evm *e, const struct evm_call *c,
                                 const struct frame *parent);

#endif
