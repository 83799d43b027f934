/* block: the suite of block formats - its one public name. */
#ifndef ETALON_SUITES_BLOCK_H
#define ETALON_SUITES_BLOCK_H

#include "runner/op.h"

extern const struct suite suite_block;

#endif
