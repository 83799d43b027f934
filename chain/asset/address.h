/* address: account addresses as text - ERC-55, ERC-1191, CIP-37, SS58.
 *
 * Text that is written has a terminator only where the size says so. */
#ifndef ETALON_CHAIN_ASSET_ADDRESS_H
#define ETALON_CHAIN_ASSET_ADDRESS_H

#include "base/arena.h"
#include "base/err.h"

enum {
    ADDRESS_BYTES = 20,
    ADDRESS_TEXT_SIZE = 43, /* "0x", 40 digits, terminator */
    SS58_KEY_MAX = 33,
};

/* "0x" and 40 digits, either case.  ERR_PREFIX, ERR_LENGTH, ERR_CHARACTER. */
MUST_CHECK enum err address_read(uint8_t out[ADDRESS_BYTES], struct bytes text);
/* The case of the checksum.  ERC-1191 gives chains 30 and 31 their own; all
 * others, and 0, have that of ERC-55. */
void address_write(char out[ADDRESS_TEXT_SIZE],
                   const uint8_t address[ADDRESS_BYTES], uint64_t chain_id);
/* Well formed, and its case is the checksum's or only one case. */
bool address_checksum_ok(struct bytes text);

enum cip37_type {
    CIP37_NULL,
    CIP37_BUILTIN,
    CIP37_USER,
    CIP37_CONTRACT,
    CIP37_UNKNOWN
};

struct cip37 {
    uint8_t address[ADDRESS_BYTES];
    uint32_t net_id;
    enum cip37_type type;
};

const char *cip37_type_name(enum cip37_type type);
enum cip37_type cip37_type_of(const uint8_t address[ADDRESS_BYTES]);
/* ERR_RANGE (network 0), ERR_MEMORY.  verbose: PREFIX:TYPE.X:… in capitals. */
MUST_CHECK enum err cip37_encode(struct arena *a, struct bytes *out,
                                 const struct cip37 *in, bool verbose);
/* In the order of the CIP: ERR_CASE, ERR_SYNTAX_RULE (parts, or an option that
 * is no key.value), ERR_PREFIX, ERR_CHARACTER, ERR_CHECKSUM, ERR_VERSION,
 * ERR_LENGTH, ERR_PADDING, ERR_TYPE (the type option); ERR_MEMORY.  Unknown
 * options are ignored. */
MUST_CHECK enum err cip37_decode(struct arena *a, struct cip37 *out,
                                 struct bytes text);

/* key: 32 or 33 bytes.  ERR_RANGE (prefix above 16383), ERR_LENGTH. */
MUST_CHECK enum err ss58_encode(struct arena *a, struct bytes *out,
                                uint32_t prefix, struct bytes key);
/* ERR_CHARACTER, ERR_LENGTH, ERR_RESERVED (first byte 128 and above),
 * ERR_NOT_MINIMAL (two bytes for a prefix below 64), ERR_CHECKSUM. */
MUST_CHECK enum err ss58_decode(struct arena *a, uint32_t *prefix,
                                struct bytes *key, struct bytes text);

#endif
