/* scale: the Simple Concatenated Aggregate Little-Endian codec.
 *
 * Spec: SCALE as parity-scale-codec implements it.  Integers are little-endian;
 * compact integers must have their shortest form. */
#ifndef ETALON_CHAIN_CODEC_SCALE_H
#define ETALON_CHAIN_CODEC_SCALE_H

#include <jansson.h>

#include "chain/codec/pack.h"

/* A compact integer has at most 67 bytes of value. */
enum { SCALE_COMPACT_WIDTH = 67, SCALE_DEPTH_MAX = 32 };

/* be: big-endian, at most SCALE_COMPACT_WIDTH bytes. */
void scale_put_compact(struct pack *p, struct bytes be);
void scale_put_compact_u64(struct pack *p, uint64_t value);
/* Big-endian bytes, turned around. */
void scale_put_reversed(struct pack *p, struct bytes be);
/* Takes a compact integer off the front of *in, as big-endian bytes of full
 * width.  ERR_TRUNCATED, ERR_NOT_MINIMAL. */
MUST_CHECK enum err scale_next_compact(uint8_t be[SCALE_COMPACT_WIDTH],
                                       struct bytes *in);
/* As scale_next_compact for values of at most bits (up to 64): ERR_TOO_WIDE. */
MUST_CHECK enum err scale_next_compact_u64(uint64_t *out, struct bytes *in,
                                           unsigned bits);

/* Encodes a value by the name of its type: u8 … u256, i8 … i256, bool, Text,
 * Option<T>, OptionBool, Result<T,E>, Compact<uN>, Vec<T>, [T;n], (T,…),
 * BTreeMap<K,V>.  Numbers are integers or decimal text; Vec<u8> and [u8;n] are
 * hex or lists; maps are lists of pairs and are sorted.  Errors: ERR_TYPE,
 * ERR_VALUE (not a value of the type), ERR_TOO_WIDE, ERR_REPEATED (a key of a
 * map), ERR_TOO_DEEP, ERR_MEMORY. */
MUST_CHECK enum err scale_encode(struct arena *a, struct bytes *out,
                                 const char *type, const json_t *value);

/* A whole number of a JSON integer or decimal text, as width big-endian bytes,
 * in two's complement when is_signed.  ERR_VALUE, ERR_TOO_WIDE. */
MUST_CHECK enum err scale_number(uint8_t *be, size_t width, bool is_signed,
                                 const json_t *value);

#endif
