/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/xchain/layout.h"

#include <assert.h>

#include "chain/codec/pack.h"

size_t compact_size_write(uint8_t out[COMPACT_SIZE_MAX], uint64_t value)
{
    size_t width = value < 0xfd ? 0 : value <= 0xffff ? 2
                                  : value <= 0xffffffff ? 4
                                                        : 8;

    if (!width) {
        out[0] = (uint8_t)value;
        return 1;
    }
    out[0] = width == 2 ? 0xfd : width == 4 ? 0xfe : 0xff;
    for (size_t i = 0; i < width; i++)
        out[1 + i] = (uint8_t)(value >> (8 * i));
    return 1 + width;
}

enum err compact_size_next(uint64_t *out, struct bytes *in)
{
    static const uint64_t least[] = { 0xfd, 0x10000, 0x100000000 };
    uint64_t value = 0;
    size_t width;

    if (!in->len)
        return ERR_TRUNCATED;
    if (in->data[0] < 0xfd) {
        *out = in->data[0];
        *in = bytes_tail(*in, 1);
        return ERR_OK;
    }
    width = (size_t)2 << (in->data[0] - 0xfd);
    if (in->len < 1 + width)
        return ERR_TRUNCATED;
    for (size_t i = 0; i < width; i++)
        value |= (uint64_t)in->data[1 + i] << (8 * i);
    if (value < least[in->data[0] - 0xfd])
        return ERR_NOT_MINIMAL;
    *out = value;
    *in = bytes_tail(*in, 1 + width);
    return ERR_OK;
}

/* --- writing ---------------------------------------------------------------- */

static enum err put_field(struct pack *p, const struct layout_field *field,
                          struct bytes value)
{
    uint8_t size[COMPACT_SIZE_MAX];

    switch (field->kind) {
    case LAYOUT_NUMBER:
    case LAYOUT_BYTES:
    case LAYOUT_NUMBER_LE:
        if (value.len != field->width)
            return ERR_LENGTH;
        for (size_t i = value.len;
             field->kind == LAYOUT_NUMBER_LE && i > 0; i--)
            pack_be(p, value.data[i - 1], 1);
        if (field->kind != LAYOUT_NUMBER_LE)
            pack_bytes(p, value);
        return ERR_OK;
    case LAYOUT_ID:
        pack_be(p, field->width, 1);
        return ERR_OK;
    case LAYOUT_LEN_BE:
        if (value.len >> (8 * field->width))
            return ERR_TOO_LONG;
        pack_be(p, value.len, field->width);
        pack_bytes(p, value);
        return ERR_OK;
    case LAYOUT_VAR:
        pack_bytes(p, bytes_make(size, compact_size_write(size, value.len)));
        pack_bytes(p, value);
        return ERR_OK;
    case LAYOUT_REST:
        pack_bytes(p, value);
        return ERR_OK;
    }
    return ERR_INTERNAL;
}

enum err layout_encode(struct arena *a, struct bytes *out,
                       const struct layout *layout, const struct bytes *values)
{
    struct pack p;
    enum err err = ERR_OK;

    pack_init(&p, a);
    for (size_t i = 0; i < layout->count && !err; i++)
        err = put_field(&p, &layout->fields[i], values[i]);
    return err ? err : pack_finish(out, &p);
}

/* --- reading ---------------------------------------------------------------- */

static enum err take(struct bytes *out, struct bytes *in, uint64_t len)
{
    if (len > in->len)
        return ERR_TRUNCATED;
    *out = bytes_head(*in, (size_t)len);
    *in = bytes_tail(*in, (size_t)len);
    return ERR_OK;
}

static enum err take_reversed(struct arena *a, struct bytes *out,
                              struct bytes *in, size_t width)
{
    struct bytes raw;
    uint8_t *turned;
    enum err err = take(&raw, in, width);

    if (err)
        return err;
    turned = arena_raw(a, width);
    if (!turned)
        return ERR_MEMORY;
    for (size_t i = 0; i < width; i++)
        turned[i] = raw.data[width - 1 - i];
    *out = bytes_make(turned, width);
    return ERR_OK;
}

static enum err take_field(struct arena *a, struct bytes *out,
                           const struct layout_field *field, struct bytes *in)
{
    uint64_t len = field->width;
    struct bytes prefix;
    enum err err = ERR_OK;

    switch (field->kind) {
    case LAYOUT_NUMBER_LE:
        return take_reversed(a, out, in, field->width);
    case LAYOUT_ID:
        err = take(out, in, 1);
        return !err && out->data[0] != field->width ? ERR_TYPE : err;
    case LAYOUT_REST:
        return take(out, in, in->len);
    case LAYOUT_LEN_BE:
        err = take(&prefix, in, field->width);
        len = err ? 0 : bytes_be(prefix);
        break;
    case LAYOUT_VAR:
        err = compact_size_next(&len, in);
        break;
    case LAYOUT_NUMBER:
    case LAYOUT_BYTES:
        break;
    }
    return err ? err : take(out, in, len);
}

enum err layout_next(struct arena *a, struct bytes *values,
                     const struct layout *layout, struct bytes *in)
{
    struct bytes found[LAYOUT_FIELDS_MAX], rest = *in;
    enum err err = ERR_OK;

    assert(layout->count <= LAYOUT_FIELDS_MAX);
    for (size_t i = 0; i < layout->count && !err; i++)
        err = take_field(a, &found[i], &layout->fields[i], &rest);
    if (err)
        return err;
    memcpy(values, found, layout->count * sizeof *found);
    *in = rest;
    return ERR_OK;
}

enum err layout_decode(struct arena *a, struct bytes *values,
                       const struct layout *layout, struct bytes in)
{
    struct bytes found[LAYOUT_FIELDS_MAX];
    enum err err = layout_next(a, found, layout, &in);

    if (err)
        return err;
    if (in.len)
        return ERR_TRAILING;
    memcpy(values, found, layout->count * sizeof *found);
    return ERR_OK;
}

struct bytes layout_value(const struct layout *layout,
                          const struct bytes *values, const char *name)
{
    for (size_t i = 0; i < layout->count; i++)
        if (strcmp(layout->fields[i].name, name) == 0)
            return values[i];
    assert(false && "a layout lacks this field");
    return BYTES_EMPTY;
}
