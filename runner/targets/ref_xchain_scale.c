/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/ref_message.h"

#include "chain/codec/decimal.h"
#include "chain/codec/scale.h"
#include "chain/xchain/xcm.h"

/* Bindings of SCALE and XCM. */

static enum err compact_decode(struct arena *a, json_t **out, const json_t *in,
                               struct error *why)
{
    uint8_t be[SCALE_COMPACT_WIDTH];
    struct bytes raw;
    enum err err = msg_hex(a, &raw, in, "bytes", why);

    if (!err && !raw.len)
        err = ERR_EMPTY;
    if (!err)
        err = scale_next_compact(be, &raw);
    if (!err && raw.len)
        err = ERR_TRAILING;
    if (err)
        return err;
    return ref_answer(out, json_pack("{s:o}", "value",
                                     msg_json_decimal(a, BYTES_OF(be))));
}

static enum err compact_encode(struct arena *a, json_t **out, const json_t *in,
                               struct error *why)
{
    uint8_t be[SCALE_COMPACT_WIDTH];
    struct bytes encoded;
    struct pack p;
    enum err err = scale_number(be, sizeof be, false,
                                json_object_get(in, "value"));

    if (err == ERR_VALUE)
        return error_set(why, ERR_BAD_INPUT, "value is not a number");
    if (err)
        return err;
    pack_init(&p, a);
    scale_put_compact(&p, BYTES_OF(be));
    err = pack_finish(&encoded, &p);
    return err ? err : msg_answer_hex(a, out, "bytes", encoded);
}

static enum err typed_encode(struct arena *a, json_t **out, const json_t *in,
                             struct error *why)
{
    const json_t *value = json_object_get(in, "value");
    struct bytes encoded;
    const char *type;
    enum err err = json_get_text(&type, in, "type", why);

    if (!err && !value)
        err = error_set(why, ERR_BAD_INPUT, "value is absent");
    if (!err)
        err = scale_encode(a, &encoded, type, value);
    return err ? err : msg_answer_hex(a, out, "bytes", encoded);
}

static enum err xcm_decode_op(struct arena *a, json_t **out, const json_t *in,
                              struct error *why)
{
    struct bytes raw;
    unsigned version;
    json_t *program;
    enum err err = msg_hex(a, &raw, in, "bytes", why);

    if (!err)
        err = xcm_decode(a, &version, &program, raw);
    if (err)
        return err;
    return ref_answer(out, json_pack("{s:i, s:o}", "version", (int)version,
                                     "program", program));
}

static enum err xcm_encode_op(struct arena *a, json_t **out, const json_t *in,
                              struct error *why)
{
    const json_t *program;
    struct bytes encoded;
    uint64_t version;
    enum err err = msg_u64(&version, in, "version", 32, why);

    if (!err)
        err = json_get_array(&program, in, "program", why);
    if (!err)
        err = xcm_encode(a, &encoded, (unsigned)version, program);
    return err ? err : msg_answer_hex(a, out, "bytes", encoded);
}

static enum err index_op(json_t **out, const json_t *in, const char *key,
                         enum err (*find)(unsigned *, unsigned, const char *),
                         struct error *why)
{
    const char *name;
    uint64_t version;
    unsigned index;
    enum err err = msg_u64(&version, in, "version", 32, why);

    if (!err)
        err = json_get_text(&name, in, key, why);
    if (!err)
        err = find(&index, (unsigned)version, name);
    if (err)
        return err;
    return ref_answer(out, json_pack("{s:i}", "index", (int)index));
}

static enum err instruction_op(struct arena *a, json_t **out, const json_t *in,
                               struct error *why)
{
    (void)a;
    return index_op(out, in, "instruction", xcm_instruction_index, why);
}

static enum err network_op(struct arena *a, json_t **out, const json_t *in,
                           struct error *why)
{
    (void)a;
    return index_op(out, in, "network", xcm_network_index, why);
}

/* clang-format off */
static const struct ref_binding rows[] = {
    { "scale.compact_decode", compact_decode },
    { "scale.compact_encode", compact_encode },
    { "scale.encode", typed_encode },
    { "xcm.decode", xcm_decode_op },
    { "xcm.encode", xcm_encode_op },
    { "xcm.instruction_index", instruction_op },
    { "xcm.network_id_index", network_op },
};
/* clang-format on */

const struct ref_table ref_table_xchain_scale = { rows, ARRAY_LEN(rows) };
