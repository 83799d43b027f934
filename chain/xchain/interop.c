/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/xchain/interop.h"

enum { VERSION_SIZE = 2, TYPE_SIZE = 2 };

static enum err take_len8(struct bytes *out, struct bytes *in)
{
    size_t len;

    if (!in->len || in->len - 1 < in->data[0])
        return ERR_TRUNCATED;
    len = in->data[0];
    *out = bytes_make(in->data + 1, len);
    *in = bytes_tail(*in, 1 + len);
    return ERR_OK;
}

/* What CAIP-350 fixes for the chain types that it has profiles of. */
static enum err check_profile(const struct interop_address *found)
{
    struct bytes r = found->reference, address = found->address;

    if (found->chain_type == ERC7930_EIP155) {
        if (r.len && !r.data[0])
            return ERR_LEADING_ZERO;
        if (r.len > 32 || (address.len && address.len != 20))
            return ERR_LENGTH;
    }
    if (found->chain_type == ERC7930_SOLANA &&
        ((r.len && r.len != 32) || (address.len && address.len != 32)))
        return ERR_LENGTH;
    return ERR_OK;
}

enum err interop_parse(struct interop_address *out, struct bytes in)
{
    struct interop_address found;
    enum err err;

    if (in.len < VERSION_SIZE)
        return ERR_TRUNCATED;
    if (bytes_be(bytes_head(in, VERSION_SIZE)) != 1)
        return ERR_VERSION;
    if (in.len < VERSION_SIZE + TYPE_SIZE)
        return ERR_TRUNCATED;
    found.chain_type = (uint16_t)bytes_be(
        bytes_make(in.data + VERSION_SIZE, TYPE_SIZE));
    in = bytes_tail(in, VERSION_SIZE + TYPE_SIZE);
    err = take_len8(&found.reference, &in);
    if (!err)
        err = take_len8(&found.address, &in);
    if (!err && in.len)
        err = ERR_TRAILING;
    if (!err && !found.reference.len && !found.address.len)
        err = ERR_EMPTY;
    if (!err)
        err = check_profile(&found);
    if (!err)
        *out = found;
    return err;
}

enum err interop_format_evm(struct arena *a, struct bytes *out,
                            struct u256 chain_id, struct bytes address)
{
    uint8_t reference[32];
    struct pack p;
    size_t len;

    if (u256_is_zero(chain_id))
        return ERR_VALUE;
    if (address.len && address.len != 20)
        return ERR_LENGTH;
    len = u256_to_min(reference, chain_id);
    pack_init(&p, a);
    pack_be(&p, 1, VERSION_SIZE);
    pack_be(&p, ERC7930_EIP155, TYPE_SIZE);
    pack_be(&p, len, 1);
    pack_bytes(&p, bytes_make(reference, len));
    pack_be(&p, address.len, 1);
    pack_bytes(&p, address);
    return pack_finish(out, &p);
}

enum err interop_frame(struct arena *a, struct framed_abi *out,
                       const struct abi *value)
{
    struct abi items[] = { abi_text(""), *value };
    struct framed_abi found = { .is_dynamic = abi_is_dynamic(value) };
    enum err err = abi_encode(a, &found.framed, items, 2);

    if (!err)
        err = abi_encode(a, &found.inner, value, 1);
    if (err)
        return err;
    /* The head of a dynamic value is an offset, not the value's own. */
    if (found.is_dynamic)
        found.inner = bytes_tail(found.inner, 32);
    *out = found;
    return ERR_OK;
}

bool interop_dynamic_prefix(struct bytes framed)
{
    static const uint8_t prefix[96] = { [31] = 0x40, [63] = 0x60 };

    return framed.len >= sizeof prefix &&
           memcmp(framed.data, prefix, sizeof prefix) == 0;
}
