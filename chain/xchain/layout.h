/* layout: messages as tables of fields, written and taken apart by one reader.
 *
 * A layout is a row of fields without padding.  A field's value is its bytes:
 * of numbers the big-endian bytes of the field's width, whatever order the
 * wire has.  Decoding is strict: every byte belongs to a field. */
#ifndef ETALON_CHAIN_XCHAIN_LAYOUT_H
#define ETALON_CHAIN_XCHAIN_LAYOUT_H

#include "base/arena.h"
#include "base/err.h"

enum layout_kind {
    LAYOUT_NUMBER,    /* width bytes, most significant first */
    LAYOUT_NUMBER_LE, /* width bytes, least significant first */
    LAYOUT_BYTES,     /* width bytes */
    LAYOUT_ID,        /* the one byte `width`; another one is ERR_TYPE */
    LAYOUT_REST,      /* all that is left */
    LAYOUT_LEN_BE,    /* a length of width bytes, then so many bytes */
    LAYOUT_VAR        /* a Bitcoin CompactSize, then so many bytes */
};

struct layout_field {
    const char *name;
    enum layout_kind kind;
    size_t width;
};

enum { LAYOUT_FIELDS_MAX = 24 };

struct layout {
    const struct layout_field *fields;
    size_t count;
};

#define LAYOUT_OF(rows) { (rows), ARRAY_LEN(rows) }

/* values has one entry per field (ignored for LAYOUT_ID).  Errors: ERR_LENGTH
 * (a value is not of its field's width), ERR_TOO_LONG (for its length prefix),
 * ERR_MEMORY. */
MUST_CHECK enum err layout_encode(struct arena *a, struct bytes *out,
                                  const struct layout *layout,
                                  const struct bytes *values);
/* Errors: ERR_TRUNCATED, ERR_TRAILING, ERR_TYPE, ERR_NOT_MINIMAL (of a
 * CompactSize), ERR_MEMORY. */
MUST_CHECK enum err layout_decode(struct arena *a, struct bytes *values,
                                  const struct layout *layout,
                                  struct bytes in);
/* As layout_decode for the front of *in, which is moved on. */
MUST_CHECK enum err layout_next(struct arena *a, struct bytes *values,
                                const struct layout *layout, struct bytes *in);
/* The value of a field by its name; the field must exist. */
struct bytes layout_value(const struct layout *layout,
                          const struct bytes *values, const char *name);

/* CompactSize: 1, 3, 5 or 9 bytes, little-endian. */
enum { COMPACT_SIZE_MAX = 9 };
size_t compact_size_write(uint8_t out[COMPACT_SIZE_MAX], uint64_t value);
/* Takes one off the front of *in.  ERR_TRUNCATED, ERR_NOT_MINIMAL. */
MUST_CHECK enum err compact_size_next(uint64_t *out, struct bytes *in);

#endif
