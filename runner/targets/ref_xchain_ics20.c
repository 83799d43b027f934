/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/ref.h"

#include "chain/codec/pack.h"
#include "chain/xchain/ics20.h"
#include "runner/targets/ref_xchain_read.h"

static enum err amount_op(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    struct bytes text;
    struct u256 amount;
    enum err err = xread_text(&text, in, "amount", why);

    (void)a;
    if (!err)
        err = ics20_amount(&amount, text);
    if (err)
        return xanswer_check(out, err);
    /* The number is the text without leading zeros. */
    while (text.data[0] == '0')
        text = bytes_tail(text, 1);
    return ref_answer(out, json_pack("{s:b, s:o}", "valid", 1, "value",
                                     xtext(text)));
}

static enum err denom_op(struct arena *a, json_t **out, const json_t *in,
                         struct error *why)
{
    struct ics20_denom denom;
    struct bytes path;
    json_t *trace;
    enum err err = xread_text(&path, in, "path", why);

    if (!err)
        err = ics20_denom(a, &denom, path);
    if (err)
        return err;
    trace = json_array();
    for (size_t i = 0; i < denom.count && trace; i++)
        if (json_array_append_new(
                trace, json_pack("{s:o, s:o}", "port",
                                 xtext(denom.hops[i].port), "channel",
                                 xtext(denom.hops[i].channel))))
            return ERR_MEMORY;
    return ref_answer(out, json_pack("{s:o, s:o}", "base",
                                     json_stringn_nocheck(
                                         denom.base.len
                                             ? (const char *)denom.base.data
                                             : "",
                                         denom.base.len),
                                     "trace", trace));
}

static enum err prefix_op(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    struct bytes denom, port, channel;
    enum err err = xread_text(&denom, in, "denom", why);

    (void)a;
    if (!err)
        err = xread_text(&port, in, "port", why);
    if (!err)
        err = xread_text(&channel, in, "channel", why);
    return err ? err
               : ref_answer(out, json_pack("{s:b}", "has_prefix",
                                           ics20_has_prefix(denom, port,
                                                            channel)));
}

static enum err ibc_denom_op(struct arena *a, json_t **out, const json_t *in,
                             struct error *why)
{
    struct bytes path;
    enum err err = xread_text(&path, in, "path", why);

    if (!err)
        err = ics20_ibc_denom(a, &path, path);
    return err ? err
               : ref_answer(out, json_pack("{s:o}", "denom", xtext(path)));
}

static enum err check_denom_op(struct arena *a, json_t **out, const json_t *in,
                               struct error *why)
{
    struct bytes denom;
    enum err err = xread_text(&denom, in, "denom", why);

    (void)a;
    if (!err)
        err = ics20_check_ibc_denom(denom);
    return xanswer_check(out, err);
}

static enum err escrow_op(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    struct bytes port, channel;
    uint8_t address[20];
    enum err err = xread_text(&port, in, "port", why);

    if (!err)
        err = xread_text(&channel, in, "channel", why);
    if (!err)
        err = ics20_escrow(a, address, port, channel);
    return err ? err : xanswer_hex(out, "address", BYTES_OF(address));
}

static enum err text_or_none(struct bytes *out, const json_t *in,
                             const char *key, struct error *why)
{
    *out = BYTES_EMPTY;
    return json_has(in, key) ? xread_text(out, in, key, why) : ERR_OK;
}

static enum err get_packet(struct ics20_packet *out, const json_t *in,
                           struct error *why)
{
    enum err err = text_or_none(&out->denom, in, "denom", why);

    if (!err)
        err = text_or_none(&out->amount, in, "amount", why);
    if (!err)
        err = text_or_none(&out->sender, in, "sender", why);
    if (!err)
        err = text_or_none(&out->receiver, in, "receiver", why);
    if (!err)
        err = text_or_none(&out->memo, in, "memo", why);
    return err;
}

static enum err check_op(struct arena *a, json_t **out, const json_t *in,
                         struct error *why)
{
    struct ics20_packet packet;
    enum err err = get_packet(&packet, in, why);

    if (!err)
        err = ics20_check(a, &packet);
    return xanswer_check(out, err);
}

static enum err json_op(struct arena *a, json_t **out, const json_t *in,
                        struct error *why)
{
    struct ics20_packet packet;
    struct bytes text;
    enum err err = get_packet(&packet, in, why);

    if (!err)
        err = ics20_json(a, &text, &packet);
    return err ? err : ref_answer(out, json_pack("{s:o}", "json",
                                                 xtext(text)));
}

static enum err abi_op(struct arena *a, json_t **out, const json_t *in,
                       struct error *why)
{
    struct ics20_packet packet;
    struct bytes text;
    enum err err = get_packet(&packet, in, why);

    if (!err)
        err = ics20_abi(a, &text, &packet);
    return err ? err : xanswer_hex(out, "data", text);
}

static enum err decode_op(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    struct ics20_packet packet;
    struct bytes text;
    enum err err = xread_hex(a, &text, in, "bytes", why);

    if (!err)
        err = ics20_decode_protobuf(&packet, text);
    if (err)
        return err;
    return ref_answer(out, json_pack("{s:o, s:o, s:o, s:o, s:o}", "denom",
                                     xtext(packet.denom), "amount",
                                     xtext(packet.amount), "sender",
                                     xtext(packet.sender), "receiver",
                                     xtext(packet.receiver), "memo",
                                     xtext(packet.memo)));
}

static enum err channel_op(struct arena *a, json_t **out, const json_t *in,
                           struct error *why)
{
    struct bytes app, ordering, version;
    enum err err = xread_text(&app, in, "app", why);

    (void)a;
    if (!err)
        err = xread_text(&ordering, in, "ordering", why);
    if (!err)
        err = xread_text(&version, in, "version", why);
    if (!err)
        err = ics20_check_channel(bytes_eq(app, bytes_str("ics721"))
                                      ? ICS721_APP
                                      : ICS20_APP,
                                  ordering, version);
    return xanswer_check(out, err);
}

/* --- ICS-721 ------------------------------------------------------------------------ */

static enum err list_or_none(struct arena *a, const struct bytes **out,
                             size_t *count, const json_t *in, const char *key,
                             struct error *why)
{
    struct bytes *items = NULL;
    enum err err = ERR_OK;

    *count = 0;
    if (json_has(in, key))
        err = xread_text_list(a, &items, count, in, key, why);
    *out = items;
    return err;
}

static enum err check_nft_op(struct arena *a, json_t **out, const json_t *in,
                             struct error *why)
{
    struct ics721_packet packet;
    enum err err = text_or_none(&packet.class_id, in, "classId", why);

    if (!err)
        err = text_or_none(&packet.class_data, in, "classData", why);
    if (!err)
        err = text_or_none(&packet.sender, in, "sender", why);
    if (!err)
        err = text_or_none(&packet.receiver, in, "receiver", why);
    if (!err)
        err = list_or_none(a, &packet.ids, &packet.id_count, in, "tokenIds",
                           why);
    if (!err)
        err = list_or_none(a, &packet.uris, &packet.uri_count, in,
                           "tokenUris", why);
    if (!err)
        err = list_or_none(a, &packet.data, &packet.data_count, in,
                           "tokenData", why);
    if (!err)
        err = ics721_check(a, &packet);
    return xanswer_check(out, err);
}

/* A class that came over this very channel goes back: the hop is taken off.
 * The comparison includes the slash after the channel. */
static enum err class_op(struct arena *a, json_t **out, const json_t *in,
                         struct error *why)
{
    static const char *const names[] = { "class_id", "source_port",
                                         "source_channel", "dest_port",
                                         "dest_channel" };
    struct bytes v[ARRAY_LEN(names)], text;
    struct pack p;
    bool back;
    enum err err = ERR_OK;

    for (size_t i = 0; i < ARRAY_LEN(names) && !err; i++)
        err = xread_text(&v[i], in, names[i], why);
    if (err)
        return err;
    back = ics20_has_prefix(v[0], v[1], v[2]);
    pack_init(&p, a);
    if (back) {
        pack_bytes(&p, bytes_tail(v[0], v[1].len + v[2].len + 2));
    } else {
        pack_bytes(&p, v[3]);
        pack_text(&p, "/");
        pack_bytes(&p, v[4]);
        pack_text(&p, "/");
        pack_bytes(&p, v[0]);
    }
    err = pack_finish(&text, &p);
    return err ? err
               : ref_answer(out, json_pack("{s:s, s:o}", "role",
                                           back ? "sink" : "source",
                                           "class_id", xtext(text)));
}

static const struct ref_binding rows[] = {
    { "ibc.ics20.amount_parse", amount_op },
    { "ibc.ics20.extract_denom", denom_op },
    { "ibc.ics20.has_prefix", prefix_op },
    { "ibc.ics20.ibc_denom", ibc_denom_op },
    { "ibc.ics20.validate_ibc_denom", check_denom_op },
    { "ibc.ics20.escrow_address", escrow_op },
    { "ibc.ics20.validate_packet_data", check_op },
    { "ibc.ics20.decode_protobuf", decode_op },
    { "ibc.app.channel_open", channel_op },
    { "ibc.ics20.encode_json", json_op },
    { "ibc.ics20.abi_encode", abi_op },
    { "ibc.ics721.validate_packet_data", check_nft_op },
    { "ibc.ics721.class_id_step", class_op },
};

const struct ref_table ref_table_xchain_ics20 = { rows, ARRAY_LEN(rows) };
