/* authorization: the tuples of a set-code transaction, and delegations.
 *
 * Spec: EIP-7702.  A bad tuple is skipped, it does not make a transaction
 * invalid; the reason of a skip is an enum err. */
#ifndef ETALON_CHAIN_ETH_AUTHORIZATION_H
#define ETALON_CHAIN_ETH_AUTHORIZATION_H

#include "chain/eth/tx.h"

enum { DELEGATION_SIZE = 23 };

/* Keccak-256 of 0x05 and the RLP of [chain id, address, nonce]. */
void authorization_signing_hash(uint8_t out[32],
                                const struct tx_authorization *in);
/* Who gave it.  Each error is the reason of a skip: ERR_CHAIN_ID (neither 0
 * nor this chain's), ERR_TX_NONCE (2^64-1), ERR_SIG_V, ERR_SIG_R, ERR_SIG_S,
 * ERR_SIG_HIGH_S, ERR_SIG_RECOVER. */
MUST_CHECK enum err authorization_authority(uint8_t authority[20],
                                            const struct tx_authorization *in,
                                            struct u256 chain_id);

void delegation_encode(uint8_t out[DELEGATION_SIZE], const uint8_t address[20]);
/* ERR_PREFIX (not 0xef0100), ERR_LENGTH. */
MUST_CHECK enum err delegation_decode(uint8_t address[20], struct bytes code);

#endif
