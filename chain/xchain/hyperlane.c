/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/xchain/hyperlane.h"

#include "chain/codec/pack.h"
#include "chain/xchain/evmsig.h"
#include "chain/xchain/ktree.h"

static const struct layout_field message_fields[] = {
    { "version", LAYOUT_NUMBER, 1 },
    { "nonce", LAYOUT_NUMBER, 4 },
    { "origin", LAYOUT_NUMBER, 4 },
    { "sender", LAYOUT_BYTES, 32 },
    { "destination", LAYOUT_NUMBER, 4 },
    { "recipient", LAYOUT_BYTES, 32 },
    { "body", LAYOUT_REST, 0 },
};
const struct layout hyperlane_message = LAYOUT_OF(message_fields);

static const struct layout_field token_fields[] = {
    { "recipient", LAYOUT_BYTES, 32 },
    { "amount", LAYOUT_NUMBER, 32 },
    { "metadata", LAYOUT_REST, 0 },
};
const struct layout hyperlane_token_message = LAYOUT_OF(token_fields);

static const struct layout_field hook_fields[] = {
    { "high byte of variant 1", LAYOUT_ID, 0 },
    { "low byte of variant 1", LAYOUT_ID, 1 },
    { "msg_value", LAYOUT_NUMBER, 32 },
    { "gas_limit", LAYOUT_NUMBER, 32 },
    { "refund_address", LAYOUT_BYTES, 20 },
    { "custom", LAYOUT_REST, 0 },
};
const struct layout hyperlane_hook_metadata = LAYOUT_OF(hook_fields);

static void put_u32(uint8_t out[4], uint32_t value)
{
    for (int i = 0; i < 4; i++)
        out[i] = (uint8_t)(value >> (24 - 8 * i));
}

void hyperlane_domain_hash(uint8_t out[32], uint32_t domain,
                           const uint8_t hook[32])
{
    uint8_t origin[4];
    struct bytes parts[3];

    put_u32(origin, domain);
    parts[0] = BYTES_OF(origin);
    parts[1] = bytes_make(hook, 32);
    parts[2] = bytes_str("HYPERLANE");
    keccak_parts(out, parts, 3);
}

void hyperlane_checkpoint_digest(uint8_t out[32],
                                 const struct hyperlane_checkpoint *c,
                                 bool legacy)
{
    uint8_t domain[32], index[4], inner[32];
    struct bytes parts[4];

    hyperlane_domain_hash(domain, c->origin, c->hook);
    put_u32(index, c->index);
    parts[0] = BYTES_OF(domain);
    parts[1] = BYTES_OF(c->root);
    parts[2] = BYTES_OF(index);
    parts[3] = BYTES_OF(c->message_id);
    keccak_parts(inner, parts, legacy ? 3 : 4);
    evmsig_message_hash(out, BYTES_OF(inner));
}

/* --- security modules ------------------------------------------------------- */

/* Walks signatures and validators together, as AbstractMultisigIsm does: each
 * signature must belong to a validator after the last one's. */
static const char *check_signatures(const uint8_t digest[32],
                                    struct bytes signatures,
                                    const struct hyperlane_validators *v)
{
    uint8_t signer[20];
    size_t at = 0;

    for (uint64_t i = 0; i < v->threshold; i++) {
        if (signatures.len < EVMSIG_SIZE)
            return "malformed";
        if (evmsig_signer(signer, digest, bytes_head(signatures, EVMSIG_SIZE)))
            return "ecdsa_invalid";
        signatures = bytes_tail(signatures, EVMSIG_SIZE);
        while (at < v->count && memcmp(v->keys[at], signer, 20) != 0)
            at++;
        if (at == v->count)
            return "threshold";
        at++;
    }
    return NULL;
}

/* The parts of a message that a checkpoint speaks of. */
static bool read_message(struct arena *a, struct hyperlane_checkpoint *c,
                         struct bytes message)
{
    struct bytes values[LAYOUT_FIELDS_MAX];

    if (layout_decode(a, values, &hyperlane_message, message))
        return false;
    c->origin = (uint32_t)bytes_be(
        layout_value(&hyperlane_message, values, "origin"));
    keccak_parts(c->message_id, &message, 1);
    return true;
}

const char *hyperlane_verify_message_id(struct arena *a, struct bytes message,
                                        struct bytes metadata,
                                        const struct hyperlane_validators *v)
{
    enum { SIGNATURES_AT = 68 };
    struct hyperlane_checkpoint c;
    uint8_t digest[32];

    if (!v->threshold)
        return "no_threshold";
    if (!read_message(a, &c, message) || metadata.len < SIGNATURES_AT)
        return "malformed";
    memcpy(c.hook, metadata.data, 32);
    memcpy(c.root, metadata.data + 32, 32);
    c.index = (uint32_t)bytes_be(bytes_make(metadata.data + 64, 4));
    hyperlane_checkpoint_digest(digest, &c, false);
    return check_signatures(digest, bytes_tail(metadata, SIGNATURES_AT), v);
}

const char *hyperlane_verify_merkle_root(struct arena *a, struct bytes message,
                                         struct bytes metadata,
                                         const struct hyperlane_validators *v)
{
    enum { ID_AT = 36, PROOF_AT = 68, INDEX_AT = 1092, SIGNATURES_AT = 1096 };
    struct hyperlane_checkpoint c;
    uint8_t digest[32], path[KTREE_DEPTH][32];
    uint32_t leaf;

    if (!v->threshold)
        return "no_threshold";
    if (!read_message(a, &c, message) || metadata.len < SIGNATURES_AT)
        return "malformed";
    leaf = (uint32_t)bytes_be(bytes_make(metadata.data + 32, 4));
    c.index = (uint32_t)bytes_be(bytes_make(metadata.data + INDEX_AT, 4));
    if (leaf > c.index)
        return "invalid_merkle_index";
    memcpy(c.hook, metadata.data, 32);
    memcpy(path, metadata.data + PROOF_AT, sizeof path);
    ktree_branch_root(c.root, c.message_id, (const uint8_t(*)[32])path, leaf);
    /* The signed checkpoint may be of a later message. */
    memcpy(c.message_id, metadata.data + ID_AT, 32);
    hyperlane_checkpoint_digest(digest, &c, false);
    return check_signatures(digest, bytes_tail(metadata, SIGNATURES_AT), v);
}

enum err hyperlane_aggregation(bool *present, struct bytes *out,
                               struct bytes metadata, uint32_t index)
{
    uint64_t row = (uint64_t)index * 8, start, end;

    if (metadata.len < 8 || row > metadata.len - 8)
        return ERR_TRUNCATED;
    start = bytes_be(bytes_make(metadata.data + row, 4));
    end = bytes_be(bytes_make(metadata.data + row + 4, 4));
    if (start && end < start)
        return ERR_RANGE;
    if (start && end > metadata.len)
        return ERR_TRUNCATED;
    *present = start != 0;
    if (start)
        *out = bytes_make(metadata.data + start, (size_t)(end - start));
    return ERR_OK;
}
