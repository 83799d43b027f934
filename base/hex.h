/* hex: the 0x spelling of bytes and quantities, as the JSON-RPC world writes it.
 *
 * Bytes ("data") are 0x and an even number of digits; a quantity is 0x and the
 * shortest spelling of the number, "0x0" for zero.  Output is lower case. */
#ifndef ETALON_BASE_HEX_H
#define ETALON_BASE_HEX_H

#include "base/arena.h"
#include "base/err.h"
#include "base/u256.h"

/* Decodes len digits into out (len / 2 bytes).  Errors: ERR_CHARACTER (not a
 * hex digit), ERR_LENGTH (odd number of digits); out then is unspecified. */
MUST_CHECK enum err hex_read(uint8_t *out, const char *digits, size_t len);
/* Writes 2 * in.len lower-case digits and a terminator to out. */
void hex_write(char *out, struct bytes in);
/* "0x" and the digits, from the arena; NULL when it is full. */
MUST_CHECK char *hex_0x(struct arena *a, struct bytes in);
/* Reads "0x…" of any even number of digits, either case.
 * Errors: ERR_PREFIX, ERR_LENGTH, ERR_CHARACTER, ERR_MEMORY. */
MUST_CHECK enum err hex_bytes(struct arena *a, struct bytes *out,
                              const char *text);
/* Reads "0x…" of exactly len bytes into out.  Errors as hex_bytes. */
MUST_CHECK enum err hex_fixed(uint8_t *out, size_t len, const char *text);
/* Reads a quantity.  Errors: ERR_PREFIX, ERR_EMPTY ("0x"), ERR_LEADING_ZERO,
 * ERR_CHARACTER, ERR_TOO_WIDE (above 256 bits). */
MUST_CHECK enum err hex_quantity(struct u256 *out, const char *text);

enum { HEX_QUANTITY_SIZE = 67 }; /* "0x", 64 digits, terminator */
void hex_write_quantity(char out[HEX_QUANTITY_SIZE], struct u256 value);

#endif
