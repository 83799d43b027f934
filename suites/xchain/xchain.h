/* xchain: the suite of cross-chain messages - its one public name. */
#ifndef ETALON_SUITES_XCHAIN_H
#define ETALON_SUITES_XCHAIN_H

#include "runner/op.h"
#include "runner/upstream.h"

extern const struct suite suite_xchain;
/* Published vectors about messages and proofs between chains. */
extern const struct upstream_source upstream_xchain;

#endif
