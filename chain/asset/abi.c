/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/asset/abi.h"

#include <stdio.h>

#include "base/hex.h"
#include "chain/codec/ascii.h"
#include "chain/crypto/keccak.h"

/* --- signatures ----------------------------------------------------------- */

static bool name_next(struct bytes *in)
{
    size_t n = 0;

    while (n < in->len && (ascii_alnum(in->data[n]) || in->data[n] == '_' ||
                           in->data[n] == '$'))
        n++;
    if (n == 0 || ascii_digit(in->data[0]))
        return false;
    *in = bytes_tail(*in, n);
    return true;
}

/* Digits without a leading zero; 0 when there are none. */
static unsigned number_next(struct bytes *in)
{
    unsigned value = 0;
    size_t n = 0;

    if (in->len && in->data[0] == '0')
        return 0;
    while (n < in->len && n < 4 && ascii_digit(in->data[n]))
        value = value * 10 + in->data[n++] - '0';
    *in = bytes_tail(*in, n);
    return value;
}

/* fixed<M>x<N>: M bits in eights, N decimals from 1 to 80, both written. */
static bool fixed_next(struct bytes *in)
{
    unsigned bits = number_next(in), decimals;

    if (bits < 8 || bits > 256 || bits % 8 || !in->len || in->data[0] != 'x')
        return false;
    *in = bytes_tail(*in, 1);
    decimals = number_next(in);
    return decimals >= 1 && decimals <= 80;
}

static bool elementary_next(struct bytes *in)
{
    static const char *const PLAIN[] = { "address", "bool", "string",
                                         "function" };
    unsigned bits;

    for (size_t i = 0; i < ARRAY_LEN(PLAIN); i++)
        if (ascii_begins(*in, PLAIN[i])) {
            *in = bytes_tail(*in, strlen(PLAIN[i]));
            return true;
        }
    if (ascii_begins(*in, "bytes")) {
        *in = bytes_tail(*in, strlen("bytes"));
        return !in->len || !ascii_digit(in->data[0]) ||
               ((bits = number_next(in)) >= 1 && bits <= 32);
    }
    if (ascii_begins(*in, "ufixed") || ascii_begins(*in, "fixed")) {
        *in = bytes_tail(*in, in->data[0] == 'u' ? 6 : 5);
        return fixed_next(in);
    }
    if (ascii_begins(*in, "uint") || ascii_begins(*in, "int")) {
        *in = bytes_tail(*in, in->data[0] == 'u' ? 4 : 3);
        bits = number_next(in);
        return bits >= 8 && bits <= 256 && bits % 8 == 0;
    }
    return false;
}

/* Any number of [] and [n]. */
static bool suffixes_next(struct bytes *in)
{
    while (in->len && in->data[0] == '[') {
        *in = bytes_tail(*in, 1);
        if (in->len && in->data[0] != ']' && number_next(in) == 0)
            return false;
        if (!in->len || in->data[0] != ']')
            return false;
        *in = bytes_tail(*in, 1);
    }
    return true;
}

/* "(" [ type *( "," type ) ] ")" */
static bool tuple_next(struct bytes *in, unsigned depth)
{
    if (!in->len || in->data[0] != '(' || depth == ABI_TYPE_DEPTH_MAX)
        return false;
    *in = bytes_tail(*in, 1);
    if (in->len && in->data[0] == ')') {
        *in = bytes_tail(*in, 1);
        return true;
    }
    for (;;) {
        bool nested = in->len && in->data[0] == '(';
        bool last;

        if (!(nested ? tuple_next(in, depth + 1) : elementary_next(in)) ||
            !suffixes_next(in) || !in->len)
            return false;
        last = in->data[0] == ')';
        if (!last && in->data[0] != ',')
            return false;
        *in = bytes_tail(*in, 1);
        if (last)
            return true;
    }
}

enum err abi_signature_check(struct bytes text)
{
    if (!name_next(&text) || !tuple_next(&text, 0) || text.len)
        return ERR_SYNTAX_RULE;
    return ERR_OK;
}

/* --- what the ERCs compute ------------------------------------------------ */

void eip191_hash(uint8_t out[32], struct bytes message)
{
    static const char LABEL[] = "\x19" "Ethereum Signed Message:\n";
    struct keccak256 k;
    char size[24];

    snprintf(size, sizeof size, "%zu", message.len);
    keccak256_init(&k);
    keccak256_update(&k, bytes_str(LABEL));
    keccak256_update(&k, bytes_str(size));
    keccak256_update(&k, message);
    keccak256_final(&k, out);
}

void create2_address(uint8_t out[20], const uint8_t deployer[20],
                     const uint8_t salt[32], const uint8_t code_hash[32])
{
    uint8_t all[1 + 20 + 32 + 32] = { 0xff }, hash[32];

    memcpy(all + 1, deployer, 20);
    memcpy(all + 21, salt, 32);
    memcpy(all + 53, code_hash, 32);
    keccak256(hash, BYTES_OF(all));
    memcpy(out, hash + 12, 20);
}

void erc6551_account(uint8_t out[20], const struct erc6551 *in)
{
    static const uint8_t REGISTRY[] = { 0x00, 0x00, 0x00, 0x00, 0x65,
                                        0x51, 0xc1, 0x94, 0x87, 0x81,
                                        0x46, 0x12, 0xe5, 0x8f, 0xe0,
                                        0x68, 0x13, 0x77, 0x57, 0x58 };
    static const uint8_t HEAD[] = { 0x3d, 0x60, 0xad, 0x80, 0x60, 0x0a, 0x3d,
                                    0x39, 0x81, 0xf3, 0x36, 0x3d, 0x3d, 0x37,
                                    0x3d, 0x3d, 0x3d, 0x36, 0x3d, 0x73 };
    static const uint8_t FOOT[] = { 0x5a, 0xf4, 0x3d, 0x82, 0x80,
                                    0x3e, 0x90, 0x3d, 0x91, 0x60,
                                    0x2b, 0x57, 0xfd, 0x5b, 0xf3 };
    uint8_t code[ERC6551_CODE_SIZE] = { 0 }, hash[32];
    uint8_t *at = code;

    memcpy(at, HEAD, sizeof HEAD);
    memcpy(at += sizeof HEAD, in->implementation, 20);
    memcpy(at += 20, FOOT, sizeof FOOT);
    memcpy(at += sizeof FOOT, in->salt, 32);
    u256_to_be(at += 32, in->chain_id);
    memcpy(at + 32 + 12, in->token_contract, 20);
    u256_to_be(at + 64, in->token_id);
    keccak256(hash, BYTES_OF(code));
    create2_address(out, REGISTRY, in->salt, hash);
}

bool erc6492_is_wrapped(struct bytes signature)
{
    if (signature.len < 32)
        return false;
    for (size_t i = 0; i < 32; i++)
        if (signature.data[signature.len - 32 + i] != (i % 2 ? 0x92 : 0x64))
            return false;
    return true;
}

enum err erc1155_uri(struct arena *a, struct bytes *out, struct bytes uri,
                     struct u256 id)
{
    static const char MARK[] = "{id}";
    size_t mark = sizeof MARK - 1, count = 0, n = 0;
    uint8_t word[32], *text;
    char digits[65];

    u256_to_be(word, id);
    hex_write(digits, BYTES_OF(word));
    for (size_t i = 0; i + mark <= uri.len; i++)
        count += memcmp(uri.data + i, MARK, mark) == 0;
    text = arena_raw(a, uri.len + count * 64 + 1);
    if (!text)
        return ERR_MEMORY;
    for (size_t i = 0; i < uri.len;) {
        if (ascii_begins(bytes_tail(uri, i), MARK)) {
            memcpy(text + n, digits, 64);
            n += 64;
            i += mark;
        } else {
            text[n++] = uri.data[i++];
        }
    }
    *out = bytes_make(text, n);
    return ERR_OK;
}
