/* siwe: sign-in messages.
 *
 * Spec: ERC-4361; the message must match its ABNF to the letter. */
#ifndef ETALON_CHAIN_ASSET_SIWE_H
#define ETALON_CHAIN_ASSET_SIWE_H

#include "base/arena.h"
#include "base/err.h"

enum { SIWE_RESOURCES_MAX = 4096 };

/* Views into the message; a part that is absent has a null pointer. */
struct siwe {
    struct bytes scheme, domain, address, statement, uri, version, chain_id,
        nonce, issued_at, expiration_time, not_before, request_id;
    bool has_statement, has_request_id, has_resources;
    struct bytes *resources;
    size_t resource_count;
};

/* ERR_SYNTAX_RULE, ERR_CHECKSUM (of the address), ERR_DATE_TIME, ERR_MEMORY. */
MUST_CHECK enum err siwe_parse(struct arena *a, struct siwe *out,
                               struct bytes text);

#endif
