/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <time.h>

#include "runner/sha256.h"
#include "runner/targets/node_internal.h"

/* Who asks, and what: the fields that each request has of its own. */

enum { BLOCK = 64, CLAIMS_SIZE = 64, TEXT_SIZE = 256 };

/* RFC 2104 with SHA-256; key is at most ACCESS_JWT_MAX bytes. */
static bool hmac(uint8_t out[SHA256_SIZE], struct bytes key, struct bytes text)
{
    uint8_t block[BLOCK] = { 0 }, pad[BLOCK];
    struct sha256 hash;

    if (key.len > BLOCK)
        sha256(block, key);
    else
        memcpy(block, key.data, key.len);
    for (int round = 0; round < 2; round++) {
        for (size_t i = 0; i < BLOCK; i++)
            pad[i] = block[i] ^ (round ? 0x5c : 0x36);
        if (!sha256_init(&hash))
            return false;
        sha256_add(&hash, bytes_make(pad, BLOCK));
        sha256_add(&hash, round ? bytes_make(out, SHA256_SIZE) : text);
        sha256_now(&hash, out);
        sha256_release(&hash);
    }
    return true;
}

/* RFC 4648, section 5, without padding; gives the length. */
static size_t base64url(char *out, struct bytes in)
{
    static const char DIGITS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqr"
                                 "stuvwxyz0123456789-_";
    unsigned bits = 0, held = 0;
    size_t n = 0;

    for (size_t i = 0; i < in.len; i++) {
        bits = bits << 8 | in.data[i];
        for (held += 8; held >= 6; held -= 6)
            out[n++] = DIGITS[bits >> (held - 6) & 63];
    }
    if (held)
        out[n++] = DIGITS[bits << (6 - held) & 63];
    out[n] = '\0';
    return n;
}

/* RFC 7519 with the one claim that execution clients want: when it was made,
 * which may be a minute ago at most.  False: memory is short. */
static bool token(char *out, size_t size, const struct access *a)
{
    static const char HEAD[] = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
    char claims[CLAIMS_SIZE], text[TEXT_SIZE], signature[TEXT_SIZE];
    uint8_t mac[SHA256_SIZE];
    size_t n;
    int len = snprintf(claims, sizeof claims, "{\"iat\":%lld}",
                       (long long)time(NULL));

    n = base64url(text, bytes_make(HEAD, sizeof HEAD - 1));
    text[n++] = '.';
    n += base64url(text + n, bytes_make(claims, (size_t)len));
    if (!hmac(mac, bytes_make(a->jwt_secret, a->jwt_len), bytes_make(text, n)))
        return false;
    base64url(signature, bytes_make(mac, sizeof mac));
    snprintf(out, size, "Authorization: Bearer %.200s.%.200s", text,
             signature);
    return true;
}

void node_sign(const struct node_target *n, struct node_call *c)
{
    const struct access *a = n->options.access;

    snprintf(c->mark, sizeof c->mark, "X-Etalon-Vector: %s", c->id);
    c->token[0] = '\0';
    if (a && a->jwt_len && !token(c->token, sizeof c->token, a))
        c->token[0] = '\0';
}
