/* asset: the suite of asset identity - its one public name. */
#ifndef ETALON_SUITES_ASSET_H
#define ETALON_SUITES_ASSET_H

#include "runner/op.h"

extern const struct suite suite_asset;

#endif
