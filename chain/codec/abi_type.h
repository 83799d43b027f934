/* abi_type: values of the contract ABI from type names and neutral values.
 *
 * Types: address, bool, string, bytes, bytesN, uintN, intN, T[], T[k] and
 * (T,…).  Values: integers or decimal or 0x text for numbers, hex text (with or
 * without 0x) for bytes and addresses, lists for the rest. */
#ifndef ETALON_CHAIN_CODEC_ABI_TYPE_H
#define ETALON_CHAIN_CODEC_ABI_TYPE_H

#include <jansson.h>

#include "chain/codec/abi.h"

/* Borrows from value.  Errors: ERR_TYPE (no such type), ERR_VALUE (the value
 * does not have it), ERR_TOO_DEEP, ERR_MEMORY. */
MUST_CHECK enum err abi_from_json(struct arena *a, struct abi *out,
                                  struct bytes type, const json_t *value);

#endif
