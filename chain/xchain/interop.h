/* interop: ERCs on messages between chains - 7930, 7683, 7786, 7841.
 *
 * Spec: ERC-7930 with the eip155 and solana profiles of CAIP-350, ERC-7683
 * (framed ABI), ERC-7786, ERC-7841. */
#ifndef ETALON_CHAIN_XCHAIN_INTEROP_H
#define ETALON_CHAIN_XCHAIN_INTEROP_H

#include "base/u256.h"
#include "chain/codec/abi.h"

enum { ERC7930_EIP155 = 0x0000, ERC7930_SOLANA = 0x0002 };

/* Views into the decoded bytes. */
struct interop_address {
    uint16_t chain_type;
    struct bytes reference, address;
};

/* Errors: ERR_TRUNCATED, ERR_VERSION (not 1), ERR_TRAILING, ERR_EMPTY
 * (neither reference nor address), ERR_LEADING_ZERO (an eip155 reference is
 * the minimal number, and no chain is 0), ERR_LENGTH (of what eip155 or solana
 * fix). */
MUST_CHECK enum err interop_parse(struct interop_address *out,
                                  struct bytes in);
/* An EVM chain, with an address of 20 bytes or none.  Errors: ERR_VALUE
 * (chain 0), ERR_LENGTH, ERR_MEMORY. */
MUST_CHECK enum err interop_format_evm(struct arena *a, struct bytes *out,
                                       struct u256 chain_id,
                                       struct bytes address);

/* abi.encode("", value) and the part of it that is the value's own. */
struct framed_abi {
    struct bytes framed, inner;
    bool is_dynamic;
};
MUST_CHECK enum err interop_frame(struct arena *a, struct framed_abi *out,
                                  const struct abi *value);
/* Do the bytes begin with the words 0x40, 0x60, 0? */
bool interop_dynamic_prefix(struct bytes framed);

#define ERC7786_RECEIVE "receiveMessage(bytes32,bytes,bytes)"
#define ERC7786_SENT "MessageSent(bytes32,bytes,bytes,bytes,uint256,bytes[])"

#endif
