/* bech32: Bech32 and Bech32m text, and SegWit addresses made of it.
 *
 * Specs: BIP-173, BIP-350; BIP-141 for the sizes of witness programs. */
#ifndef ETALON_CHAIN_CODEC_BECH32_H
#define ETALON_CHAIN_CODEC_BECH32_H

#include "base/arena.h"
#include "base/err.h"

enum bech32_kind { BECH32, BECH32M };

enum { BECH32_TEXT_MAX = 90, BECH32_CHECK_SIZE = 6, SEGWIT_SCRIPT_MAX = 42 };

/* hrp in lower case; words are five-bit values without the checksum. */
struct bech32 {
    enum bech32_kind kind;
    struct bytes hrp, words;
};

/* Errors: ERR_LENGTH (above 90, or a data part below 6), ERR_CHARACTER,
 * ERR_CASE, ERR_SYNTAX_RULE (no separator), ERR_EMPTY (no prefix),
 * ERR_CHECKSUM (neither constant fits), ERR_MEMORY. */
MUST_CHECK enum err bech32_decode(struct arena *a, struct bech32 *out,
                                  struct bytes text);
/* Lower-case text.  ERR_LENGTH, ERR_MEMORY; words must be below 32. */
MUST_CHECK enum err bech32_encode(struct arena *a, struct bytes *out,
                                  const struct bech32 *in);
/* Five-bit values to bytes.  ERR_PADDING (more than four bits left over, or
 * one of them set), ERR_MEMORY. */
MUST_CHECK enum err bech32_to_bytes(struct arena *a, struct bytes *out,
                                    struct bytes words);
/* The output script of an address of bc or tb.  Errors: as bech32_decode,
 * ERR_PREFIX, ERR_VERSION (above 16), ERR_EMPTY (no data), ERR_LENGTH (of the
 * program), ERR_PADDING. */
MUST_CHECK enum err segwit_script(struct arena *a, struct bytes *out,
                                  struct bytes text);

#endif
