/* asset: the suite of asset identity - its public names. */
#ifndef ETALON_SUITES_ASSET_H
#define ETALON_SUITES_ASSET_H

#include "runner/op.h"
#include "runner/upstream.h"

extern const struct suite suite_asset;
/* Published vectors of asset identity: one file per publisher. */
extern const struct upstream_source upstream_asset;

#endif
