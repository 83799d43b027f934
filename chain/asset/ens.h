/* ens: hashes and encodings of names, and what resolver records mean.
 *
 * Specs: ENSIP-1 (namehash), ENSIP-10 (DNS form), ENSIP-7 (contenthash),
 * ENSIP-11 (coin types).  Names are taken as they are; ens_normalize.h makes
 * them so. */
#ifndef ETALON_CHAIN_ASSET_ENS_H
#define ETALON_CHAIN_ASSET_ENS_H

#include "base/arena.h"
#include "base/err.h"

enum { ENS_DNS_LABEL_MAX = 255, ENS_NAME_MAX = 65536 };

/* The empty name has 32 zero bytes.  ERR_EMPTY (a label), ERR_LIMIT. */
MUST_CHECK enum err ens_namehash(uint8_t out[32], struct bytes name);
/* Labels behind their length, and a zero.  ERR_EMPTY, ERR_TOO_LONG. */
MUST_CHECK enum err ens_dns_encode(struct arena *a, struct bytes *out,
                                   struct bytes name);
/* ERR_RANGE: no chain id below 2^31. */
MUST_CHECK enum err ens_evm_coin_type(uint64_t *out, int64_t chain_id);
/* codec is a name ("ipfs", "swarm", …); value is the CID as text, for swarm the
 * digest as hex digits, for names and services their text.  ERR_TYPE and the
 * errors of varints and CIDs. */
MUST_CHECK enum err ens_contenthash(struct arena *a, const char **codec,
                                    struct bytes *value, struct bytes in);

#endif
