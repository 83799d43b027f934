/* abi: the contract ABI - arguments in words, heads before tails.
 *
 * Spec: Solidity documentation, "Contract ABI Specification".  Values are a
 * tree of borrowed pieces; readers check every offset against the input. */
#ifndef ETALON_CHAIN_CODEC_ABI_H
#define ETALON_CHAIN_CODEC_ABI_H

#include "chain/codec/pack.h"

enum abi_kind {
    ABI_WORD,  /* one static word */
    ABI_BYTES, /* bytes, string: length and data */
    ABI_LIST,  /* T[]: count and items */
    ABI_TUPLE  /* (…), T[k]: items, dynamic when one of them is */
};

struct abi {
    enum abi_kind kind;
    uint8_t word[32];
    struct bytes bytes;
    const struct abi *items;
    size_t count;
};

enum { ABI_DEPTH_MAX = 16 };

struct abi abi_u64(uint64_t value);
struct abi abi_u256(struct u256 value);
/* At the end of a word (numbers, addresses) or at its front (bytesN); at most
 * 32 bytes. */
struct abi abi_right(struct bytes value);
struct abi abi_left(struct bytes value);
struct abi abi_bytes(struct bytes value);
struct abi abi_text(const char *text);
struct abi abi_list(const struct abi *items, size_t count);
struct abi abi_tuple(const struct abi *items, size_t count);

bool abi_is_dynamic(const struct abi *value);
/* abi.encode(items…).  ERR_TOO_DEEP past ABI_DEPTH_MAX, ERR_MEMORY. */
MUST_CHECK enum err abi_encode(struct arena *a, struct bytes *out,
                               const struct abi *items, size_t count);
/* As abi_encode, to the Keccak-256 of the bytes. */
MUST_CHECK enum err abi_keccak(struct arena *a, uint8_t out[32],
                               const struct abi *items, size_t count);
/* The first four bytes of the Keccak-256 of a signature. */
void abi_selector(uint8_t out[4], const char *signature);

/* Reading: frame is where heads start; slot counts words from there.
 * ERR_TRUNCATED when a word, an offset or a length leaves the frame. */
MUST_CHECK enum err abi_read_word(uint8_t out[32], struct bytes frame,
                                  size_t slot);
/* ERR_TOO_WIDE too. */
MUST_CHECK enum err abi_read_u64(uint64_t *out, struct bytes frame,
                                 size_t slot);
/* The tail that the offset in this slot points at. */
MUST_CHECK enum err abi_read_tail(struct bytes *out, struct bytes frame,
                                  size_t slot);
MUST_CHECK enum err abi_read_bytes(struct bytes *out, struct bytes frame,
                                   size_t slot);
/* A list: its count and the frame of its items, which holds at least a word
 * for each of them. */
MUST_CHECK enum err abi_read_list(struct bytes *items, size_t *count,
                                  struct bytes frame, size_t slot);

#endif
