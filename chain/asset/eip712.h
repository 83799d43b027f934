/* eip712: hashes of typed structured data.
 *
 * Spec: EIP-712.  types maps a name to a list of {name, type}. */
#ifndef ETALON_CHAIN_ASSET_EIP712_H
#define ETALON_CHAIN_ASSET_EIP712_H

#include <jansson.h>

#include "base/arena.h"
#include "base/err.h"

enum { EIP712_TYPES_MAX = 256, EIP712_DEPTH_MAX = 64 };

/* The text that a type hash is of.  ERR_TYPE (no such type, or a malformed
 * one), ERR_MEMORY. */
MUST_CHECK enum err eip712_encode_type(struct arena *a, struct bytes *out,
                                       const json_t *types,
                                       const char *primary);

struct eip712 {
    const json_t *types, *domain, *message;
    const char *primary;
};

/* What is signed.  When types lacks EIP712Domain, the fields that domain has
 * make it.  As eip712_encode_type; ERR_FIELD_MISSING, ERR_VALUE (of another
 * kind), ERR_LENGTH (bytesN, address, fixed array), ERR_RANGE (integers),
 * ERR_TOO_DEEP. */
MUST_CHECK enum err eip712_hash(struct arena *a, uint8_t out[32],
                                const struct eip712 *in);

#endif
