/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/eth/header_json.h"

#include "chain/eth/header_internal.h"

static enum err too_wide(struct error *why, const char *name)
{
    return error_set(why, ERR_TOO_WIDE, "%s does not fit 64 bits", name);
}

static enum err get_field(struct arena *a, struct header *h,
                          const struct header_field *f, const json_t *in,
                          struct error *why)
{
    uint8_t *at = (uint8_t *)h + f->offset;
    struct u256 value;
    enum err err;

    switch (f->kind) {
    case HEADER_FIELD_FIXED:
        return json_get_fixed(at, f->size, in, f->name, why);
    case HEADER_FIELD_EXTRA:
        return json_get_hex(a, (struct bytes *)(void *)at, in, f->name, why);
    case HEADER_FIELD_U256:
        return json_get_quantity((struct u256 *)(void *)at, in, f->name, why);
    case HEADER_FIELD_U64:
        err = json_get_quantity(&value, in, f->name, why);
        if (err)
            return err;
        if (!u256_is_u64(value))
            return too_wide(why, f->name);
        *(uint64_t *)(void *)at = value.w[0];
        return ERR_OK;
    }
    return ERR_INTERNAL;
}

/* The field count of the form whose last field is present. */
static size_t form_of(const json_t *in)
{
    size_t count = HEADER_FIELDS_AMSTERDAM;

    while (count > HEADER_FIELDS_FRONTIER &&
           !json_has(in, header_fields[count - 1].name))
        count--;
    while (!header_fields_known(count))
        count++;
    return count;
}

enum err header_from_json(struct arena *a, struct header *out,
                          const enum fork *fork, const json_t *in,
                          struct error *why)
{
    size_t count = fork ? fork_rules(*fork)->header_fields : form_of(in);
    struct header h = { .fields = (unsigned)count };

    if (!json_is_object(in))
        return error_set(why, ERR_BAD_INPUT, "a header must be a map");
    for (size_t i = 0; i < HEADER_FIELDS_AMSTERDAM; i++) {
        const char *name = header_fields[i].name;
        enum err err = ERR_OK;

        if (i >= count && json_has(in, name))
            return error_set(why, ERR_FIELD_EXTRA, "%s is of a later fork",
                             name);
        if (i < count && !json_has(in, name))
            return error_set(why, ERR_FIELD_MISSING, "%s is absent", name);
        if (i < count)
            err = get_field(a, &h, &header_fields[i], in, why);
        if (err)
            return err;
    }
    *out = h;
    return ERR_OK;
}

static json_t *field_json(const struct header *h, const struct header_field *f)
{
    const uint8_t *at = (const uint8_t *)h + f->offset;

    switch (f->kind) {
    case HEADER_FIELD_FIXED:
        return json_hex(bytes_make(at, f->size));
    case HEADER_FIELD_EXTRA:
        return json_hex(*(const struct bytes *)(const void *)at);
    case HEADER_FIELD_U256:
        return json_quantity(*(const struct u256 *)(const void *)at);
    case HEADER_FIELD_U64:
        return json_quantity_u64(*(const uint64_t *)(const void *)at);
    }
    return NULL;
}

json_t *header_to_json(const struct header *h)
{
    json_t *out = json_object();

    for (size_t i = 0; i < h->fields; i++)
        if (json_object_set_new(out, header_fields[i].name,
                                field_json(h, &header_fields[i]))) {
            json_decref(out);
            return NULL;
        }
    return out;
}
