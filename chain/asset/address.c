/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/asset/address.h"

#include <stdio.h>

#include "base/hex.h"
#include "chain/codec/ascii.h"
#include "chain/codec/radix.h"
#include "chain/crypto/hash.h"
#include "chain/crypto/keccak.h"

enum { DIGITS = 2 * ADDRESS_BYTES };

enum err address_read(uint8_t out[ADDRESS_BYTES], struct bytes text)
{
    uint8_t data[ADDRESS_BYTES];

    if (!ascii_begins(text, "0x"))
        return ERR_PREFIX;
    for (size_t i = 2; i < text.len; i++)
        if (!ascii_hex(text.data[i]))
            return ERR_CHARACTER;
    if (text.len != 2 + DIGITS)
        return ERR_LENGTH;
    if (hex_read(data, (const char *)text.data + 2, DIGITS))
        return ERR_CHARACTER;
    memcpy(out, data, sizeof data);
    return ERR_OK;
}

/* ERC-1191: the chains that have adopted it. */
static bool has_own_checksum(uint64_t chain_id)
{
    return chain_id == 30 || chain_id == 31;
}

void address_write(char out[ADDRESS_TEXT_SIZE],
                   const uint8_t address[ADDRESS_BYTES], uint64_t chain_id)
{
    struct keccak256 k;
    uint8_t hash[32];
    char prefix[8];

    memcpy(out, "0x", 2);
    hex_write(out + 2, bytes_make(address, ADDRESS_BYTES));
    keccak256_init(&k);
    if (has_own_checksum(chain_id)) {
        snprintf(prefix, sizeof prefix, "%u0x", (unsigned)chain_id);
        keccak256_update(&k, bytes_str(prefix));
    }
    keccak256_update(&k, bytes_make(out + 2, DIGITS));
    keccak256_final(&k, hash);
    for (size_t i = 0; i < DIGITS; i++)
        if (hash[i / 2] >> (i % 2 ? 0 : 4) & 8)
            out[2 + i] = (char)ascii_to_upper((uint8_t)out[2 + i]);
}

bool address_checksum_ok(struct bytes text)
{
    uint8_t address[ADDRESS_BYTES];
    char right[ADDRESS_TEXT_SIZE];
    bool lower = false, upper = false;

    if (address_read(address, text))
        return false;
    for (size_t i = 2; i < text.len; i++) {
        lower |= ascii_lower(text.data[i]);
        upper |= ascii_upper(text.data[i]);
    }
    address_write(right, address, 0);
    return !lower || !upper || ascii_is(text, right);
}

/* --- SS58 ----------------------------------------------------------------- */

enum { SS58_CHECK_SIZE = 2, SS58_PREFIX_MAX = 16383, SS58_KEY_MIN = 32 };

static enum err ss58_check(uint8_t out[HASH_SIZE_MAX], struct arena *a,
                           struct bytes body)
{
    static const char LABEL[] = "SS58PRE";
    size_t size = sizeof LABEL - 1;
    uint8_t *text = arena_raw(a, size + body.len);

    if (!text)
        return ERR_MEMORY;
    memcpy(text, LABEL, size);
    memcpy(text + size, body.data, body.len);
    return hash_digest(out, HASH_BLAKE2B_512,
                       bytes_make(text, size + body.len));
}

enum err ss58_encode(struct arena *a, struct bytes *out, uint32_t prefix,
                     struct bytes key)
{
    uint8_t all[2 + SS58_KEY_MAX + SS58_CHECK_SIZE], check[HASH_SIZE_MAX];
    size_t n = 0;
    enum err err;

    if (prefix > SS58_PREFIX_MAX)
        return ERR_RANGE;
    if (key.len < SS58_KEY_MIN || key.len > SS58_KEY_MAX)
        return ERR_LENGTH;
    if (prefix < 64) {
        all[n++] = (uint8_t)prefix;
    } else {
        all[n++] = (uint8_t)((prefix & 0xfc) >> 2 | 0x40);
        all[n++] = (uint8_t)(prefix >> 8 | (prefix & 3) << 6);
    }
    memcpy(all + n, key.data, key.len);
    n += key.len;
    err = ss58_check(check, a, bytes_make(all, n));
    if (err)
        return err;
    memcpy(all + n, check, SS58_CHECK_SIZE);
    return radix_encode(a, out, &RADIX_BASE58,
                        bytes_make(all, n + SS58_CHECK_SIZE));
}

static enum err ss58_prefix(uint32_t *prefix, size_t *size, struct bytes all)
{
    uint8_t first, second;

    if (all.len < 1 + SS58_KEY_MIN + SS58_CHECK_SIZE)
        return ERR_LENGTH;
    first = all.data[0];
    second = all.data[1];
    *size = first < 64 ? 1 : 2;
    if (first >= 128)
        return ERR_RESERVED;
    *prefix = first < 64 ? first
                         : (uint32_t)((first & 0x3f) << 2 | second >> 6 |
                                      (second & 0x3f) << 8);
    return *size == 2 && *prefix < 64 ? ERR_NOT_MINIMAL : ERR_OK;
}

enum err ss58_decode(struct arena *a, uint32_t *prefix, struct bytes *key,
                     struct bytes text)
{
    uint8_t check[HASH_SIZE_MAX];
    struct bytes all, body;
    uint32_t read = 0;
    size_t size = 0;
    enum err err = radix_decode(a, &all, &RADIX_BASE58, text);

    if (!err)
        err = ss58_prefix(&read, &size, all);
    if (err)
        return err;
    body = bytes_head(all, all.len - SS58_CHECK_SIZE);
    if (body.len - size < SS58_KEY_MIN || body.len - size > SS58_KEY_MAX)
        return ERR_LENGTH;
    err = ss58_check(check, a, body);
    if (err)
        return err;
    if (memcmp(check, all.data + body.len, SS58_CHECK_SIZE) != 0)
        return ERR_CHECKSUM;
    *prefix = read;
    *key = bytes_tail(body, size);
    return ERR_OK;
}
