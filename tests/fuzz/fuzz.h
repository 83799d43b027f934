/* fuzz: what a harness implements - one function with a property. */
#ifndef ETALON_TESTS_FUZZ_H
#define ETALON_TESTS_FUZZ_H

#include "base/arena.h"

/* Called with a fresh arena (64 MiB cap) and one input; aborts when the
 * property does not hold.  Must not keep anything between calls. */
void fuzz_one(struct arena *a, struct bytes in);

#endif
