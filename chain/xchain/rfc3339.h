/* rfc3339: dates in UTC as the light clients' JSON writes them.
 *
 * Spec: RFC 3339, the form YYYY-MM-DDTHH:MM:SS[.fraction]Z with at most nine
 * digits of fraction; years 1 to 9999, no leap seconds (as Go reads). */
#ifndef ETALON_CHAIN_XCHAIN_RFC3339_H
#define ETALON_CHAIN_XCHAIN_RFC3339_H

#include "base/bytes.h"
#include "base/err.h"

struct rfc3339 {
    int64_t seconds; /* since 1970, negative before */
    int32_t nanos;
};

/* ERR_SYNTAX_RULE, ERR_RANGE (no such date or hour). */
MUST_CHECK enum err rfc3339_read(struct rfc3339 *out, struct bytes text);

#endif
