/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/eth/tx.h"

enum err tx_sign(struct arena *a, struct bytes *raw, struct tx *tx,
                 const uint8_t secret[32])
{
    struct ecc_signature signature;
    uint8_t hash[32];
    enum err err;

    /* The signing hash of a legacy transaction depends on its chain id. */
    tx->has_chain_id = true;
    tx->v = tx->type == TX_LEGACY
                ? u256_add(u256_mul(tx->chain_id, u256_from(2)), u256_from(35))
                : u256_from(0);
    err = tx_signing_hash(a, hash, tx);
    if (!err)
        err = ecc_sign(&signature, hash, secret);
    if (err)
        return err;
    tx->v = u256_add(tx->v, u256_from(signature.y_parity));
    tx->r = signature.r;
    tx->s = signature.s;
    return tx_encode(a, raw, tx);
}
