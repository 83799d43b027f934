/* xcm_internal: the types of XCM as tables, shared by writer and reader.
 *
 * A type is named by text: u8, u32, u64 plain; c32, c64, c128 compact; bool;
 * bN for N bytes; bytes for counted bytes; ?T an option, *T a list; a name of a
 * row of xcm_types; or one of the special ones (Interior, WeightLimit, AssetId,
 * Assets, Xcm) that writer and reader know. */
#ifndef ETALON_CHAIN_XCHAIN_XCM_INTERNAL_H
#define ETALON_CHAIN_XCHAIN_XCM_INTERNAL_H

#include "chain/xchain/xcm.h"

enum { XCM_FIELDS_MAX = 6, XCM_NESTING_MAX = 64 };

/* A field without a name is the case's only one. */
struct xcm_field {
    const char *name, *type;
};

struct xcm_case {
    unsigned index;
    const char *name;
    unsigned since, until; /* versions */
    struct xcm_field fields[XCM_FIELDS_MAX];
};

enum xcm_shape {
    XCM_STRUCT, /* one case: its fields */
    XCM_ENUM,   /* {case: fields}, or the case's name without fields */
    XCM_TAGGED  /* {type: case, fields…} */
};

struct xcm_type {
    const char *name;
    enum xcm_shape shape;
    const struct xcm_case *cases;
    size_t count;
};

const struct xcm_type *xcm_find_type(const char *name);
/* NULL when the version lacks the case. */
const struct xcm_case *xcm_case_named(const struct xcm_type *type,
                                      unsigned version, const char *name);
const struct xcm_case *xcm_case_at(const struct xcm_type *type,
                                   unsigned version, unsigned index);
size_t xcm_field_count(const struct xcm_case *c);
/* Bytes of a plain or compact number or of bN; *compact says which. 0 when
 * the type is none of them. */
struct xcm_plain {
    size_t width;
    bool compact, number;
};
bool xcm_plain_type(struct xcm_plain *out, const char *type);

#endif
