/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/asset/ens.h"

#include "base/hex.h"
#include "chain/codec/ascii.h"
#include "chain/codec/cid.h"
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

enum { KIND_CID, KIND_DIGEST, KIND_TEXT };

static const struct {
    uint64_t code;
    const char *name;
    int kind;
} content_types[] = {
    { 0xe3, "ipfs", KIND_CID },    { 0xe4, "swarm", KIND_DIGEST },
    { 0xe5, "ipns", KIND_CID },    { 0x01bc, "onion", KIND_TEXT },
    { 0x01bd, "onion3", KIND_TEXT },
};

static enum err content_value(struct arena *a, struct bytes *out, int kind,
                              struct bytes in)
{
    struct cid cid;
    char *digits;
    enum err err;

    if (kind == KIND_TEXT) {
        *out = in;
        return in.len ? ERR_OK : ERR_TRUNCATED;
    }
    err = cid_decode(&cid, in);
    if (err)
        return err == ERR_EMPTY ? ERR_TRUNCATED : err;
    if (kind == KIND_CID)
        return cid_format(a, out, &cid);
    digits = (char *)arena_raw(a, 2 * cid.hash.digest.len + 1);
    if (!digits)
        return ERR_MEMORY;
    hex_write(digits, cid.hash.digest);
    *out = bytes_str(digits);
    return ERR_OK;
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
