/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/xchain/opstack.h"

#include "chain/codec/abi.h"
#include "chain/codec/rlp.h"

enum err op_withdrawal_hash(struct arena *a, uint8_t out[32],
                            const struct op_message *m)
{
    struct abi items[] = {
        abi_u256(m->nonce),
        abi_right(BYTES_OF(m->sender)),
        abi_right(BYTES_OF(m->target)),
        abi_u256(m->value),
        abi_u256(m->gas_limit),
        abi_bytes(m->data),
    };

    return abi_keccak(a, out, items, ARRAY_LEN(items));
}

void op_message_slot(uint8_t out[32], const uint8_t hash[32])
{
    static const uint8_t slot[32];

    keccak_pair(out, hash, slot);
}

struct u256 op_nonce_split(unsigned *version, struct u256 nonce)
{
    *version = (unsigned)(nonce.w[3] >> 48);
    nonce.w[3] &= 0xffffffffffff;
    return nonce;
}

enum err op_cross_domain_hash(struct arena *a, uint8_t out[32],
                              const struct op_message *m)
{
    struct abi v0[] = {
        abi_right(BYTES_OF(m->target)),
        abi_right(BYTES_OF(m->sender)),
        abi_bytes(m->data),
        abi_u256(m->nonce),
    };
    struct abi v1[] = {
        abi_u256(m->nonce),  abi_right(BYTES_OF(m->sender)),
        abi_right(BYTES_OF(m->target)), abi_u256(m->value),
        abi_u256(m->gas_limit), abi_bytes(m->data),
    };
    uint8_t selector[4];
    struct bytes parts[2];
    unsigned version;
    enum err err;

    (void)op_nonce_split(&version, m->nonce);
    if (version > 1)
        return ERR_VERSION;
    abi_selector(selector, version ? "relayMessage(uint256,address,address,"
                                     "uint256,uint256,bytes)"
                                   : "relayMessage(address,address,bytes,"
                                     "uint256)");
    err = version ? abi_encode(a, &parts[1], v1, ARRAY_LEN(v1))
                  : abi_encode(a, &parts[1], v0, ARRAY_LEN(v0));
    if (err)
        return err;
    parts[0] = BYTES_OF(selector);
    keccak_parts(out, parts, 2);
    return ERR_OK;
}

void op_source_hash(uint8_t out[32], enum op_source domain,
                    struct bytes reference)
{
    uint8_t word[32] = { 0 }, inner[32];

    word[31] = (uint8_t)domain;
    keccak_parts(inner, &reference, 1);
    keccak_pair(out, word, inner);
}

enum err op_deposit_encode(struct arena *a, struct bytes *out,
                           const struct op_deposit *d)
{
    static const uint8_t type = 0x7e;
    struct rlp_out o;
    size_t list;

    rlp_out_init(&o, a);
    rlp_put_raw(&o, bytes_make(&type, 1));
    list = rlp_list_open(&o);
    rlp_put_string(&o, BYTES_OF(d->source_hash));
    rlp_put_string(&o, BYTES_OF(d->from));
    rlp_put_string(&o, d->is_creation ? BYTES_EMPTY : BYTES_OF(d->to));
    rlp_put_u256(&o, d->mint);
    rlp_put_u256(&o, d->value);
    rlp_put_u64(&o, d->gas_limit);
    rlp_put_u64(&o, d->is_system);
    rlp_put_string(&o, d->data);
    rlp_list_close(&o, list);
    return rlp_finish(out, &o);
}

enum err op_l2_message_hash(struct arena *a, uint8_t out[32],
                            const struct op_l2_message *m)
{
    struct abi items[] = {
        abi_u256(m->destination),
        abi_u256(m->source),
        abi_u256(m->nonce),
        abi_right(BYTES_OF(m->sender)),
        abi_right(BYTES_OF(m->target)),
        abi_bytes(m->message),
    };

    return abi_keccak(a, out, items, ARRAY_LEN(items));
}

/* --- interop ------------------------------------------------------------------ */

static void put_be(uint8_t *out, uint64_t value, size_t len)
{
    for (size_t i = 0; i < len; i++)
        out[i] = (uint8_t)(value >> (8 * (len - 1 - i)));
}

/* Type 3 commits to origin, message, place in the chain and chain. */
static void checksum(uint8_t out[32], const struct op_identifier *id,
                     const uint8_t message_hash[32])
{
    uint8_t log[32], place[32] = { 0 }, chain[32];
    struct bytes parts[] = { BYTES_OF(id->origin),
                             bytes_make(message_hash, 32) };

    keccak_parts(log, parts, 2);
    put_be(place + 12, id->block_number, 8);
    put_be(place + 20, id->timestamp, 8);
    put_be(place + 28, id->log_index, 4);
    keccak_pair(out, log, place);
    u256_to_be(chain, id->chain_id);
    keccak_pair(out, out, chain);
    out[0] = 3;
}

size_t op_access_list(uint8_t keys[OP_ACCESS_KEYS_MAX][32],
                      const struct op_identifier *id,
                      const uint8_t message_hash[32])
{
    uint8_t chain[32];
    size_t count = 0;

    memset(keys, 0, OP_ACCESS_KEYS_MAX * sizeof *keys);
    u256_to_be(chain, id->chain_id);
    keys[count][0] = 1;
    memcpy(keys[count] + 4, chain + 24, 8);
    put_be(keys[count] + 12, id->block_number, 8);
    put_be(keys[count] + 20, id->timestamp, 8);
    put_be(keys[count++] + 28, id->log_index, 4);
    if (!u256_is_u64(id->chain_id)) {
        keys[count][0] = 2;
        memcpy(keys[count++] + 8, chain, 24);
    }
    checksum(keys[count++], id, message_hash);
    return count;
}
