/* abi: names of contract interfaces, and addresses and texts computed by ERCs.
 *
 * Specs: Contract ABI (function selector), ERC-165, ERC-191, EIP-1014,
 * ERC-6551, ERC-6492, ERC-1155. */
#ifndef ETALON_CHAIN_ASSET_ABI_H
#define ETALON_CHAIN_ASSET_ABI_H

#include "base/arena.h"
#include "base/err.h"
#include "base/u256.h"

enum { ABI_TYPE_DEPTH_MAX = 32, ERC6551_CODE_SIZE = 0xb7 };

/* name(type,…): canonical types, no spaces.  ERR_SYNTAX_RULE. */
MUST_CHECK enum err abi_signature_check(struct bytes text);
/* ERC-191, version 0x45: "Ethereum Signed Message". */
void eip191_hash(uint8_t out[32], struct bytes message);
void create2_address(uint8_t out[20], const uint8_t deployer[20],
                     const uint8_t salt[32], const uint8_t code_hash[32]);

struct erc6551 {
    uint8_t implementation[20], salt[32], token_contract[20];
    struct u256 chain_id, token_id;
};

/* Of the account that the registry makes. */
void erc6551_account(uint8_t out[20], const struct erc6551 *in);
/* Ends with the 32 bytes of ERC-6492. */
bool erc6492_is_wrapped(struct bytes signature);
/* Every {id} becomes 64 digits.  ERR_MEMORY. */
MUST_CHECK enum err erc1155_uri(struct arena *a, struct bytes *out,
                                struct bytes uri, struct u256 id);

#endif
