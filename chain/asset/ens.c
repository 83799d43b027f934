/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/asset/ens.h"

#include "base/hex.h"
#include "chain/codec/ascii.h"
#include "chain/codec/cid.h"
#include "chain/codec/multibase.h"
#include "chain/codec/varint.h"
#include "chain/crypto/keccak.h"

enum err ens_namehash(uint8_t out[32], struct bytes name)
{
    uint8_t node[64] = { 0 };

    if (name.len > ENS_NAME_MAX)
        return ERR_LIMIT;
    for (size_t end = name.len; name.len;) {
        size_t begin = end;

        while (begin && name.data[begin - 1] != '.')
            begin--;
        if (begin == end)
            return ERR_EMPTY;
        keccak256(node + 32, bytes_make(name.data + begin, end - begin));
        keccak256(node, BYTES_OF(node));
        if (begin == 0)
            break;
        end = begin - 1;
    }
    memcpy(out, node, 32);
    return ERR_OK;
}

enum err ens_dns_encode(struct arena *a, struct bytes *out, struct bytes name)
{
    uint8_t *data = arena_raw(a, name.len + 2);
    size_t n = 0;

    if (!data)
        return ERR_MEMORY;
    while (name.len) {
        size_t len = ascii_find(name, '.');

        if (len == 0 || len + 1 == name.len)
            return ERR_EMPTY;
        if (len > ENS_DNS_LABEL_MAX)
            return ERR_TOO_LONG;
        data[n++] = (uint8_t)len;
        memcpy(data + n, name.data, len);
        n += len;
        name = bytes_tail(name, len < name.len ? len + 1 : len);
    }
    data[n++] = 0;
    *out = bytes_make(data, n);
    return ERR_OK;
}

enum err ens_evm_coin_type(uint64_t *out, int64_t chain_id)
{
    if (chain_id < 0 || chain_id > INT32_MAX)
        return ERR_RANGE;
    *out = chain_id == 1 ? 60 : 0x80000000u | (uint64_t)chain_id;
    return ERR_OK;
}

/* --- contenthash ---------------------------------------------------------- */

enum { KIND_CID, KIND_KEY, KIND_DIGEST, KIND_TEXT, KIND_BASE64, KIND_HASH32 };
enum { CODEC_LIBP2P_KEY = 0x72, ADNL_SIZE = 32 };

static const struct {
    uint64_t code;
    const char *name;
    int kind;
} content_types[] = {
    { 0xe3, "ipfs", KIND_CID },           { 0xe4, "swarm", KIND_DIGEST },
    { 0xe5, "ipns", KIND_KEY },           { 0x01bc, "onion", KIND_TEXT },
    { 0x01bd, "onion3", KIND_TEXT },      { 0xb19910, "skynet", KIND_BASE64 },
    { 0xb29910, "arweave", KIND_BASE64 }, { 0xb69910, "adnl", KIND_HASH32 },
};

static enum err digits_of(struct arena *a, struct bytes *out, struct bytes in)
{
    char *digits = (char *)arena_raw(a, 2 * in.len + 1);

    if (!digits)
        return ERR_MEMORY;
    hex_write(digits, in);
    *out = bytes_str(digits);
    return ERR_OK;
}

/* A CID is shown as version 1, a key in base 36: both live in host names. */
static enum err cid_value(struct arena *a, struct bytes *out,
                          const struct cid *cid, bool is_key, struct bytes in)
{
    struct cid v1 = *cid;
    uint8_t *data;

    v1.version = 1;
    if (!is_key && cid->codec != CODEC_LIBP2P_KEY)
        return cid_format(a, out, &v1);
    if (cid->version == 0) {
        data = arena_raw(a, in.len + 2);
        if (!data)
            return ERR_MEMORY;
        data[0] = 1;
        data[1] = CID_DAG_PB;
        memcpy(data + 2, in.data, in.len);
        in = bytes_make(data, in.len + 2);
    }
    return multibase_encode(a, out, "base36", in);
}

/* A value of a multibase without its prefix. */
static enum err plain_base64(struct arena *a, struct bytes *out,
                             struct bytes in)
{
    struct bytes text;
    enum err err = multibase_encode(a, &text, "base64url", in);

    if (!err)
        *out = bytes_tail(text, 1);
    return err;
}

static enum err content_value(struct arena *a, struct bytes *out, int kind,
                              struct bytes in)
{
    struct cid cid;
    enum err err;

    if (in.len == 0)
        return ERR_TRUNCATED;
    if (kind == KIND_TEXT) {
        *out = in;
        return ERR_OK;
    }
    if (kind == KIND_BASE64)
        return plain_base64(a, out, in);
    if (kind == KIND_HASH32)
        return in.len == ADNL_SIZE ? digits_of(a, out, in) : ERR_LENGTH;
    err = cid_decode(&cid, in);
    if (err)
        return err == ERR_EMPTY ? ERR_TRUNCATED : err;
    if (kind == KIND_DIGEST)
        return digits_of(a, out, cid.hash.digest);
    return cid_value(a, out, &cid, kind == KIND_KEY, in);
}

enum err ens_contenthash(struct arena *a, const char **codec,
                         struct bytes *value, struct bytes in)
{
    uint64_t code;
    enum err err = varint_next(&code, &in);

    if (err)
        return err;
    for (size_t i = 0; i < ARRAY_LEN(content_types); i++)
        if (content_types[i].code == code) {
            err = content_value(a, value, content_types[i].kind, in);
            if (!err)
                *codec = content_types[i].name;
            return err;
        }
    return ERR_TYPE;
}
