/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/codec/bech32.h"

#include "chain/codec/ascii.h"

static const char CHARSET[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
static const uint32_t CONSTANTS[] = { [BECH32] = 1, [BECH32M] = 0x2bc830a3 };

static uint32_t polymod_step(uint32_t sum, uint8_t value)
{
    static const uint32_t GENERATOR[] = { 0x3b6a57b2, 0x26508e6d, 0x1ea119fa,
                                          0x3d4233dd, 0x2a1462b3 };
    uint32_t top = sum >> 25;

    sum = (sum & 0x1ffffff) << 5 ^ value;
    for (unsigned i = 0; i < 5; i++)
        if (top >> i & 1)
            sum ^= GENERATOR[i];
    return sum;
}

static uint32_t polymod(struct bytes hrp, struct bytes words)
{
    uint32_t sum = 1;

    for (size_t i = 0; i < hrp.len; i++)
        sum = polymod_step(sum, hrp.data[i] >> 5);
    sum = polymod_step(sum, 0);
    for (size_t i = 0; i < hrp.len; i++)
        sum = polymod_step(sum, hrp.data[i] & 31);
    for (size_t i = 0; i < words.len; i++)
        sum = polymod_step(sum, words.data[i]);
    return sum;
}

/* BIP-173: characters 33 to 126, one case, at most 90. */
static enum err characters_check(struct bytes text)
{
    bool lower = false, upper = false;

    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] < 33 || text.data[i] > 126)
            return ERR_CHARACTER;
        lower |= ascii_lower(text.data[i]);
        upper |= ascii_upper(text.data[i]);
    }
    if (text.len > BECH32_TEXT_MAX)
        return ERR_LENGTH;
    return lower && upper ? ERR_CASE : ERR_OK;
}

/* The last 1 is the separator. */
static enum err split(size_t *hrp_len, struct bytes text)
{
    size_t at = text.len;

    while (at && text.data[at - 1] != '1')
        at--;
    if (at == 0)
        return ERR_SYNTAX_RULE;
    if (at == 1)
        return ERR_EMPTY;
    if (text.len - at < BECH32_CHECK_SIZE)
        return ERR_LENGTH;
    *hrp_len = at - 1;
    return ERR_OK;
}

enum err bech32_decode(struct arena *a, struct bech32 *out, struct bytes text)
{
    size_t hrp_len = 0, count;
    uint8_t *buffer;
    uint32_t sum;
    enum err err = characters_check(text);

    if (!err)
        err = split(&hrp_len, text);
    if (err)
        return err;
    buffer = arena_raw(a, text.len);
    if (!buffer)
        return ERR_MEMORY;
    count = text.len - hrp_len - 1;
    for (size_t i = 0; i < hrp_len; i++)
        buffer[i] = ascii_to_lower(text.data[i]);
    for (size_t i = 0; i < count; i++) {
        const char *at =
            strchr(CHARSET, ascii_to_lower(text.data[hrp_len + 1 + i]));

        if (!at)
            return ERR_CHARACTER;
        buffer[hrp_len + i] = (uint8_t)(at - CHARSET);
    }
    sum = polymod(bytes_make(buffer, hrp_len),
                  bytes_make(buffer + hrp_len, count));
    if (sum != CONSTANTS[BECH32] && sum != CONSTANTS[BECH32M])
        return ERR_CHECKSUM;
    out->kind = sum == CONSTANTS[BECH32] ? BECH32 : BECH32M;
    out->hrp = bytes_make(buffer, hrp_len);
    out->words = bytes_make(buffer + hrp_len, count - BECH32_CHECK_SIZE);
    return ERR_OK;
}

enum err bech32_encode(struct arena *a, struct bytes *out,
                       const struct bech32 *in)
{
    size_t size = in->hrp.len + 1 + in->words.len + BECH32_CHECK_SIZE;
    uint8_t *text, *end;
    uint32_t sum;

    if (size > BECH32_TEXT_MAX || in->hrp.len == 0)
        return ERR_LENGTH;
    text = arena_raw(a, size);
    if (!text)
        return ERR_MEMORY;
    sum = polymod(in->hrp, in->words);
    for (unsigned i = 0; i < BECH32_CHECK_SIZE; i++)
        sum = polymod_step(sum, 0);
    sum ^= CONSTANTS[in->kind];
    memcpy(text, in->hrp.data, in->hrp.len);
    end = text + in->hrp.len;
    *end++ = '1';
    for (size_t i = 0; i < in->words.len; i++)
        *end++ = (uint8_t)CHARSET[in->words.data[i] & 31];
    for (unsigned i = 0; i < BECH32_CHECK_SIZE; i++)
        *end++ = (uint8_t)CHARSET[sum >> (5 * (5 - i)) & 31];
    *out = bytes_make(text, size);
    return ERR_OK;
}

enum err bech32_to_bytes(struct arena *a, struct bytes *out,
                         struct bytes words)
{
    size_t bits = words.len * 5, left = bits % 8;
    uint8_t *data = arena_raw(a, bits / 8 + 1);
    uint32_t buffer = 0;
    unsigned held = 0;
    size_t n = 0;

    if (!data)
        return ERR_MEMORY;
    for (size_t i = 0; i < words.len; i++) {
        buffer = (buffer << 5 | words.data[i]) & 0xfff;
        held += 5;
        if (held >= 8) {
            held -= 8;
            data[n++] = (uint8_t)(buffer >> held);
        }
    }
    if (left > 4 || (buffer & ((1u << left) - 1)))
        return ERR_PADDING;
    *out = bytes_make(data, n);
    return ERR_OK;
}

enum err segwit_script(struct arena *a, struct bytes *out, struct bytes text)
{
    struct bech32 parts;
    struct bytes program;
    uint8_t version, *script;
    enum err err = bech32_decode(a, &parts, text);

    if (err)
        return err;
    if (!ascii_is(parts.hrp, "bc") && !ascii_is(parts.hrp, "tb"))
        return ERR_PREFIX;
    if (parts.words.len == 0)
        return ERR_EMPTY;
    version = parts.words.data[0];
    if (version > 16)
        return ERR_VERSION;
    /* BIP-350: version 0 has Bech32, all others Bech32m. */
    if ((version == 0) != (parts.kind == BECH32))
        return ERR_CHECKSUM;
    err = bech32_to_bytes(a, &program, bytes_tail(parts.words, 1));
    if (err)
        return err;
    if (program.len < 2 || program.len > 40 ||
        (version == 0 && program.len != 20 && program.len != 32))
        return ERR_LENGTH;
    script = arena_raw(a, program.len + 2);
    if (!script)
        return ERR_MEMORY;
    script[0] = version ? (uint8_t)(0x50 + version) : 0;
    script[1] = (uint8_t)program.len;
    memcpy(script + 2, program.data, program.len);
    *out = bytes_make(script, program.len + 2);
    return ERR_OK;
}
