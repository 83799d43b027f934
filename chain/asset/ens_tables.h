/* ens_tables: the data of ENSIP-15, made by tools/ens/make_tables.py.
 *
 * Unicode 17.0.0.  A code point has a class; a class says what may be
 * done with it, which groups hold it, and for a confusable which groups hold a
 * look-alike. */
#ifndef ETALON_CHAIN_ASSET_ENS_TABLES_H
#define ETALON_CHAIN_ASSET_ENS_TABLES_H

#include <stdint.h>

enum {
    ENS_BLOCK = 128,
    ENS_GROUP_WORDS = 6,
    ENS_NSM_MAX = 4,
    ENS_MAPPED_COUNT = 5067,
    ENS_DECOMPOSED_COUNT = 2081,
    ENS_RANK_COUNT = 968,
    ENS_PAIR_COUNT = 961,
    ENS_VALID = 1,
    ENS_IGNORED = 2,
    ENS_CM = 4,
    ENS_NSM = 8,
    ENS_FENCED = 16,
    ENS_MAPPED = 32,
    ENS_WHOLE = 64,
    ENS_UNIQUE = 128,
};

struct ens_class {
    uint16_t flags;
    uint32_t groups[ENS_GROUP_WORDS], look_alikes[ENS_GROUP_WORDS];
};

/* What a code point stands for: length code points of the pool. */
struct ens_mapping {
    uint32_t code_point;
    uint16_t offset, length;
};

struct ens_rank {
    uint32_t code_point, rank;
};

struct ens_pair {
    uint32_t first, second, whole;
};

/* Children stand side by side, in order of their code points. */
struct ens_emoji {
    uint32_t code_point;
    uint16_t first_child, child_count;
    uint16_t end; /* a sequence ends here */
};

extern const struct ens_class ENS_CLASSES[];
extern const uint16_t ENS_BLOCK_OF[];             /* code point / ENS_BLOCK */
extern const uint16_t ENS_BLOCKS[][ENS_BLOCK];    /* classes */
extern const uint32_t ENS_CM_GROUPS[ENS_GROUP_WORDS]; /* marks not counted */
extern const struct ens_mapping ENS_MAPPINGS[ENS_MAPPED_COUNT];
extern const uint32_t ENS_MAPPED_POOL[];
extern const struct ens_mapping ENS_DECOMPOSED[ENS_DECOMPOSED_COUNT];
extern const uint32_t ENS_DECOMPOSED_POOL[];
extern const struct ens_rank ENS_RANKS[ENS_RANK_COUNT];
extern const struct ens_pair ENS_PAIRS[ENS_PAIR_COUNT];
extern const struct ens_emoji ENS_EMOJI[];

#endif
