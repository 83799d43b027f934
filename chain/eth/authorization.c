/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/eth/authorization.h"

#include "chain/codec/rlp.h"
#include "chain/crypto/keccak.h"

enum { MAGIC = 0x05, TEXT_MAX = 1 + 2 + 33 + 21 + 9 };

static const uint8_t DELEGATION_PREFIX[3] = { 0xef, 0x01, 0x00 };

void authorization_signing_hash(uint8_t out[32],
                                const struct tx_authorization *in)
{
    uint8_t text[TEXT_MAX], body[TEXT_MAX], digits[32];
    size_t len = u256_to_min(digits, in->chain_id), n = 0, prefix;

    if (len != 1 || digits[0] >= 0x80)
        body[n++] = (uint8_t)(0x80 + len);
    memcpy(body + n, digits, len);
    n += len;
    n += rlp_prefix(body + n, RLP_STRING, sizeof in->address);
    memcpy(body + n, in->address, sizeof in->address);
    n += sizeof in->address;
    n += rlp_write_u64(body + n, in->nonce);
    text[0] = MAGIC;
    prefix = 1 + rlp_prefix(text + 1, RLP_LIST, n);
    memcpy(text + prefix, body, n);
    keccak256(out, bytes_make(text, prefix + n));
}

enum err authorization_authority(uint8_t authority[20],
                                 const struct tx_authorization *in,
                                 struct u256 chain_id)
{
    struct ecc_signature signature = { in->r, in->s, in->y_parity };
    uint8_t hash[32];

    if (!u256_is_zero(in->chain_id) && !u256_eq(in->chain_id, chain_id))
        return ERR_CHAIN_ID;
    if (in->nonce == UINT64_MAX)
        return ERR_TX_NONCE;
    authorization_signing_hash(hash, in);
    return ecc_recover_address(authority, hash, &signature, true);
}

void delegation_encode(uint8_t out[DELEGATION_SIZE], const uint8_t address[20])
{
    memcpy(out, DELEGATION_PREFIX, sizeof DELEGATION_PREFIX);
    memcpy(out + sizeof DELEGATION_PREFIX, address, 20);
}

enum err delegation_decode(uint8_t address[20], struct bytes code)
{
    if (code.len < sizeof DELEGATION_PREFIX)
        return ERR_LENGTH;
    if (memcmp(code.data, DELEGATION_PREFIX, sizeof DELEGATION_PREFIX) != 0)
        return ERR_PREFIX;
    if (code.len != DELEGATION_SIZE)
        return ERR_LENGTH;
    memcpy(address, code.data + sizeof DELEGATION_PREFIX, 20);
    return ERR_OK;
}
