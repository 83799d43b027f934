/* pack: fields put one after another without padding, and their hashes.
 *
 * Most messages between chains are such rows of big-endian fields.  A pack
 * grows in an arena; a short arena is noticed once, by pack_finish(). */
#ifndef ETALON_CHAIN_CODEC_PACK_H
#define ETALON_CHAIN_CODEC_PACK_H

#include "base/arena.h"
#include "base/err.h"
#include "base/u256.h"

struct pack {
    struct arena *arena;
    uint8_t *data;
    size_t len, room;
    bool failed;
};

void pack_init(struct pack *p, struct arena *a);
void pack_bytes(struct pack *p, struct bytes value);
void pack_text(struct pack *p, const char *text);
void pack_zeros(struct pack *p, size_t count);
/* The low len bytes of value (at most 8), most significant first. */
void pack_be(struct pack *p, uint64_t value, size_t len);
/* As pack_be, least significant first. */
void pack_le(struct pack *p, uint64_t value, size_t len);
void pack_u256(struct pack *p, struct u256 value);
/* value at the end of a 32-byte word; value.len must not exceed 32. */
void pack_word(struct pack *p, struct bytes value);
/* View of what was packed, valid as long as the arena.  ERR_MEMORY. */
MUST_CHECK enum err pack_finish(struct bytes *out, struct pack *p);
/* Keccak-256 of what was packed.  ERR_MEMORY. */
MUST_CHECK enum err pack_keccak(uint8_t out[32], struct pack *p);

/* Keccak-256 of parts one after another, without memory of its own. */
void keccak_parts(uint8_t out[32], const struct bytes *parts, size_t count);
/* Keccak-256 of two words. */
void keccak_pair(uint8_t out[32], const uint8_t left[32],
                 const uint8_t right[32]);
/* Big-endian number in at most 8 bytes. */
uint64_t bytes_be(struct bytes in);

#endif
