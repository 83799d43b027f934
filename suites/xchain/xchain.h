/* xchain: the suite of cross-chain messages - its one public name. */
#ifndef ETALON_SUITES_XCHAIN_H
#define ETALON_SUITES_XCHAIN_H

#include "runner/op.h"

extern const struct suite suite_xchain;

#endif
