/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/xchain/wormhole.h"

#include "chain/codec/pack.h"
#include "chain/xchain/evmsig.h"

static const struct layout_field body_fields[] = {
    { "timestamp", LAYOUT_NUMBER, 4 },
    { "nonce", LAYOUT_NUMBER, 4 },
    { "emitter_chain", LAYOUT_NUMBER, 2 },
    { "emitter_address", LAYOUT_BYTES, 32 },
    { "sequence", LAYOUT_NUMBER, 8 },
    { "consistency_level", LAYOUT_NUMBER, 1 },
    { "payload", LAYOUT_REST, 0 },
};
const struct layout wormhole_body = LAYOUT_OF(body_fields);

static const struct layout_field transfer_fields[] = {
    { "id", LAYOUT_ID, 1 },
    { "amount", LAYOUT_NUMBER, 32 },
    { "token_address", LAYOUT_BYTES, 32 },
    { "token_chain", LAYOUT_NUMBER, 2 },
    { "to", LAYOUT_BYTES, 32 },
    { "to_chain", LAYOUT_NUMBER, 2 },
    { "fee", LAYOUT_NUMBER, 32 },
};
const struct layout wormhole_transfer = LAYOUT_OF(transfer_fields);

static const struct layout_field asset_meta_fields[] = {
    { "id", LAYOUT_ID, 2 },
    { "token_address", LAYOUT_BYTES, 32 },
    { "token_chain", LAYOUT_NUMBER, 2 },
    { "decimals", LAYOUT_NUMBER, 1 },
    { "symbol", LAYOUT_BYTES, 32 },
    { "name", LAYOUT_BYTES, 32 },
};
const struct layout wormhole_asset_meta = LAYOUT_OF(asset_meta_fields);

static const struct layout_field transfer3_fields[] = {
    { "id", LAYOUT_ID, 3 },
    { "amount", LAYOUT_NUMBER, 32 },
    { "token_address", LAYOUT_BYTES, 32 },
    { "token_chain", LAYOUT_NUMBER, 2 },
    { "to", LAYOUT_BYTES, 32 },
    { "to_chain", LAYOUT_NUMBER, 2 },
    { "from_address", LAYOUT_BYTES, 32 },
    { "payload", LAYOUT_REST, 0 },
};
const struct layout wormhole_transfer_with_payload =
    LAYOUT_OF(transfer3_fields);

enum { VAA_HEADER_SIZE = 6, VAA_BODY_MIN = 51 };

enum err vaa_decode(struct vaa *out, struct bytes in)
{
    size_t count, start;

    if (!in.len)
        return ERR_TRUNCATED;
    if (in.data[0] != 1)
        return ERR_VERSION;
    if (in.len < VAA_HEADER_SIZE)
        return ERR_TRUNCATED;
    count = in.data[5];
    start = VAA_HEADER_SIZE + VAA_SIGNATURE_SIZE * count;
    if (in.len < start + VAA_BODY_MIN)
        return ERR_TRUNCATED;
    *out = (struct vaa){
        .version = in.data[0],
        .guardian_set_index = (uint32_t)bytes_be(bytes_make(in.data + 1, 4)),
        .signatures = bytes_make(in.data + VAA_HEADER_SIZE,
                                 VAA_SIGNATURE_SIZE * count),
        .signature_count = count,
        .body = bytes_tail(in, start),
    };
    return ERR_OK;
}

void vaa_digest(uint8_t out[32], struct bytes body)
{
    uint8_t hash[32];
    struct bytes once = BYTES_OF(hash);

    keccak_parts(hash, &body, 1);
    keccak_parts(out, &once, 1);
}

enum err vaa_quorum(unsigned *out, uint64_t guardians)
{
    if (guardians > GUARDIANS_MAX)
        return ERR_RANGE;
    *out = (unsigned)guardians * 2 / 3 + 1;
    return ERR_OK;
}

/* Order of checks as in Messages.verifySignatures: recovery comes first. */
static const char *verify_signatures(const struct vaa *vaa,
                                     const struct guardian_set *set)
{
    uint8_t digest[32], signer[20];
    int last = -1;

    vaa_digest(digest, vaa->body);
    for (size_t i = 0; i < vaa->signature_count; i++) {
        const uint8_t *s = vaa->signatures.data + i * VAA_SIGNATURE_SIZE;

        /* The contract adds 27 to a byte: above 228 that overflows, and any
         * sum but 27 and 28 recovers nothing. */
        if (evmsig_recover(signer, digest, s + 1, s[65] + 27u))
            return s[65] > 255 - 27 ? "malformed" : "ecrecover_failed";
        if (s[0] <= last)
            return "indices_not_ascending";
        last = s[0];
        if (s[0] >= set->count)
            return "index_out_of_bounds";
        if (memcmp(signer, set->keys[s[0]], sizeof signer) != 0)
            return "invalid_signature";
    }
    return NULL;
}

const char *vaa_verify(struct bytes in, const struct guardian_set *set)
{
    struct vaa vaa;
    unsigned quorum;
    enum err err = vaa_decode(&vaa, in);

    if (err)
        return err == ERR_VERSION ? "bad_version" : "malformed";
    if (!set->count || vaa.guardian_set_index != set->index ||
        vaa_quorum(&quorum, set->count))
        return "invalid_guardian_set";
    if (set->expired)
        return "guardian_set_expired";
    if (vaa.signature_count < quorum)
        return "no_quorum";
    return verify_signatures(&vaa, set);
}
