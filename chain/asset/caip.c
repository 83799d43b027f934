/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/asset/caip.h"

#include "chain/codec/ascii.h"

enum { PARTS_MAX = 3 };

/* What a part may hold. */
struct part_rule {
    size_t min, max;
    bool (*allowed)(uint8_t c);
};

static bool in_namespace(uint8_t c)
{
    return ascii_lower(c) || ascii_digit(c) || c == '-';
}

static bool in_reference(uint8_t c)
{
    return ascii_alnum(c) || c == '-' || c == '_';
}

static bool in_address(uint8_t c)
{
    return ascii_alnum(c) || c == '-' || c == '.' || c == '%';
}

static const struct part_rule NAMESPACE = { 3, 8, in_namespace };
static const struct part_rule REFERENCE = { 1, 32, in_reference };
static const struct part_rule ADDRESS = { 1, 128, in_address };
static const struct part_rule TOKEN = { 1, 78, in_address };

static enum err part_check(struct bytes part, const struct part_rule *rule)
{
    if (part.len == 0)
        return ERR_EMPTY;
    for (size_t i = 0; i < part.len; i++)
        if (!rule->allowed(part.data[i]))
            return ERR_CHARACTER;
    return part.len < rule->min || part.len > rule->max ? ERR_LENGTH : ERR_OK;
}

/* Exactly count parts between separators. */
static enum err split(struct bytes parts[PARTS_MAX], size_t count, char by,
                      struct bytes text)
{
    if (text.len == 0)
        return ERR_EMPTY;
    if (ascii_count(text, by) != count - 1)
        return ERR_SYNTAX_RULE;
    for (size_t i = 0; i < count; i++) {
        size_t len = ascii_find(text, by);

        parts[i] = bytes_head(text, len);
        text = bytes_tail(text, len < text.len ? len + 1 : len);
    }
    return ERR_OK;
}

static enum err chain_check(struct caip_chain *out, struct bytes namespace,
                            struct bytes reference)
{
    enum err err = part_check(namespace, &NAMESPACE);

    if (!err)
        err = part_check(reference, &REFERENCE);
    if (!err)
        *out = (struct caip_chain){ namespace, reference };
    return err;
}

enum err caip_chain_parse(struct caip_chain *out, struct bytes text)
{
    struct bytes parts[PARTS_MAX];
    enum err err = split(parts, 2, ':', text);

    return err ? err : chain_check(out, parts[0], parts[1]);
}

enum err caip_account_parse(struct caip_account *out, struct bytes text)
{
    struct bytes parts[PARTS_MAX];
    struct caip_chain chain;
    enum err err = split(parts, 3, ':', text);

    if (!err)
        err = chain_check(&chain, parts[0], parts[1]);
    if (!err)
        err = part_check(parts[2], &ADDRESS);
    if (!err)
        *out = (struct caip_account){ chain, parts[2] };
    return err;
}

static enum err asset_check(struct caip_asset *out, struct bytes chain,
                            struct bytes asset)
{
    struct bytes parts[PARTS_MAX];
    struct caip_asset made = { 0 };
    enum err err = caip_chain_parse(&made.chain, chain);

    if (!err)
        err = split(parts, 2, ':', asset);
    if (!err)
        err = part_check(parts[0], &NAMESPACE);
    if (!err)
        err = part_check(parts[1], &ADDRESS);
    if (err)
        return err;
    made.namespace = parts[0];
    made.reference = parts[1];
    *out = made;
    return ERR_OK;
}

enum err caip_asset_type_parse(struct caip_asset *out, struct bytes text)
{
    struct bytes parts[PARTS_MAX];
    enum err err = split(parts, 2, '/', text);

    return err ? err : asset_check(out, parts[0], parts[1]);
}

enum err caip_asset_id_parse(struct caip_asset *out, struct bytes text)
{
    struct bytes parts[PARTS_MAX];
    struct caip_asset made;
    enum err err = split(parts, 3, '/', text);

    if (!err)
        err = asset_check(&made, parts[0], parts[1]);
    if (!err)
        err = part_check(parts[2], &TOKEN);
    if (err)
        return err;
    made.token = parts[2];
    *out = made;
    return ERR_OK;
}
