/* networks: the spellings of fork names in published fixtures, and which fork
 * holds for a block of a transition network. */
#ifndef ETALON_SUITES_BLOCK_NETWORKS_H
#define ETALON_SUITES_BLOCK_NETWORKS_H

#include "base/bytes.h"

/* Our name for a fixture's spelling ("ConstantinopleFix", "EIP158", "Merge"),
 * or NULL when it is unknown. */
const char *network_fork(const char *spelling);
/* The fork of a block of a network, a transition ("ShanghaiToCancunAtTime15k",
 * "HomesteadToDaoAt5", "ArrowGlacierToParisAtDiffC0000") or a plain one; NULL
 * when unknown.  paris: the header's difficulty is zero. */
const char *network_fork_at(const char *network, uint64_t number,
                            uint64_t timestamp, bool paris);

#endif
