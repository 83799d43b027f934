/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>

#include "chain/asset/address.h"
#include "chain/asset/caip.h"
#include "chain/asset/did.h"
#include "chain/asset/interop.h"
#include "chain/codec/ascii.h"
#include "chain/codec/bech32.h"
#include "chain/codec/cid.h"
#include "chain/codec/multibase.h"
#include "chain/codec/radix.h"

static void demand(bool holds)
{
    if (!holds)
        abort();
}

/* What parses is made of its parts and separators alone. */
static void caip(struct bytes in)
{
    struct caip_asset asset;
    struct caip_chain chain;
    struct did_url url;

    if (!caip_chain_parse(&chain, in))
        demand(chain.namespace.len + 1 + chain.reference.len == in.len &&
               in.len <= 41);
    if (!caip_asset_id_parse(&asset, in))
        demand(asset.chain.namespace.len + asset.chain.reference.len +
                       asset.namespace.len + asset.reference.len +
                       asset.token.len + 4 ==
                   in.len &&
               in.len <= 258);
    if (!did_url_parse(&url, in))
        demand(url.whole.len + url.path.len + url.query.len + url.has_query +
                   url.fragment.len + url.has_fragment ==
               in.len);
}

static void checksummed(struct arena *a, struct bytes in)
{
    struct bech32 parts;
    struct cip37 address, again;
    struct bytes text, data;

    if (!bech32_decode(a, &parts, in)) {
        demand(!bech32_encode(a, &text, &parts) && text.len == in.len);
        for (size_t i = 0; i < in.len; i++)
            demand(ascii_to_lower(in.data[i]) == text.data[i]);
    }
    if (!base58check_decode(a, &data, in))
        demand(!base58check_encode(a, &text, data) && bytes_eq(text, in));
    if (!cip37_decode(a, &address, in))
        demand(!cip37_encode(a, &text, &address, true) &&
               !cip37_decode(a, &again, text) &&
               again.net_id == address.net_id &&
               memcmp(again.address, address.address, ADDRESS_BYTES) == 0);
}

static void multi(struct arena *a, struct bytes in)
{
    struct bytes data, text, again;
    struct cid cid, second;

    if (in.len < 512 && !radix_encode(a, &text, &RADIX_BASE58, in))
        demand(!radix_decode(a, &data, &RADIX_BASE58, text) &&
               bytes_eq(data, in));
    if (in.len < 512 && !multibase_decode(a, &data, in))
        demand(!multibase_encode(a, &text, "base64url", data) &&
               !multibase_decode(a, &again, text) && bytes_eq(again, data));
    if (!cid_parse(a, &cid, in))
        demand(!cid_format(a, &text, &cid) && !cid_parse(a, &second, text) &&
               second.version == cid.version && second.codec == cid.codec &&
               bytes_eq(second.hash.whole, cid.hash.whole));
    if (!interop_name(a, &text, in))
        demand(!interop_name_decode(a, &again, text) && bytes_eq(again, in));
}

void fuzz_one(struct arena *a, struct bytes in)
{
    if (in.len > 4096)
        return;
    caip(in);
    checksummed(a, in);
    multi(a, in);
}
