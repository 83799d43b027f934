/* header_internal: the one table of header fields, for codec and JSON form. */
#ifndef ETALON_CHAIN_ETH_HEADER_INTERNAL_H
#define ETALON_CHAIN_ETH_HEADER_INTERNAL_H

#include "chain/eth/header.h"

enum header_field_kind {
    HEADER_FIELD_FIXED, /* exactly size bytes */
    HEADER_FIELD_U64,
    HEADER_FIELD_U256,
    HEADER_FIELD_EXTRA, /* a byte string of its own length rule */
};

struct header_field {
    const char *name; /* in JSON-RPC */
    enum header_field_kind kind;
    size_t offset, size; /* in struct header */
};

extern const struct header_field header_fields[HEADER_FIELDS_AMSTERDAM];

/* True for the six field counts that forks gave the header. */
bool header_fields_known(size_t count);

#endif
