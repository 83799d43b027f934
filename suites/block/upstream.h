/* upstream (block): the published vector sets that this suite can put. */
#ifndef ETALON_SUITES_BLOCK_UPSTREAM_H
#define ETALON_SUITES_BLOCK_UPSTREAM_H

#include "runner/upstream.h"

extern const struct upstream_source upstream_ethereum_tests;
extern const struct upstream_source upstream_blocks;
extern const struct upstream_source upstream_execapis;
extern const struct upstream_source upstream_wycheproof;
extern const struct upstream_source upstream_conflux;

#endif
