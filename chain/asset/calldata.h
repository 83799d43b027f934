/* calldata: what a contract is called with, from a signature and JSON values.
 *
 * Spec: Solidity documentation, "Contract ABI Specification". */
#ifndef ETALON_CHAIN_ASSET_CALLDATA_H
#define ETALON_CHAIN_ASSET_CALLDATA_H

#include <jansson.h>

#include "base/arena.h"
#include "base/err.h"

enum { CALLDATA_ARGUMENTS_MAX = 16 };

/* prefix (init code, or a selector) and behind it the arguments, encoded by
 * types, "(address,uint256)"; flags may be written as text.  *out is the
 * arena's.  Errors: ERR_BAD_INPUT (count or kind of arguments), ERR_MEMORY. */
MUST_CHECK enum err calldata_append(struct arena *a, struct bytes *out,
                                    struct bytes prefix, const char *types,
                                    const json_t *arguments,
                                    struct error *why);
/* The selector of signature, "transfer(address,uint256)", and the arguments.
 * As calldata_append; ERR_BAD_INPUT too for what is no signature. */
MUST_CHECK enum err calldata_make(struct arena *a, struct bytes *out,
                                  const char *signature,
                                  const json_t *arguments, struct error *why);
/* How many types "(address,(uint8,bytes))" names: 2. */
size_t calldata_count(const char *types);

#endif
