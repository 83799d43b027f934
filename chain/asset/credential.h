/* credential: Data Integrity proofs over canonical JSON, and status lists.
 *
 * Specs: VC Data Integrity 1.0, eddsa-jcs-2022, ecdsa-jcs-2019, the hashes of
 * the RDFC suites over N-Quads that are given; Bitstring Status List 1.0.  Keys
 * come from did:key; others would have to be fetched. */
#ifndef ETALON_CHAIN_ASSET_CREDENTIAL_H
#define ETALON_CHAIN_ASSET_CREDENTIAL_H

#include <jansson.h>

#include "base/arena.h"
#include "base/err.h"
#include "chain/crypto/hash.h"

enum {
    PROOF_HASH_MAX = 2 * HASH_SIZE_MAX,
    STATUS_BITS_MIN = 131072,
    STATUS_SIZE_MAX = 32,
    STATUS_BYTES_MAX = 1 << 26,
};

struct proof_result {
    uint8_t hash[PROOF_HASH_MAX]; /* of the proof configuration, the document */
    size_t hash_size;
    bool ok;
};

/* ERR_FIELD_MISSING, ERR_TYPE (of the proof), ERR_CRYPTOSUITE, ERR_VALUE (a
 * time), ERR_CONTEXT, ERR_PREFIX, ERR_CHARACTER, ERR_LENGTH (of the proof
 * value), ERR_KEY, ERR_NEEDS_EXECUTION (the method is no did:key). */
MUST_CHECK enum err proof_jcs_verify(struct arena *a, struct proof_result *out,
                                     const json_t *document);
/* Both hashes side by side. */
MUST_CHECK enum err proof_text_hash(uint8_t out[PROOF_HASH_MAX],
                                    size_t *out_size, enum hash kind,
                                    struct bytes configuration,
                                    struct bytes document);
/* ERR_PREFIX (not multibase u), ERR_CHARACTER, ERR_PADDING, ERR_COMPRESSION,
 * ERR_LENGTH (too few bits), ERR_RANGE (index or size). */
MUST_CHECK enum err status_list_read(struct arena *a, uint64_t *out,
                                     struct bytes list, int64_t index,
                                     int64_t size);

#endif
