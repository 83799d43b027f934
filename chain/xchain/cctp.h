/* cctp: Circle's Cross-Chain Transfer Protocol, versions 1 and 2.
 *
 * Spec: Message, BurnMessage, MessageV2, BurnMessageV2, Attestable of the
 * contracts.  All integers are big-endian. */
#ifndef ETALON_CHAIN_XCHAIN_CCTP_H
#define ETALON_CHAIN_XCHAIN_CCTP_H

#include "chain/xchain/layout.h"

extern const struct layout cctp_v1_message, cctp_v1_burn, cctp_v2_message,
    cctp_v2_burn;

enum {
    CCTP_V1_BURN_SIZE = 132,
    CCTP_V2_BURN_MIN = 228,
    CCTP_V2_MESSAGE_MIN = 148
};

/* Under which a v1 nonce counts as used. */
void cctp_nonce_key(uint8_t out[32], uint32_t source_domain, uint64_t nonce);

struct cctp_attesters {
    const uint8_t (*keys)[20];
    size_t count;
    uint64_t threshold;
};

/* NULL when threshold attesters signed message, in ascending order of their
 * addresses, and nothing else is there; else the class of what is wrong. */
const char *cctp_attestation(struct bytes message, struct bytes attestation,
                             const struct cctp_attesters *attesters);

#endif
