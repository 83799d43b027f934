/* xcm: programs of the Cross-Consensus Message format, versions 3 to 5.
 *
 * Spec: polkadot-sdk, xcm v3, v4 and v5, as the metadata of the runtimes states
 * them.  A program is a list of one-key maps {instruction: fields}; a single
 * field stands without its name.  Locations are {parents, interior: [junction,
 * …]}, options are the value or null, a weight limit null for unlimited. */
#ifndef ETALON_CHAIN_XCHAIN_XCM_H
#define ETALON_CHAIN_XCHAIN_XCM_H

#include <jansson.h>

#include "base/arena.h"
#include "base/err.h"

enum {
    XCM_VERSION_MIN = 3,
    XCM_VERSION_MAX = 5,
    XCM_DEPTH_MAX = 8,          /* programs within programs */
    XCM_INSTRUCTIONS_MAX = 100, /* of one message, in all programs */
    XCM_ASSETS_MAX = 20
};

/* VersionedXcm.  Errors: ERR_VERSION, ERR_TYPE (no such case in this version),
 * ERR_FIELD_MISSING, ERR_VALUE, ERR_TOO_WIDE, ERR_TOO_LONG, ERR_TOO_DEEP,
 * ERR_MEMORY. */
MUST_CHECK enum err xcm_encode(struct arena *a, struct bytes *out,
                               unsigned version, const json_t *program);
/* *program is a new reference.  Errors: ERR_EMPTY, ERR_VERSION, ERR_TRUNCATED,
 * ERR_TRAILING, ERR_NOT_MINIMAL, ERR_TYPE, ERR_VALUE (bools), ERR_TOO_WIDE,
 * ERR_TOO_LONG, ERR_TOO_DEEP, ERR_ORDER (assets that are not sorted, or
 * doubled), ERR_MEMORY. */
MUST_CHECK enum err xcm_decode(struct arena *a, unsigned *version,
                               json_t **program, struct bytes in);
/* The index of a case.  ERR_VERSION, ERR_TYPE. */
MUST_CHECK enum err xcm_instruction_index(unsigned *out, unsigned version,
                                          const char *name);
MUST_CHECK enum err xcm_network_index(unsigned *out, unsigned version,
                                      const char *name);

#endif
