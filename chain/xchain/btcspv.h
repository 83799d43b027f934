/* btcspv: Bitcoin headers, transactions and Merkle proofs for light clients.
 *
 * Spec: Bitcoin protocol; summa-tx/bitcoin-spv for the layout of proofs.
 * Hashes are in internal byte order.  A Merkle proof is leaf, siblings and root
 * one after another. */
#ifndef ETALON_CHAIN_XCHAIN_BTCSPV_H
#define ETALON_CHAIN_XCHAIN_BTCSPV_H

#include "base/arena.h"
#include "base/err.h"
#include "base/u256.h"

enum { BTCSPV_HEADER = 80 };

/* SHA-256 twice. */
void btcspv_hash(uint8_t out[32], struct bytes in);
/* extra: bytes after the first.  ERR_TRUNCATED. */
MUST_CHECK enum err btcspv_varint(uint64_t *value, size_t *extra,
                                  struct bytes in);
/* ERR_MEMORY. */
MUST_CHECK enum err btcspv_join(struct arena *a, uint8_t out[32],
                                const struct bytes *parts, size_t count);
/* *mutated: two equal hashes stand side by side, so that another list of
 * transactions has the same root (CVE-2012-2459).  ERR_EMPTY, ERR_MEMORY. */
MUST_CHECK enum err btcspv_merkle_root(struct arena *a, uint8_t root[32],
                                       bool *mutated,
                                       const uint8_t (*ids)[32],
                                       size_t count);
/* One hash is a coinbase alone and passes; two never occur and fail.
 * ERR_LENGTH, ERR_ROOT_MISMATCH. */
MUST_CHECK enum err btcspv_verify_merkle(struct bytes proof, uint64_t index);
MUST_CHECK enum err btcspv_prove(struct arena *a, const uint8_t id[32],
                                 const uint8_t root[32], struct bytes nodes,
                                 uint64_t index);
/* The whole of vin, or vout, with its count.  ERR_TRUNCATED, ERR_EMPTY,
 * ERR_TRAILING. */
MUST_CHECK enum err btcspv_check_vin(struct bytes vin);
MUST_CHECK enum err btcspv_check_vout(struct bytes vout);

/* What nBits says; ERR_LENGTH unless 80 bytes, ERR_RANGE (negative, too
 * wide, zero). */
MUST_CHECK enum err btcspv_target(struct u256 *out, struct bytes header);

struct btcspv_header {
    struct bytes raw;
    uint8_t hash[32], prev[32], merkle_root[32];
};

/* ERR_LENGTH, ERR_VALUE (another hash), ERR_HDR_PARENT,
 * ERR_ROOT_MISMATCH. */
MUST_CHECK enum err btcspv_check_header(const struct btcspv_header *in);
/* Headers one after another: links and work.  *difficulty is the sum.
 * ERR_LENGTH, ERR_EMPTY, ERR_HDR_PARENT, ERR_HDR_DIFFICULTY. */
MUST_CHECK enum err btcspv_check_chain(struct u256 *difficulty,
                                       struct bytes headers);

#endif
