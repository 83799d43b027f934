/* interop: interoperable addresses, a chain and an account in one value.
 *
 * Specs: ERC-7930 (binary, version 1), ERC-7828 (name), CAIP-350 with its
 * profiles of eip155, bip122, solana and starknet.  Views point into the input. */
#ifndef ETALON_CHAIN_ASSET_INTEROP_H
#define ETALON_CHAIN_ASSET_INTEROP_H

#include "base/arena.h"
#include "base/err.h"

enum { INTEROP_TEXT_MAX = 1024 };

struct interop {
    uint16_t version, chain_type;
    struct bytes reference, address;
};

/* The frame alone.  ERR_TRUNCATED, ERR_VERSION, ERR_EMPTY (neither reference
 * nor address), ERR_TRAILING. */
MUST_CHECK enum err interop_decode(struct interop *out, struct bytes in);
/* "address@chain#CHECKSUM".  As interop_decode, then by the profile of the
 * chain: ERR_TYPE (no profile), ERR_LEADING_ZERO, ERR_LENGTH, ERR_VALUE. */
MUST_CHECK enum err interop_name(struct arena *a, struct bytes *out,
                                 struct bytes in);
/* The binary form of a name, whose checksum may be left out.  ERR_SYNTAX_RULE,
 * ERR_CHARACTER, ERR_CASE, ERR_LEADING_ZERO, ERR_LENGTH, ERR_RANGE, ERR_TYPE,
 * ERR_EMPTY, ERR_CHECKSUM. */
MUST_CHECK enum err interop_name_decode(struct arena *a, struct bytes *out,
                                        struct bytes text);

#endif
