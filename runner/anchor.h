/* anchor: the kinds of blocks and transactions that discovery looks for.
 *
 * An anchor is a block {number, hash} or a transaction {hash, index, block} of
 * the chain that a node holds; scenarios that take anchors are done once for
 * each and are untested where there is none.  docs/scenarios.md, "Anchors". */
#ifndef ETALON_RUNNER_ANCHOR_H
#define ETALON_RUNNER_ANCHOR_H

#include "base/bytes.h"

enum { ANCHORS_EACH = 3 };

/* The name of the kind, NULL past the end. */
const char *anchor_kind_at(size_t index);
/* What the kind is, for lists and messages. */
const char *anchor_text_at(size_t index);
bool anchor_kind_known(const char *kind);

#endif
