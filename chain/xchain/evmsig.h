/* evmsig: 65-byte signatures r, s, v as contracts on the EVM check them.
 *
 * Specs: the precompile ECRECOVER (Yellow Paper, appendix E); OpenZeppelin
 * ECDSA, which also refuses s above n/2; EIP-191 version 0x45. */
#ifndef ETALON_CHAIN_XCHAIN_EVMSIG_H
#define ETALON_CHAIN_XCHAIN_EVMSIG_H

#include "base/err.h"

enum { EVMSIG_SIZE = 65, EVMSIG_ADDRESS = 20, EVMSIG_RAW = 64 };

/* The signer.  v is 27 or 28 and s low, as OpenZeppelin demands.  Errors:
 * ERR_LENGTH, ERR_SIG_V, ERR_SIG_R, ERR_SIG_S, ERR_SIG_HIGH_S,
 * ERR_SIG_RECOVER. */
MUST_CHECK enum err evmsig_signer(uint8_t out[EVMSIG_ADDRESS],
                                  const uint8_t hash[32],
                                  struct bytes signature);
/* As ECRECOVER itself: r and s of 32 bytes, v given, a high s is taken. */
MUST_CHECK enum err evmsig_recover(uint8_t out[EVMSIG_ADDRESS],
                                   const uint8_t hash[32],
                                   const uint8_t rs[EVMSIG_RAW], unsigned v);
/* Keccak-256 of "\x19Ethereum Signed Message:\n", the length of data in
 * decimal (at most 99), and data. */
void evmsig_message_hash(uint8_t out[32], struct bytes data);

#endif
