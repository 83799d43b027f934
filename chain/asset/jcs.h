/* jcs: JSON text to its canonical form.
 *
 * Specs: RFC 8785; RFC 7493 (I-JSON): no member name twice, no half of a
 * surrogate pair, numbers that a double can hold.  Reads the text itself, so
 * that nothing is lost on the way. */
#ifndef ETALON_CHAIN_ASSET_JCS_H
#define ETALON_CHAIN_ASSET_JCS_H

#include "base/arena.h"
#include "base/err.h"

enum { JCS_DEPTH_MAX = 256 };

/* ERR_SYNTAX_RULE, ERR_REPEATED (a member name), ERR_SURROGATE, ERR_RANGE (a
 * number beyond doubles), ERR_TOO_DEEP, ERR_MEMORY. */
MUST_CHECK enum err jcs_canonicalize(struct arena *a, struct bytes *out,
                                     struct bytes text);

#endif
