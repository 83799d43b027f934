/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/eth/eip1186.h"

#include "chain/codec/rlp.h"
#include "chain/crypto/keccak.h"
#include "chain/eth/mpt.h"

static const uint8_t ZERO_HASH[32];

static enum err verify_nodes(struct arena *a, struct bytes *value,
                             const uint8_t root[32], struct bytes key,
                             const struct eip1186_nodes *proof)
{
    uint8_t path[32];

    keccak256(path, key);
    return mpt_verify(a, value, root, BYTES_OF(path), proof->nodes,
                      proof->count);
}

static bool same_hash(const uint8_t a[32], const uint8_t b[32])
{
    return memcmp(a, b, 32) == 0;
}

static bool claims_absence(const struct account *claimed)
{
    return claimed->nonce == 0 && u256_is_zero(claimed->balance) &&
           (same_hash(claimed->code_hash, KECCAK256_EMPTY) ||
            same_hash(claimed->code_hash, ZERO_HASH)) &&
           (same_hash(claimed->storage_root, EMPTY_TRIE_ROOT) ||
            same_hash(claimed->storage_root, ZERO_HASH));
}

static bool same_account(const struct account *a, const struct account *b)
{
    return a->nonce == b->nonce && u256_eq(a->balance, b->balance) &&
           same_hash(a->storage_root, b->storage_root) &&
           same_hash(a->code_hash, b->code_hash);
}

static enum err verify_slot(struct arena *a, const uint8_t root[32],
                            const struct eip1186_slot *slot)
{
    struct u256 proven = u256_from(0);
    struct bytes value;
    uint8_t key[32];
    enum err err;

    u256_to_be(key, slot->key);
    err = verify_nodes(a, &value, root, BYTES_OF(key), &slot->proof);
    if (err)
        return err;
    if (value.len) {
        /* Zero is never stored: it would be a value of absence. */
        if (rlp_read_u256(&proven, &value) || value.len || u256_is_zero(proven))
            return ERR_PROOF_NODE;
    }
    return u256_eq(proven, slot->value) ? ERR_OK : ERR_PROOF_VALUE;
}

enum err eip1186_verify(struct arena *a, bool *exists,
                        const uint8_t state_root[32], const struct eip1186 *in)
{
    const uint8_t *storage_root = EMPTY_TRIE_ROOT;
    struct account proven;
    struct bytes value;
    enum err err = verify_nodes(a, &value, state_root, BYTES_OF(in->address),
                                &in->proof);

    if (err)
        return err;
    if (value.len == 0) {
        if (!claims_absence(&in->claimed))
            return ERR_PROOF_VALUE;
    } else {
        if (account_decode(&proven, value))
            return ERR_PROOF_NODE;
        if (!same_account(&proven, &in->claimed))
            return ERR_PROOF_VALUE;
        storage_root = proven.storage_root;
    }
    for (size_t i = 0; i < in->slot_count; i++) {
        err = verify_slot(a, storage_root, &in->slots[i]);
        if (err)
            return err;
    }
    *exists = value.len != 0;
    return ERR_OK;
}
