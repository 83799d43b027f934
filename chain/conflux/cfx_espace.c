/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/conflux/cfx_espace.h"

#include "chain/codec/rlp.h"
#include "chain/conflux/cfx_fees.h"

enum { V_OFFSET = 35 };

/* The root of an empty trie of Ethereum. */
static const uint8_t EMPTY_TRIE[32] = {
    0x56, 0xe8, 0x1f, 0x17, 0x1b, 0xcc, 0x55, 0xa6, 0xff, 0x83, 0x45,
    0xe6, 0x92, 0xc0, 0xf8, 0x6e, 0x5b, 0x48, 0xe0, 0x1b, 0x99, 0x6c,
    0xad, 0xc0, 0x01, 0x62, 0x2f, 0xb5, 0xe3, 0x63, 0xb4, 0x21,
};

enum err cfx_espace_block(struct cfx_espace_block *out,
                          const struct cfx_header *headers, size_t count,
                          bool empty)
{
    const struct cfx_header *pivot = &headers[count - 1];
    struct cfx_espace_block b = { .nonce = pivot->nonce.w[0] };
    struct cfx_shares shares;

    for (size_t i = 0; i < count; i++) {
        enum err err = cfx_gas_shares(&shares, headers[i].gas_limit,
                                      headers[i].height);

        if (!err && u256_add_carry(&b.espace_gas_limit, b.espace_gas_limit,
                                   shares.espace))
            err = ERR_TOO_WIDE;
        if (err)
            return err;
    }
    /* Half of the limit at any height, unlike the share. */
    b.gas_limit = u256_div(u256_mul(pivot->gas_limit, u256_from(5)),
                           u256_from(10));
    memcpy(b.state_root, pivot->roots[1], 32);
    memcpy(b.transactions_root, empty ? EMPTY_TRIE : pivot->roots[0], 32);
    memcpy(b.receipts_root, empty ? EMPTY_TRIE : pivot->roots[2], 32);
    *out = b;
    return ERR_OK;
}

enum err cfx_phantom_encode(struct arena *a, struct bytes *out,
                            const struct cfx_phantom *tx, uint32_t chain_id)
{
    struct rlp_out o;
    uint8_t word[32] = { 0 };
    size_t list;

    memcpy(word + 12, tx->from, 20);
    rlp_out_init(&o, a);
    list = rlp_list_open(&o);
    rlp_put_u256(&o, tx->nonce);
    rlp_put_u64(&o, 0);
    rlp_put_u64(&o, 0);
    rlp_put_string(&o, tx->has_to ? BYTES_OF(tx->to) : BYTES_EMPTY);
    rlp_put_u256(&o, tx->value);
    rlp_put_string(&o, tx->data);
    rlp_put_u64(&o, V_OFFSET + 2 * (uint64_t)chain_id);
    rlp_put_u256(&o, u256_load(word));
    rlp_put_u256(&o, u256_load(word));
    rlp_list_close(&o, list);
    return rlp_finish(out, &o);
}
