/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/asset/did_methods.h"

#include "base/json.h"
#include "chain/asset/caip.h"
#include "chain/asset/did.h"
#include "chain/codec/ascii.h"
#include "chain/codec/bitgroup.h"
#include "chain/codec/multibase.h"
#include "chain/codec/varint.h"
#include "chain/crypto/ecc.h"
#include "chain/crypto/point.h"

/* --- did:key -------------------------------------------------------------- */

static bool ed25519_ok(struct bytes key)
{
    return ed25519_point_ok(key.data);
}

/* RFC 7748: every 32 bytes are a public key. */
static bool any_ok(struct bytes key)
{
    (void)key;
    return true;
}

static bool secp256k1_ok(struct bytes key)
{
    uint8_t point[ECC_KEY_SIZE];

    return key.len == 33 && ecc_key_read(point, key) == ERR_OK;
}

static bool p256_ok(struct bytes key)
{
    return nist_point_ok(NIST_P256, key);
}

static bool p384_ok(struct bytes key)
{
    return nist_point_ok(NIST_P384, key);
}

static bool p521_ok(struct bytes key)
{
    return nist_point_ok(NIST_P521, key);
}

static bool g2_ok(struct bytes key)
{
    return bls_g2_on_curve(key.data);
}

/* size 0: any. */
static const struct key_type {
    uint64_t codec;
    const char *name;
    size_t size;
    bool (*ok)(struct bytes key);
} key_types[] = {
    { 0xe7, "secp256k1", 33, secp256k1_ok },
    { 0xeb, "BLS12-381 G2", BLS_G2_COMPRESSED_SIZE, g2_ok },
    { 0xec, "X25519", 32, any_ok },
    { 0xed, "Ed25519", 32, ed25519_ok },
    { 0x1200, "P-256", 33, p256_ok },
    { 0x1201, "P-384", 49, p384_ok },
    { 0x1202, "P-521", 67, p521_ok },
    { 0x1205, "RSA", 0, rsa_public_ok },
};

enum { CODEC_X25519 = 0xec, CODEC_ED25519 = 0xed };

enum err did_key_value(struct arena *a, struct did_key *out, struct bytes text)
{
    struct bytes data;
    uint64_t codec;
    enum err err;

    if (text.len == 0)
        return ERR_EMPTY;
    /* did:key, format: the value is base58btc and nothing else. */
    if (text.data[0] != 'z')
        return ERR_SYNTAX_RULE;
    err = multibase_decode(a, &data, text);
    if (!err)
        err = varint_next(&codec, &data);
    if (err)
        return err;
    for (size_t i = 0; i < ARRAY_LEN(key_types); i++) {
        const struct key_type *type = &key_types[i];

        if (type->codec != codec)
            continue;
        if (data.len == 0 || (type->size && data.len != type->size))
            return ERR_LENGTH;
        if (!type->ok(data))
            return ERR_KEY;
        *out = (struct did_key){ type->name, codec, data };
        return ERR_OK;
    }
    return ERR_TYPE;
}

enum err did_key_parse(struct arena *a, struct did_key *out, struct bytes text)
{
    struct bytes rest;
    size_t colon;

    if (!ascii_begins(text, "did:key:"))
        return ERR_PREFIX;
    if (text.len > DID_TEXT_MAX)
        return ERR_LENGTH;
    rest = bytes_tail(text, strlen("did:key:"));
    colon = ascii_find(rest, ':');
    if (colon < rest.len) {
        /* did:key, 3.1: the version is a positive integer. */
        for (size_t i = 0; i < colon; i++)
            if (!ascii_digit(rest.data[i]))
                return ERR_VERSION;
        if (colon == 0 || rest.data[0] == '0')
            return ERR_VERSION;
        rest = bytes_tail(rest, colon + 1);
    }
    return did_key_value(a, out, rest);
}

enum err did_key_x25519(struct arena *a, struct bytes *out, struct bytes value)
{
    uint8_t data[VARINT_SIZE_MAX + ED25519_POINT_SIZE];
    struct did_key key;
    size_t n;
    enum err err = did_key_value(a, &key, value);

    if (err)
        return err;
    if (key.codec != CODEC_ED25519)
        return ERR_TYPE;
    n = varint_put(data, CODEC_X25519);
    if (!ed25519_to_x25519(data + n, key.key.data))
        return ERR_KEY;
    return multibase_encode(a, out, "base58btc",
                            bytes_make(data, n + ED25519_POINT_SIZE));
}

/* --- did:web -------------------------------------------------------------- */

enum { HOST_MAX = 253 + 6 };

static unsigned digit_value(uint8_t c)
{
    return (unsigned)(c <= '9' ? c - '0' : ascii_to_lower(c) - 'a' + 10);
}

/* Takes one character off, unescaping %HH (which did_parse has checked). */
static uint8_t next_unescaped(struct bytes *text)
{
    uint8_t c = text->data[0];
    size_t len = 1;

    if (c == '%') {
        c = (uint8_t)(digit_value(text->data[1]) << 4 |
                      digit_value(text->data[2]));
        len = 3;
    }
    *text = bytes_tail(*text, len);
    return c;
}

/* What ends in a number is an IPv4 address to every URL parser. */
static bool is_ipv4(struct bytes host)
{
    size_t at = host.len;
    bool hex;

    while (at && host.data[at - 1] != '.')
        at--;
    host = bytes_tail(host, at);
    if (host.len == 0)
        return false;
    hex = host.len > 2 && host.data[0] == '0' &&
          (host.data[1] == 'x' || host.data[1] == 'X');
    for (size_t i = hex ? 2 : 0; i < host.len; i++)
        if (hex ? !ascii_hex(host.data[i]) : !ascii_digit(host.data[i]))
            return false;
    return true;
}

static enum err port_check(struct bytes port)
{
    uint64_t number;

    if (port.len > 5 || !ascii_number(&number, port))
        return ERR_SYNTAX_RULE;
    return number > 65535 ? ERR_RANGE : ERR_OK;
}

static enum err host_name_check(struct bytes host)
{
    for (size_t i = 0; i < host.len; i++) {
        bool dot = host.data[i] == '.';

        if (!ascii_alnum(host.data[i]) && host.data[i] != '-' && !dot)
            return ERR_CHARACTER;
        if (dot && (i == 0 || host.data[i - 1] == '.'))
            return ERR_SYNTAX_RULE;
    }
    if (host.len == 0)
        return ERR_EMPTY;
    return is_ipv4(host) ? ERR_IP_ADDRESS : ERR_OK;
}

/* The first segment: a domain name, and a port after %3A. */
static enum err host_read(uint8_t out[HOST_MAX], size_t *len,
                          struct bytes segment)
{
    size_t n = 0, colon;
    struct bytes host;
    enum err err;

    while (segment.len) {
        uint8_t c = next_unescaped(&segment);

        if (c == '@')
            return ERR_USERINFO;
        if (c == '[' || c == ']')
            return ERR_IP_ADDRESS;
        if (n == HOST_MAX)
            return ERR_SYNTAX_RULE;
        out[n++] = c;
    }
    host = bytes_make(out, n);
    *len = n;
    if (ascii_count(host, ':') > 1)
        return ERR_IP_ADDRESS;
    colon = ascii_find(host, ':');
    err = host_name_check(bytes_head(host, colon));
    if (!err && colon < n)
        err = port_check(bytes_tail(host, colon + 1));
    return err;
}

/* A segment stays as it is, but must not mean another path. */
static enum err segment_check(struct bytes segment)
{
    bool dots = true;
    size_t n = 0;

    if (segment.len == 0)
        return ERR_EMPTY;
    while (segment.len) {
        uint8_t c = next_unescaped(&segment);

        if (c <= ' ' || c == 127 || strchr("/\\@?#", c))
            return ERR_CHARACTER;
        dots &= c == '.';
        n++;
    }
    return dots && n <= 2 ? ERR_DOT_SEGMENT : ERR_OK;
}

/* "/" and each segment after the host. */
static enum err path_write(uint8_t *out, size_t *len, struct bytes path)
{
    size_t n = 0;

    for (;;) {
        size_t colon = ascii_find(path, ':');
        enum err err = segment_check(bytes_head(path, colon));

        if (err)
            return err;
        out[n++] = '/';
        memcpy(out + n, path.data, colon);
        n += colon;
        if (colon == path.len)
            break;
        path = bytes_tail(path, colon + 1);
    }
    *len = n;
    return ERR_OK;
}

enum err did_web_url(struct arena *a, struct bytes *out, struct bytes text)
{
    uint8_t host[HOST_MAX], *path;
    size_t host_len = 0, path_len = 0, colon;
    struct bytes rest;
    struct did did;
    char *url;
    enum err err;

    if (!ascii_begins(text, "did:web:"))
        return ERR_PREFIX;
    rest = bytes_tail(text, strlen("did:web:"));
    if (rest.len == 0 || rest.data[rest.len - 1] == ':')
        return ERR_EMPTY;
    if (text.len > DID_TEXT_MAX)
        return ERR_SYNTAX_RULE;
    err = did_parse(&did, text);
    if (err)
        return err;
    colon = ascii_find(rest, ':');
    err = host_read(host, &host_len, bytes_head(rest, colon));
    if (err)
        return err;
    path = arena_raw(a, rest.len + 2);
    if (!path)
        return ERR_MEMORY;
    if (colon < rest.len)
        err = path_write(path, &path_len, bytes_tail(rest, colon + 1));
    if (err)
        return err;
    url = arena_printf(a, "https://%.*s%.*s/did.json", (int)host_len,
                       (const char *)host,
                       path_len ? (int)path_len : (int)strlen("/.well-known"),
                       path_len ? (const char *)path : "/.well-known");
    if (!url)
        return ERR_MEMORY;
    *out = bytes_str(url);
    return ERR_OK;
}

/* --- did:jwk and did:pkh -------------------------------------------------- */

static enum err jwk_check(const json_t *jwk)
{
    /* RFC 7518, 6.2.2, 6.3.2 and 6.4: members of private and secret keys. */
    static const char *const PRIVATE[] = { "d",  "p",   "q", "dp", "dq",
                                           "qi", "oth", "k" };

    if (!json_is_object(jwk))
        return ERR_NOT_JSON;
    if (!json_is_string(json_object_get(jwk, "kty")))
        return ERR_FIELD_MISSING;
    for (size_t i = 0; i < ARRAY_LEN(PRIVATE); i++)
        if (json_object_get(jwk, PRIVATE[i]))
            return ERR_FIELD_EXTRA;
    return ERR_OK;
}

enum err did_jwk_parse(struct arena *a, json_t **out, struct bytes text)
{
    struct bytes rest, data;
    json_t *jwk = NULL;
    enum err err;

    if (!ascii_begins(text, "did:jwk:"))
        return ERR_PREFIX;
    rest = bytes_tail(text, strlen("did:jwk:"));
    if (rest.len == 0)
        return ERR_EMPTY;
    err = bitgroup_decode(a, &data, &BITGROUP_BASE64URL, rest);
    if (err)
        return err;
    if (json_read(&jwk, data, NULL, NULL))
        return ERR_NOT_JSON;
    err = jwk_check(jwk);
    if (err)
        json_decref(jwk);
    else
        *out = jwk;
    return err;
}

enum err did_pkh_account(struct bytes *out, struct bytes text)
{
    struct caip_account account;
    struct bytes rest;
    struct did did;
    enum err err;

    if (!ascii_begins(text, "did:pkh:"))
        return ERR_PREFIX;
    rest = bytes_tail(text, strlen("did:pkh:"));
    err = caip_account_parse(&account, rest);
    if (!err)
        err = did_parse(&did, text);
    if (!err)
        *out = rest;
    return err;
}

/* --- did:ethr ------------------------------------------------------------- */

/* A name of the method, or "0x" *HEXDIG. */
static bool network_ok(struct bytes name)
{
    static const char *const NAMES[] = { "mainnet", "goerli" };

    for (size_t i = 0; i < ARRAY_LEN(NAMES); i++)
        if (ascii_is(name, NAMES[i]))
            return true;
    if (!ascii_begins(name, "0x"))
        return false;
    for (size_t i = 2; i < name.len; i++)
        if (!ascii_hex(name.data[i]))
            return false;
    return true;
}

enum err did_ethr_parse(struct did_ethr *out, struct bytes text)
{
    static const char HEAD[] = "did:ethr:";
    enum { ADDRESS_LEN = 42, KEY_LEN = 68 };
    struct did_ethr made = { .network = bytes_str("mainnet") };
    struct bytes rest;
    size_t colon;

    if (!ascii_begins(text, HEAD))
        return ERR_PREFIX;
    rest = bytes_tail(text, sizeof HEAD - 1);
    colon = ascii_find(rest, ':');
    if (rest.len == 0)
        return ERR_EMPTY;
    if (colon < rest.len) {
        made.network = bytes_head(rest, colon);
        rest = bytes_tail(rest, colon + 1);
        if (ascii_count(rest, ':'))
            return ERR_SYNTAX_RULE;
        if (!network_ok(made.network))
            return ERR_TYPE;
    }
    if (!ascii_begins(rest, "0x"))
        return rest.len ? ERR_SYNTAX_RULE : ERR_EMPTY;
    if (rest.len != ADDRESS_LEN && rest.len != KEY_LEN)
        return ERR_LENGTH;
    for (size_t i = 2; i < rest.len; i++)
        if (!ascii_hex(rest.data[i]))
            return ERR_CHARACTER;
    made.is_key = rest.len == KEY_LEN;
    if (made.is_key && (rest.data[2] != '0' ||
                        (rest.data[3] != '2' && rest.data[3] != '3')))
        return ERR_KEY;
    made.identifier = rest;
    *out = made;
    return ERR_OK;
}
