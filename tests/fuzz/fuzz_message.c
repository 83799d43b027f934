/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "chain/xchain/acb.h"
#include "chain/xchain/ccip.h"
#include "chain/xchain/cctp.h"
#include "chain/xchain/hyperlane.h"
#include "chain/xchain/interop.h"
#include "chain/xchain/layerzero.h"
#include "chain/xchain/poly.h"
#include "chain/xchain/wormhole.h"
#include "tests/fuzz/fuzz.h"

static const struct layout *const layouts[] = {
    &wormhole_body,       &wormhole_transfer,       &wormhole_asset_meta,
    &layerzero_packet,    &layerzero_oft_composed,  &hyperlane_message,
    &ccip_message_v1,     &ccip_token_transfer,     &cctp_v1_message,
    &cctp_v2_burn,        &poly_header,             &poly_merkle_value,
};

/* A row of fields that is taken apart is put together as the same bytes. */
static void check_layouts(struct arena *a, struct bytes in)
{
    struct bytes values[LAYOUT_FIELDS_MAX], again;

    for (size_t i = 0; i < ARRAY_LEN(layouts); i++) {
        if (layout_decode(a, values, layouts[i], in))
            continue;
        if (layout_encode(a, &again, layouts[i], values) ||
            !bytes_eq(in, again))
            abort();
    }
}

static void check_tlv(struct arena *a, struct bytes in)
{
    struct acb_item items[ACB_TLV_ITEMS_MAX];
    struct bytes again;
    size_t count;

    if (acb_tlv_decode(items, &count, in))
        return;
    if (acb_tlv_encode(a, &again, items, count) || !bytes_eq(in, again))
        abort();
}

/* Padding is not looked at, so that the second reading must agree. */
static void check_sdp(struct arena *a, struct bytes in)
{
    struct acb_sdp m, n;
    struct bytes again;

    if (acb_sdp_decode(a, &m, in))
        return;
    if (acb_sdp_encode(a, &again, &m) || acb_sdp_decode(a, &n, again) ||
        !bytes_eq(m.payload, n.payload) || !bytes_eq(m.domain, n.domain) ||
        m.sequence != n.sequence || m.nonce != n.nonce ||
        m.timeout != n.timeout || m.version != n.version)
        abort();
}

static void check_interop(struct arena *a, struct bytes in)
{
    struct interop_address found;
    struct bytes again;
    struct u256 chain;

    if (interop_parse(&found, in) || found.chain_type != ERC7930_EIP155 ||
        !found.reference.len)
        return;
    chain = u256_from_be(found.reference.data, found.reference.len);
    if (interop_format_evm(a, &again, chain, found.address) ||
        !bytes_eq(in, again))
        abort();
}

/* No option is lost or made up by sorting options by worker. */
static void check_options(struct arena *a, struct bytes in)
{
    struct bytes executor, dvn;

    if (lz_options_split(a, &executor, &dvn, in) || in.data[1] != 3)
        return;
    if (executor.len + dvn.len + 2 != in.len)
        abort();
}

void fuzz_one(struct arena *a, struct bytes in)
{
    check_layouts(a, in);
    check_tlv(a, in);
    check_sdp(a, in);
    check_interop(a, in);
    check_options(a, in);
}
