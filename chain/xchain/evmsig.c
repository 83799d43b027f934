/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/xchain/evmsig.h"

#include <assert.h>

#include "chain/codec/pack.h"
#include "chain/crypto/ecc.h"

static enum err recover(uint8_t out[EVMSIG_ADDRESS], const uint8_t hash[32],
                        const uint8_t *rs, unsigned v, bool low_s)
{
    struct ecc_signature signature = {
        .r = u256_load(rs),
        .s = u256_load(rs + 32),
        .y_parity = v - 27,
    };

    if (v != 27 && v != 28)
        return ERR_SIG_V;
    return ecc_recover_address(out, hash, &signature, low_s);
}

enum err evmsig_signer(uint8_t out[EVMSIG_ADDRESS], const uint8_t hash[32],
                       struct bytes signature)
{
    if (signature.len != EVMSIG_SIZE)
        return ERR_LENGTH;
    return recover(out, hash, signature.data, signature.data[64], true);
}

enum err evmsig_recover(uint8_t out[EVMSIG_ADDRESS], const uint8_t hash[32],
                        const uint8_t rs[EVMSIG_RAW], unsigned v)
{
    return recover(out, hash, rs, v, false);
}

void evmsig_message_hash(uint8_t out[32], struct bytes data)
{
    uint8_t digits[2];
    size_t count = 0;
    struct bytes parts[3];

    assert(data.len <= 99);
    if (data.len > 9)
        digits[count++] = (uint8_t)('0' + data.len / 10);
    digits[count++] = (uint8_t)('0' + data.len % 10);
    parts[0] = bytes_str("\x19" "Ethereum Signed Message:\n");
    parts[1] = bytes_make(digits, count);
    parts[2] = data;
    keccak_parts(out, parts, 3);
}
