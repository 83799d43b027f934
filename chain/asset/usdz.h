/* usdz: the layout of a USDZ package.
 *
 * Spec: USDZ file format: a ZIP archive, stored without compression or
 * encryption, the data of each file at a multiple of 64 bytes, of known types. */
#ifndef ETALON_CHAIN_ASSET_USDZ_H
#define ETALON_CHAIN_ASSET_USDZ_H

#include "base/bytes.h"

enum usdz_issue {
    USDZ_ALIGNMENT,
    USDZ_COMPRESSED,
    USDZ_ENCRYPTED,
    USDZ_FILE_TYPE,
    USDZ_FIRST_NOT_USD,
    USDZ_MALFORMED,
    USDZ_NO_EOCD,
    USDZ_ISSUE_COUNT
};

const char *usdz_issue_name(enum usdz_issue issue);
/* A set of bits, 1 << issue. */
unsigned usdz_issues(struct bytes file);

#endif
