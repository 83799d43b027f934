/* poly: headers, values and proofs of Poly Network, as BSN's interchain has.
 *
 * Spec: ZeroCopySink, ECCUtils of the Ethereum contracts.  Numbers are
 * little-endian, byte strings have a CompactSize before them. */
#ifndef ETALON_CHAIN_XCHAIN_POLY_H
#define ETALON_CHAIN_XCHAIN_POLY_H

#include "chain/xchain/layout.h"

extern const struct layout poly_header, poly_merkle_value;

/* SHA-256 of 00 and the data, of 01 and both children, twice. */
MUST_CHECK enum err poly_leaf(struct arena *a, uint8_t out[32],
                              struct bytes data);
void poly_children(uint8_t out[32], const uint8_t left[32],
                   const uint8_t right[32]);
void poly_header_hash(uint8_t out[32], struct bytes raw);
/* The value that an audit path proves under root.  Fewer than 33 bytes at the
 * end are not looked at, as in the contract.  Errors: ERR_TRUNCATED,
 * ERR_NOT_MINIMAL, ERR_VALUE (a side is neither 0 nor 1),
 * ERR_ROOT_MISMATCH, ERR_MEMORY. */
MUST_CHECK enum err poly_prove(struct arena *a, struct bytes *value,
                               struct bytes path, const uint8_t root[32]);

#endif
