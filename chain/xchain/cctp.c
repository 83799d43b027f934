/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/xchain/cctp.h"

#include "chain/codec/pack.h"
#include "chain/xchain/evmsig.h"

static const struct layout_field v1_message_fields[] = {
    { "version", LAYOUT_NUMBER, 4 },
    { "source_domain", LAYOUT_NUMBER, 4 },
    { "destination_domain", LAYOUT_NUMBER, 4 },
    { "nonce", LAYOUT_NUMBER, 8 },
    { "sender", LAYOUT_BYTES, 32 },
    { "recipient", LAYOUT_BYTES, 32 },
    { "destination_caller", LAYOUT_BYTES, 32 },
    { "body", LAYOUT_REST, 0 },
};
const struct layout cctp_v1_message = LAYOUT_OF(v1_message_fields);

static const struct layout_field v1_burn_fields[] = {
    { "version", LAYOUT_NUMBER, 4 },
    { "burn_token", LAYOUT_BYTES, 32 },
    { "mint_recipient", LAYOUT_BYTES, 32 },
    { "amount", LAYOUT_NUMBER, 32 },
    { "message_sender", LAYOUT_BYTES, 32 },
};
const struct layout cctp_v1_burn = LAYOUT_OF(v1_burn_fields);

static const struct layout_field v2_message_fields[] = {
    { "version", LAYOUT_NUMBER, 4 },
    { "source_domain", LAYOUT_NUMBER, 4 },
    { "destination_domain", LAYOUT_NUMBER, 4 },
    { "nonce", LAYOUT_BYTES, 32 },
    { "sender", LAYOUT_BYTES, 32 },
    { "recipient", LAYOUT_BYTES, 32 },
    { "destination_caller", LAYOUT_BYTES, 32 },
    { "min_finality_threshold", LAYOUT_NUMBER, 4 },
    { "finality_threshold_executed", LAYOUT_NUMBER, 4 },
    { "body", LAYOUT_REST, 0 },
};
const struct layout cctp_v2_message = LAYOUT_OF(v2_message_fields);

static const struct layout_field v2_burn_fields[] = {
    { "version", LAYOUT_NUMBER, 4 },
    { "burn_token", LAYOUT_BYTES, 32 },
    { "mint_recipient", LAYOUT_BYTES, 32 },
    { "amount", LAYOUT_NUMBER, 32 },
    { "message_sender", LAYOUT_BYTES, 32 },
    { "max_fee", LAYOUT_NUMBER, 32 },
    { "fee_executed", LAYOUT_NUMBER, 32 },
    { "expiration_block", LAYOUT_NUMBER, 32 },
    { "hook_data", LAYOUT_REST, 0 },
};
const struct layout cctp_v2_burn = LAYOUT_OF(v2_burn_fields);

void cctp_nonce_key(uint8_t out[32], uint32_t source_domain, uint64_t nonce)
{
    uint8_t packed[12];
    struct bytes part = BYTES_OF(packed);

    for (int i = 0; i < 4; i++)
        packed[i] = (uint8_t)(source_domain >> (24 - 8 * i));
    for (int i = 0; i < 8; i++)
        packed[4 + i] = (uint8_t)(nonce >> (56 - 8 * i));
    keccak_parts(out, &part, 1);
}

static bool is_attester(const struct cctp_attesters *attesters,
                        const uint8_t signer[20])
{
    for (size_t i = 0; i < attesters->count; i++)
        if (memcmp(attesters->keys[i], signer, 20) == 0)
            return true;
    return false;
}

const char *cctp_attestation(struct bytes message, struct bytes attestation,
                             const struct cctp_attesters *attesters)
{
    uint8_t digest[32], last[20] = { 0 }, signer[20];

    if (attestation.len % EVMSIG_SIZE ||
        attestation.len / EVMSIG_SIZE != attesters->threshold)
        return "invalid_attestation_length";
    /* A threshold of zero is refused when it is set (Attestable). */
    if (!attesters->threshold)
        return "invalid_threshold";
    keccak_parts(digest, &message, 1);
    for (; attestation.len;
         attestation = bytes_tail(attestation, EVMSIG_SIZE)) {
        if (evmsig_signer(signer, digest,
                          bytes_head(attestation, EVMSIG_SIZE)))
            return "ecdsa_invalid";
        if (memcmp(signer, last, sizeof last) <= 0)
            return "order_or_dupe";
        if (!is_attester(attesters, signer))
            return "not_attester";
        memcpy(last, signer, sizeof last);
    }
    return NULL;
}
