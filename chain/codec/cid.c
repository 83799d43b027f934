/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/codec/cid.h"

#include "chain/codec/ascii.h"
#include "chain/codec/multibase.h"
#include "chain/codec/radix.h"
#include "chain/codec/varint.h"

enum { V0_TEXT_SIZE = 46, V0_SIZE = 34 };

enum err multihash_next(struct multihash *out, struct bytes *in)
{
    struct bytes rest = *in;
    uint64_t code, size;
    enum err err = varint_next(&code, &rest);

    if (err)
        return err;
    err = varint_next(&size, &rest);
    if (err)
        return err == ERR_EMPTY ? ERR_TRUNCATED : err;
    if (size > rest.len)
        return ERR_TRUNCATED;
    out->code = code;
    out->digest = bytes_head(rest, size);
    rest = bytes_tail(rest, size);
    out->whole = bytes_head(*in, in->len - rest.len);
    *in = rest;
    return ERR_OK;
}

enum err multihash_decode(struct multihash *out, struct bytes in)
{
    struct multihash hash;
    enum err err = multihash_next(&hash, &in);

    if (err)
        return err;
    if (in.len)
        return ERR_TRAILING;
    *out = hash;
    return ERR_OK;
}

static bool is_v0(struct bytes in)
{
    return in.len == V0_SIZE && in.data[0] == MULTIHASH_SHA2_256 &&
           in.data[1] == 32;
}

static enum err v1_decode(struct cid *out, struct bytes in)
{
    struct multihash hash;
    uint64_t version, codec;
    enum err err = varint_next(&version, &in);

    if (err)
        return err;
    if (version != 1)
        return ERR_VERSION;
    err = varint_next(&codec, &in);
    if (!err)
        err = multihash_decode(&hash, in);
    if (err)
        return err == ERR_EMPTY ? ERR_TRUNCATED : err;
    *out = (struct cid){ 1, codec, hash };
    return ERR_OK;
}

enum err cid_decode(struct cid *out, struct bytes in)
{
    struct multihash hash;
    enum err err;

    if (!is_v0(in))
        return v1_decode(out, in);
    err = multihash_decode(&hash, in);
    if (err)
        return err;
    *out = (struct cid){ 0, CID_DAG_PB, hash };
    return ERR_OK;
}

enum err cid_parse(struct arena *a, struct cid *out, struct bytes text)
{
    struct bytes data;
    enum err err;

    if (text.len == 0)
        return ERR_EMPTY;
    if (text.len > CID_TEXT_MAX)
        return ERR_LENGTH;
    if (ascii_begins(text, "Qm")) {
        if (text.len != V0_TEXT_SIZE)
            return ERR_LENGTH;
        err = radix_decode(a, &data, &RADIX_BASE58, text);
        if (err)
            return err;
        return is_v0(data) ? cid_decode(out, data) : ERR_VERSION;
    }
    err = multibase_decode(a, &data, text);
    if (err)
        return err;
    /* CID, decoding algorithm: a CIDv0 has no multibase prefix. */
    if (data.len && data.data[0] == MULTIHASH_SHA2_256)
        return ERR_VERSION;
    return v1_decode(out, data);
}

enum err cid_format(struct arena *a, struct bytes *out, const struct cid *in)
{
    uint8_t *data;
    size_t n;

    if (in->version == 0)
        return radix_encode(a, out, &RADIX_BASE58, in->hash.whole);
    data = arena_raw(a, 2 * VARINT_SIZE_MAX + in->hash.whole.len);
    if (!data)
        return ERR_MEMORY;
    n = varint_put(data, 1);
    n += varint_put(data + n, in->codec);
    memcpy(data + n, in->hash.whole.data, in->hash.whole.len);
    return multibase_encode(a, out, "base32",
                            bytes_make(data, n + in->hash.whole.len));
}
