/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/ref_message.h"

#include "chain/codec/abi_type.h"
#include "chain/xchain/conflux.h"
#include "chain/xchain/interop.h"

/* Bindings of the ERCs on messages between chains, and of Conflux's
 * cross-space. */

/* {key: selector} of a signature */
static enum err selector_as(struct arena *a, json_t **out, const char *key,
                            const char *signature)
{
    uint8_t selector[4];

    abi_selector(selector, signature);
    return msg_answer_hex(a, out, key, BYTES_OF(selector));
}

static enum err topic_as(struct arena *a, json_t **out, const char *event)
{
    struct bytes text = bytes_str(event);
    uint8_t hash[32];

    keccak_parts(hash, &text, 1);
    return msg_answer_hex(a, out, "topic0", BYTES_OF(hash));
}

/* selector ‖ abi.encode(args) of "name(types)"; no argument list is a
 * malformed signature. */
static enum err call_data(struct arena *a, struct bytes *out,
                          const char *signature, const json_t *args)
{
    const char *open = strchr(signature, '(');
    struct bytes encoded;
    uint8_t selector[4];
    struct abi tuple;
    struct pack p;
    enum err err;

    if (!open)
        return ERR_SYNTAX_RULE;
    err = abi_from_json(a, &tuple, bytes_str(open), args);
    if (!err)
        err = abi_encode(a, &encoded, tuple.items, tuple.count);
    if (err)
        return err;
    abi_selector(selector, signature);
    pack_init(&p, a);
    pack_bytes(&p, BYTES_OF(selector));
    pack_bytes(&p, encoded);
    return pack_finish(out, &p);
}

/* --- ERC-7683 ---------------------------------------------------------------------- */

static enum err frame(struct arena *a, struct framed_abi *out,
                      const json_t *in, struct error *why)
{
    struct bytes type;
    struct abi value;
    enum err err = msg_text(&type, in, "type", why);

    if (!err)
        err = abi_from_json(a, &value, type, json_object_get(in, "value"));
    return err ? err : interop_frame(a, out, &value);
}

static enum err framed_abi(struct arena *a, json_t **out, const json_t *in,
                           struct error *why)
{
    struct framed_abi f;
    enum err err = frame(a, &f, in, why);

    if (err)
        return err;
    return ref_answer(out, json_pack("{s:o, s:b, s:o}", "framed",
                                     msg_json_hex(a, f.framed), "dynamic",
                                     (int)f.is_dynamic, "inner",
                                     msg_json_hex(a, f.inner)));
}

static enum err framed_ambiguity(struct arena *a, json_t **out,
                                 const json_t *in, struct error *why)
{
    struct framed_abi f;
    enum err err = frame(a, &f, in, why);

    if (err)
        return err;
    return ref_answer(
        out, json_pack("{s:o, s:b, s:I}", "framed", msg_json_hex(a, f.framed),
                       "starts_with_dynamic_prefix",
                       (int)interop_dynamic_prefix(f.framed), "length_bytes",
                       (json_int_t)f.framed.len));
}

/* --- ERC-7786 ---------------------------------------------------------------------- */

static enum err attribute_key(struct arena *a, json_t **out, const json_t *in,
                              struct error *why)
{
    const char *signature;
    enum err err = json_get_text(&signature, in, "signature", why);

    return err ? err : selector_as(a, out, "key", signature);
}

/* An attribute is its bytes, or a signature with arguments. */
static enum err read_attribute(struct arena *a, struct bytes *out,
                               const json_t *item, struct error *why)
{
    const char *signature;
    const json_t *args;
    enum err err;

    if (json_is_string(item))
        return msg_read_hex(a, out, item, "attributes", why);
    err = json_get_text(&signature, item, "signature", why);
    if (!err)
        err = json_get_array(&args, item, "args", why);
    return err ? err : call_data(a, out, signature, args);
}

static enum err attributes_encode(struct arena *a, json_t **out,
                                  const json_t *in, struct error *why)
{
    const json_t *list, *item;
    json_t *elements;
    struct bytes attribute, encoded;
    struct abi *items, abi;
    size_t i;
    enum err err = json_get_array(&list, in, "attributes", why);

    if (err)
        return err;
    items = arena_array(a, json_array_size(list) + 1, sizeof *items);
    if (!items)
        return ERR_MEMORY;
    elements = json_array();
    json_array_foreach(list, i, item) {
        if (!err)
            err = read_attribute(a, &attribute, item, why);
        if (!err) {
            items[i] = abi_bytes(attribute);
            if (json_array_append_new(elements, msg_json_hex(a, attribute)))
                err = ERR_MEMORY;
        }
    }
    abi = abi_list(items, json_array_size(list));
    if (!err)
        err = abi_encode(a, &encoded, &abi, 1);
    if (err) {
        json_decref(elements);
        return err;
    }
    return ref_answer(out, json_pack("{s:o, s:o}", "elements", elements, "abi",
                                     msg_json_hex(a, encoded)));
}

static enum err sent_topic(struct arena *a, json_t **out, const json_t *in,
                           struct error *why)
{
    (void)in;
    (void)why;
    return topic_as(a, out, ERC7786_SENT);
}

static enum err receive_selector(struct arena *a, json_t **out,
                                 const json_t *in, struct error *why)
{
    (void)in;
    (void)why;
    return selector_as(a, out, "selector", ERC7786_RECEIVE);
}

/* Why a gateway must refuse to send; NULL when it may.  The recipient of all
 * zeros, which the text allows, is no ERC-7930 address: see findings. */
static enum err send_check(struct arena *a, json_t **out, const json_t *in,
                           struct error *why)
{
    struct interop_address recipient;
    struct bytes raw, attribute;
    const json_t *list, *item;
    struct u256 value;
    uint8_t *keys;
    size_t count, i, k;
    bool takes_value;
    enum err err = msg_hex(a, &raw, in, "recipient", why);

    if (!err)
        err = json_get_array(&list, in, "attributes", why);
    if (!err)
        err = msg_blocks(a, &keys, &count, in, "supported", 4, why);
    if (!err)
        err = msg_number(&value, in, "value", 256, why);
    if (!err)
        err = json_get_bool(&takes_value, in, "supports_value", why);
    if (err)
        return err;
    if (interop_parse(&recipient, raw))
        return msg_valid(out, "recipient");
    json_array_foreach(list, i, item) {
        err = msg_read_hex(a, &attribute, item, "attributes", why);
        if (err)
            return err;
        for (k = 0; k < count && attribute.len >= 4; k++)
            if (memcmp(attribute.data, keys + 4 * k, 4) == 0)
                break;
        if (attribute.len < 4 || k == count)
            return msg_valid(out, "unsupported_attribute");
    }
    if (!takes_value && !u256_is_zero(value))
        return msg_valid(out, "value_not_supported");
    return msg_valid(out, NULL);
}

/* A delivery counts once, and only when the receiver says its selector. */
static enum err deliver_check(struct arena *a, json_t **out, const json_t *in,
                              struct error *why)
{
    uint8_t selector[4];
    struct bytes answer;
    bool delivered;
    enum err err = msg_hex(a, &answer, in, "answer", why);

    if (!err)
        err = json_get_bool(&delivered, in, "delivered", why);
    if (err)
        return err;
    if (delivered)
        return msg_valid(out, "delivered_before");
    abi_selector(selector, ERC7786_RECEIVE);
    return msg_valid(out, bytes_eq(answer, BYTES_OF(selector))
                              ? NULL
                              : "wrong_answer");
}

/* --- ERC-7841 and ERC-7930 ----------------------------------------------------------- */

static enum err metadata_abi(struct arena *a, json_t **out, const json_t *in,
                             struct error *why)
{
    uint8_t source[32], dest[32], hash[32];
    struct u256 session, nonce;
    uint64_t from, to;
    struct bytes encoded;
    enum err err = msg_u64(&from, in, "src_chain_id", 32, why);

    if (!err)
        err = msg_u64(&to, in, "dest_chain_id", 32, why);
    if (!err)
        err = msg_fixed(source, 32, in, "src_address", why);
    if (!err)
        err = msg_fixed(dest, 32, in, "dest_address", why);
    if (!err)
        err = msg_number(&session, in, "session_id", 128, why);
    if (!err)
        err = msg_number(&nonce, in, "nonce", 128, why);
    if (!err) {
        struct abi items[] = { abi_u64(from),
                               abi_u64(to),
                               abi_right(BYTES_OF(source)),
                               abi_right(BYTES_OF(dest)),
                               abi_u256(session),
                               abi_u256(nonce) };

        err = abi_encode(a, &encoded, items, ARRAY_LEN(items));
    }
    if (err)
        return err;
    keccak_parts(hash, &encoded, 1);
    return ref_answer(out, json_pack("{s:o, s:o}", "abi",
                                     msg_json_hex(a, encoded),
                                     "digest_abi_encode",
                                     msg_json_word(a, hash)));
}

static enum err format_evm(struct arena *a, json_t **out, const json_t *in,
                           struct error *why)
{
    struct bytes address = BYTES_EMPTY, encoded;
    struct u256 chain;
    enum err err = msg_number(&chain, in, "chain_id", 256, why);

    if (!err && json_has(in, "address"))
        err = msg_hex(a, &address, in, "address", why);
    if (!err)
        err = interop_format_evm(a, &encoded, chain, address);
    return err ? err : msg_answer_hex(a, out, "address", encoded);
}

static enum err parse_address(struct arena *a, json_t **out, const json_t *in,
                              struct error *why)
{
    struct interop_address found;
    struct bytes raw;
    uint8_t type[2];
    enum err err = msg_hex(a, &raw, in, "address", why);

    if (!err)
        err = interop_parse(&found, raw);
    if (err)
        return err;
    type[0] = (uint8_t)(found.chain_type >> 8);
    type[1] = (uint8_t)found.chain_type;
    return ref_answer(out, json_pack("{s:o, s:o, s:o}", "chain_type",
                                     msg_json_hex(a, BYTES_OF(type)),
                                     "chain_reference",
                                     msg_json_hex(a, found.reference),
                                     "address",
                                     msg_json_hex(a, found.address)));
}

/* --- Conflux ------------------------------------------------------------------------- */

static enum err cfx_calldata(struct arena *a, json_t **out, const json_t *in,
                             struct error *why)
{
    const json_t *args;
    const char *function;
    struct bytes data;
    enum err err = json_get_text(&function, in, "function", why);

    if (!err)
        err = json_get_array(&args, in, "args", why);
    if (!err)
        err = call_data(a, &data, function, args);
    return err ? err : msg_answer_hex(a, out, "data", data);
}

/* A tenth of what is left goes over, and a stipend when value does. */
static enum err cfx_gas(struct arena *a, json_t **out, const json_t *in,
                        struct error *why)
{
    enum { SHARE = 10, STIPEND = 2300 };
    struct u256 value;
    uint64_t left;
    enum err err = msg_u64(&left, in, "gas_left", 63, why);

    if (!err)
        err = msg_number(&value, in, "value", 256, why);
    if (err)
        return err;
    return ref_answer(
        out, json_pack("{s:o, s:o}", "evm_gas",
                       msg_json_u64(a, left / SHARE +
                                           (u256_is_zero(value) ? 0 : STIPEND)),
                       "reserved", msg_json_u64(a, left - left / SHARE)));
}

static enum err cfx_topic(struct arena *a, json_t **out, const json_t *in,
                          struct error *why)
{
    const char *event;
    enum err err = json_get_text(&event, in, "event", why);

    return err ? err : topic_as(a, out, event);
}

static enum err cfx_selector(struct arena *a, json_t **out, const json_t *in,
                             struct error *why)
{
    const char *signature;
    enum err err = json_get_text(&signature, in, "signature", why);

    return err ? err : selector_as(a, out, "selector", signature);
}

static enum err cfx_mapped(struct arena *a, json_t **out, const json_t *in,
                           struct error *why)
{
    uint8_t native[20], mapped[20];
    enum err err = msg_fixed(native, 20, in, "native_address", why);

    if (err)
        return err;
    conflux_mapped_address(mapped, native);
    return msg_answer_hex(a, out, "mapped", BYTES_OF(mapped));
}

static enum err read_log(struct arena *a, struct conflux_log *log,
                         const json_t *in, struct error *why)
{
    const char *space;
    uint8_t *topics;
    enum err err = msg_fixed(log->address, 20, in, "address", why);

    if (!err)
        err = json_get_text(&space, in, "space", why);
    if (!err)
        err = msg_blocks(a, &topics, &log->topic_count, in, "topics", 32, why);
    if (!err && log->topic_count > CONFLUX_TOPICS_MAX)
        err = ERR_RCPT_TOPICS;
    if (!err)
        err = msg_hex(a, &log->data, in, "data", why);
    if (err)
        return err;
    memcpy(log->topics, topics, 32 * log->topic_count);
    log->is_evm = strcmp(space, "evm") == 0;
    return ERR_OK;
}

static json_t *tx_json(struct arena *a, const struct conflux_tx *tx)
{
    return json_pack(
        "{s:o, s:o, s:o, s:o, s:o, s:s, s:I, s:o}", "from",
        msg_json_hex(a, BYTES_OF(tx->from)), "to",
        tx->creates ? json_null() : msg_json_hex(a, BYTES_OF(tx->to)), "nonce",
        msg_json_u256(a, tx->nonce), "value", msg_json_u256(a, tx->value),
        "data", msg_json_hex(a, tx->data), "status",
        tx->success ? "success" : "failed", "logs",
        (json_int_t)tx->log_count, "hash", msg_json_word(a, tx->hash));
}

static enum err cfx_recover(struct arena *a, json_t **out, const json_t *in,
                            struct error *why)
{
    const json_t *list, *item;
    struct conflux_log *logs;
    struct conflux_tx *txs;
    uint8_t hash[32];
    uint64_t chain;
    json_t *answer;
    size_t count, i;
    enum err err = msg_fixed(hash, sizeof hash, in, "tx_hash", why);

    if (!err)
        err = msg_u64(&chain, in, "chain_id", 32, why);
    if (!err)
        err = json_get_array(&list, in, "logs", why);
    if (err)
        return err;
    logs = arena_array(a, json_array_size(list) + 1, sizeof *logs);
    if (!logs)
        return ERR_MEMORY;
    json_array_foreach(list, i, item) {
        err = read_log(a, &logs[i], item, why);
        if (err)
            return err;
    }
    err = conflux_recover(a, &txs, &count, hash, logs, json_array_size(list),
                          chain);
    if (err)
        return err;
    answer = json_array();
    for (i = 0; i < count; i++)
        if (json_array_append_new(answer, tx_json(a, &txs[i])))
            err = ERR_MEMORY;
    if (err) {
        json_decref(answer);
        return err;
    }
    return ref_answer(out, json_pack("{s:o}", "transactions", answer));
}

/* clang-format off */
static const struct ref_binding rows[] = {
    { "conflux.calldata", cfx_calldata },
    { "conflux.cross_space_gas", cfx_gas },
    { "conflux.event_topic", cfx_topic },
    { "conflux.mapped_address", cfx_mapped },
    { "conflux.recover_phantom_txs", cfx_recover },
    { "conflux.selector", cfx_selector },
    { "erc7683.framed_abi", framed_abi },
    { "erc7683.framed_abi_ambiguity", framed_ambiguity },
    { "erc7786.attribute_key", attribute_key },
    { "erc7786.attributes_encode", attributes_encode },
    { "erc7786.deliver_check", deliver_check },
    { "erc7786.event_topic", sent_topic },
    { "erc7786.receive_selector", receive_selector },
    { "erc7786.send_check", send_check },
    { "erc7841.metadata_abi", metadata_abi },
    { "erc7930.format_evm", format_evm },
    { "erc7930.parse", parse_address },
};
/* clang-format on */

const struct ref_table ref_table_xchain_interop = { rows, ARRAY_LEN(rows) };
