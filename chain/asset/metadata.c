/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/asset/metadata.h"

#include <math.h>

#include "chain/asset/schema.h"
#include "chain/codec/ascii.h"
#include "chain/codec/uri.h"
#include "chain/codec/utf8.h"

static bool is_word(uint8_t c)
{
    return ascii_alnum(c) || c == '_';
}

/* Word characters and those of more, one at least. */
static bool words_and(struct bytes text, const char *more)
{
    for (size_t i = 0; i < text.len; i++)
        if (!is_word(text.data[i]) &&
            !(text.data[i] && strchr(more, text.data[i])))
            return false;
    return text.len > 0;
}

static bool word_text(struct bytes text)
{
    return words_and(text, "");
}

static bool words_text(struct bytes text)
{
    return words_and(text, " ");
}

static bool sentence_text(struct bytes text)
{
    return words_and(text, " .,:");
}

/* ECMA-262, WhiteSpace and LineTerminator: what \s matches. */
static bool is_space(uint32_t c)
{
    return (c >= 9 && c <= 13) || c == ' ' || c == 0xa0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 ||
           c == 0x202f || c == 0x205f || c == 0x3000 || c == 0xfeff;
}

static bool no_space(struct bytes text, uint32_t but)
{
    uint32_t c;

    while (utf8_next(&c, &text))
        if (is_space(c) && c != but)
            return false;
    return true;
}

static bool symbol_text(struct bytes text)
{
    return no_space(text, 0);
}

static bool token_name_text(struct bytes text)
{
    return no_space(text, ' ');
}

/* 0x and 40 digits, or 32 to 44 characters of Base58. */
static bool token_address_text(struct bytes text)
{
    if (ascii_begins(text, "0x") && text.len == 42) {
        for (size_t i = 2; i < text.len; i++)
            if (!ascii_hex(text.data[i]))
                return false;
        return true;
    }
    if (text.len < 32 || text.len > 44)
        return false;
    for (size_t i = 0; i < text.len; i++)
        if (!ascii_alnum(text.data[i]) || strchr("0OIl", text.data[i]))
            return false;
    return true;
}

/* --- token lists ---------------------------------------------------------- */

static const double FROM_ZERO[] = { 0, INFINITY }, FROM_ONE[] = { 1, INFINITY };
static const double BYTE_RANGE[] = { 0, 255 };

static const struct schema ANY_STRING = { .kinds = SCHEMA_STRING };
static const struct schema ANY_INTEGER = { .kinds = SCHEMA_INTEGER };
static const struct schema ANY_OBJECT = { .kinds = SCHEMA_OBJECT };
static const struct schema NATURAL = { .kinds = SCHEMA_INTEGER,
                                       .range = FROM_ZERO };
static const struct schema CHAIN_ID = { .kinds = SCHEMA_INTEGER,
                                        .range = FROM_ONE };
static const struct schema DECIMALS = { .kinds = SCHEMA_INTEGER,
                                        .range = BYTE_RANGE };
static const struct schema URI = { .kinds = SCHEMA_STRING, .text = uri_ok };
static const struct schema DATE_TIME = { .kinds = SCHEMA_STRING,
                                         .text = date_time_ok };
static const struct schema LIST_NAME = {
    .kinds = SCHEMA_STRING, .min = 1, .max = 30, .text = words_text
};
static const struct schema KEYWORD = {
    .kinds = SCHEMA_STRING, .min = 1, .max = 20, .text = words_text
};
static const struct schema TAG = {
    .kinds = SCHEMA_STRING, .min = 1, .max = 10, .text = word_text
};
static const struct schema TAG_TEXT = {
    .kinds = SCHEMA_STRING, .min = 1, .max = 200, .text = sentence_text
};
static const struct schema TOKEN_NAME = { .kinds = SCHEMA_STRING,
                                          .max = 60,
                                          .text = token_name_text };
static const struct schema TOKEN_SYMBOL = { .kinds = SCHEMA_STRING,
                                            .max = 20,
                                            .text = symbol_text };
static const struct schema TOKEN_ADDRESS = { .kinds = SCHEMA_STRING,
                                             .text = token_address_text };
static const struct schema KEYWORDS = {
    .kinds = SCHEMA_ARRAY, .max = 20, .items = &KEYWORD, .unique = true
};
static const struct schema TOKEN_TAGS = { .kinds = SCHEMA_ARRAY,
                                          .max = 10,
                                          .items = &TAG };

static bool tag_key(struct bytes text)
{
    return text.len <= 10 && word_text(text);
}
static bool extension_key(struct bytes text)
{
    return text.len <= 40 && word_text(text);
}

static const struct schema_member VERSION_MEMBERS[] = {
    { "major", &NATURAL, true },
    { "minor", &NATURAL, true },
    { "patch", &NATURAL, true },
    { NULL, NULL, false }
};
static const struct schema VERSION = { .kinds = SCHEMA_OBJECT,
                                       .members = VERSION_MEMBERS,
                                       .closed = true };
static const struct schema_member TAG_MEMBERS[] = { { "name", &KEYWORD, true },
                                                    { "description", &TAG_TEXT,
                                                      true },
                                                    { NULL, NULL, false } };
static const struct schema TAG_DEFINITION = { .kinds = SCHEMA_OBJECT,
                                              .members = TAG_MEMBERS,
                                              .closed = true };
static const struct schema TAGS = {
    .kinds = SCHEMA_OBJECT, .max = 20, .key = tag_key, .others = &TAG_DEFINITION
};

/* A string has 1 to 42 characters; objects nest two deep. */
enum { PRIMITIVE = SCHEMA_STRING | SCHEMA_BOOL | SCHEMA_NUMBER | SCHEMA_NULL };
static bool extension_text(struct bytes text);
static const struct schema EXTENSION_2 = { .kinds = PRIMITIVE,
                                           .text = extension_text };
static const struct schema EXTENSION_1 = { .kinds = PRIMITIVE | SCHEMA_OBJECT,
                                           .max = 0,
                                           .text = extension_text,
                                           .key = extension_key,
                                           .others = &EXTENSION_2 };
static const struct schema EXTENSION_0 = { .kinds = PRIMITIVE | SCHEMA_OBJECT,
                                           .max = 0,
                                           .text = extension_text,
                                           .key = extension_key,
                                           .others = &EXTENSION_1 };
static const struct schema EXTENSIONS = { .kinds = SCHEMA_OBJECT,
                                          .max = 10,
                                          .key = extension_key,
                                          .others = &EXTENSION_0 };

static const struct schema_member TOKEN_MEMBERS[] = {
    { "chainId", &CHAIN_ID, true },
    { "address", &TOKEN_ADDRESS, true },
    { "decimals", &DECIMALS, true },
    { "name", &TOKEN_NAME, true },
    { "symbol", &TOKEN_SYMBOL, true },
    { "logoURI", &URI, false },
    { "tags", &TOKEN_TAGS, false },
    { "extensions", &EXTENSIONS, false },
    { NULL, NULL, false }
};
static const struct schema TOKEN = { .kinds = SCHEMA_OBJECT,
                                     .members = TOKEN_MEMBERS,
                                     .closed = true };
static const struct schema TOKENS = {
    .kinds = SCHEMA_ARRAY, .min = 1, .max = 10000, .items = &TOKEN
};
static const struct schema TOKEN_MAP = {
    .kinds = SCHEMA_OBJECT, .min = 1, .max = 10000, .others = &TOKEN
};
static const struct schema_member LIST_MEMBERS[] = {
    { "name", &LIST_NAME, true },
    { "timestamp", &DATE_TIME, true },
    { "version", &VERSION, true },
    { "tokens", &TOKENS, true },
    { "tokenMap", &TOKEN_MAP, false },
    { "keywords", &KEYWORDS, false },
    { "tags", &TAGS, false },
    { "logoURI", &URI, false },
    { NULL, NULL, false }
};
static const struct schema TOKEN_LIST = { .kinds = SCHEMA_OBJECT,
                                          .members = LIST_MEMBERS };

static bool extension_text(struct bytes text)
{
    size_t n = 0;
    uint32_t c;

    while (utf8_next(&c, &text))
        n++;
    return n >= 1 && n <= 42;
}

/* The bound on members is that of objects, the one on characters of strings:
 * one row cannot say both. */
static bool extensions_size_ok(const json_t *value)
{
    const char *key;
    json_t *item;

    if (json_object_size(value) > 10)
        return false;
    json_object_foreach((json_t *)(uintptr_t)value, key,
                        item) if (json_is_object(item) &&
                                  !extensions_size_ok(item)) return false;
    return true;
}

static bool tokens_sizes_ok(const json_t *tokens)
{
    const char *key;
    json_t *item;
    size_t i;

    json_array_foreach((json_t *)(uintptr_t)tokens, i, item) if (
        !extensions_size_ok(json_object_get(item, "extensions"))) return false;
    json_object_foreach((json_t *)(uintptr_t)tokens, key, item) if (
        !extensions_size_ok(json_object_get(item, "extensions"))) return false;
    return true;
}

bool token_list_ok(const json_t *list)
{
    return schema_ok(&TOKEN_LIST, list) &&
           tokens_sizes_ok(json_object_get(list, "tokens")) &&
           tokens_sizes_ok(json_object_get(list, "tokenMap"));
}

/* --- ERC-721 and ERC-1155 ------------------------------------------------- */

static const struct schema_member ERC721_MEMBERS[] = {
    { "name", &ANY_STRING, false },
    { "description", &ANY_STRING, false },
    { "image", &ANY_STRING, false },
    { NULL, NULL, false }
};
static const struct schema ERC721 = { .kinds = SCHEMA_OBJECT,
                                      .members = ERC721_MEMBERS };
static const struct schema LOCALES = { .kinds = SCHEMA_ARRAY,
                                       .items = &ANY_STRING };
static const struct schema_member LOCALIZATION_MEMBERS[] = {
    { "uri", &ANY_STRING, true },
    { "default", &ANY_STRING, true },
    { "locales", &LOCALES, true },
    { NULL, NULL, false }
};
static const struct schema LOCALIZATION = { .kinds = SCHEMA_OBJECT,
                                            .members = LOCALIZATION_MEMBERS };
static const struct schema_member ERC1155_MEMBERS[] = {
    { "name", &ANY_STRING, false },
    { "decimals", &ANY_INTEGER, false },
    { "description", &ANY_STRING, false },
    { "image", &ANY_STRING, false },
    { "properties", &ANY_OBJECT, false },
    { "localization", &LOCALIZATION, false },
    { NULL, NULL, false }
};
static const struct schema ERC1155 = { .kinds = SCHEMA_OBJECT,
                                       .members = ERC1155_MEMBERS };

bool erc721_metadata_ok(const json_t *value)
{
    return schema_ok(&ERC721, value);
}

bool erc1155_metadata_ok(const json_t *value)
{
    return schema_ok(&ERC1155, value);
}
