/* rlp: Recursive Length Prefix, read without copying and written minimally.
 *
 * Spec: Ethereum Yellow Paper, appendix B.  Decoding is strict: an encoding
 * that is not the shortest one is refused, because two spellings of a block
 * must not share a meaning.  Decoders leave outputs and cursor alone on
 * error. */
#ifndef ETALON_CHAIN_CODEC_RLP_H
#define ETALON_CHAIN_CODEC_RLP_H

#include "base/arena.h"
#include "base/err.h"
#include "base/u256.h"

enum rlp_kind { RLP_STRING, RLP_LIST };
enum { RLP_DEPTH_MAX = 1024 };

/* body is a view into the decoded input, without the length prefix; whole is
 * the item with its prefix. */
struct rlp_item {
    enum rlp_kind kind;
    struct bytes body, whole;
};

/* Takes one item off the front of *in.  Only this item's own prefix is
 * checked, not what a list holds.  Errors: ERR_EMPTY (nothing there),
 * ERR_TRUNCATED (prefix or payload beyond the input), ERR_NOT_MINIMAL. */
MUST_CHECK enum err rlp_next(struct rlp_item *out, struct bytes *in);
/* The whole input as one item.  Errors: as rlp_next, ERR_TRAILING. */
MUST_CHECK enum err rlp_decode(struct rlp_item *out, struct bytes in);
/* As rlp_decode, and checks everything below: ERR_OVERRUN when an element
 * overruns its list, ERR_TOO_DEEP past RLP_DEPTH_MAX. */
MUST_CHECK enum err rlp_check(struct bytes in);

/* Cursor readers: each takes one item off the front of *in.
 * ERR_FIELD_MISSING when *in is empty; then the errors of rlp_next (an overrun
 * inside a list is ERR_OVERRUN) and: */
/* ERR_EXPECTED_LIST */
MUST_CHECK enum err rlp_read_list(struct bytes *items, struct bytes *in);
/* ERR_EXPECTED_STRING */
MUST_CHECK enum err rlp_read_string(struct bytes *out, struct bytes *in);
/* Exactly len bytes.  ERR_EXPECTED_STRING, ERR_LENGTH */
MUST_CHECK enum err rlp_read_fixed(uint8_t *out, size_t len, struct bytes *in);
/* Integers: ERR_EXPECTED_STRING, ERR_LEADING_ZERO, ERR_TOO_WIDE */
MUST_CHECK enum err rlp_read_u64(uint64_t *out, struct bytes *in);
MUST_CHECK enum err rlp_read_u256(struct u256 *out, struct bytes *in);
/* Number of items in a list body.  Errors as rlp_next (ERR_OVERRUN). */
MUST_CHECK enum err rlp_count(size_t *count, struct bytes items);

/* --- writing: into a growing buffer from an arena ----------------------- */

struct rlp_out {
    struct arena *arena;
    uint8_t *data;
    size_t len, room;
    bool failed; /* memory was short; checked once by rlp_finish */
};

void rlp_out_init(struct rlp_out *o, struct arena *a);
void rlp_put_string(struct rlp_out *o, struct bytes s);
void rlp_put_u64(struct rlp_out *o, uint64_t v);
void rlp_put_u256(struct rlp_out *o, struct u256 v);
/* Bytes as they are, already encoded. */
void rlp_put_raw(struct rlp_out *o, struct bytes encoded);
/* A list is opened, filled, closed; the prefix is inserted on closing. */
size_t rlp_list_open(struct rlp_out *o);
void rlp_list_close(struct rlp_out *o, size_t mark);
/* Single pieces into the caller's memory; each returns the bytes written. */
enum { RLP_PREFIX_MAX = 9 };
size_t rlp_prefix(uint8_t out[RLP_PREFIX_MAX], enum rlp_kind kind, size_t len);
size_t rlp_write_u64(uint8_t out[9], uint64_t v);
/* View of what was written, valid as long as the arena.  ERR_MEMORY. */
MUST_CHECK enum err rlp_finish(struct bytes *out, struct rlp_out *o);

#endif
