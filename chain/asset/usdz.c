/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/asset/usdz.h"

#include "chain/codec/ascii.h"

enum {
    EOCD_SIZE = 22,
    EOCD_BACK_MAX = EOCD_SIZE + 65535,
    CENTRAL_SIZE = 46,
    LOCAL_SIZE = 30,
    ALIGNMENT = 64,
    EXTENSION_MAX = 8,
};

static const char *const NAMES[] = {
    "USDZ_ALIGNMENT",     "USDZ_COMPRESSED", "USDZ_ENCRYPTED", "USDZ_FILE_TYPE",
    "USDZ_FIRST_NOT_USD", "USDZ_MALFORMED",  "USDZ_NO_EOCD",
};

const char *usdz_issue_name(enum usdz_issue issue)
{
    return NAMES[issue];
}

static uint32_t le16(struct bytes b, size_t at)
{
    return (uint32_t)(b.data[at] | b.data[at + 1] << 8);
}

static uint32_t le32(struct bytes b, size_t at)
{
    return le16(b, at) | le16(b, at + 2) << 16;
}

/* From the end: the record of the central directory, or file.len. */
static size_t find_eocd(struct bytes file)
{
    size_t back = EOCD_SIZE;

    for (; back <= file.len && back <= EOCD_BACK_MAX; back++) {
        size_t at = file.len - back;

        if (le32(file, at) == 0x06054b50 &&
            le16(file, at + 20) == back - EOCD_SIZE)
            return at;
    }
    return file.len;
}

/* The type by what follows the last dot, as one of a list. */
static bool has_type(struct bytes name, const char *const *types)
{
    char extension[EXTENSION_MAX + 1] = { 0 };
    size_t dot = name.len;

    while (dot && name.data[dot - 1] != '.')
        dot--;
    if (dot == 0 || name.len - dot > EXTENSION_MAX)
        return false;
    for (size_t i = dot; i < name.len; i++)
        extension[i - dot] = (char)ascii_to_lower(name.data[i]);
    for (; *types; types++)
        if (strcmp(*types, extension) == 0)
            return true;
    return false;
}

static unsigned entry_issues(struct bytes file, size_t at, bool first)
{
    static const char *const LAYERS[] = { "usd", "usda", "usdc", NULL };
    static const char *const TYPES[] = { "usd", "usda", "usdc", "usdz",
                                         "png", "jpg",  "jpeg", "exr",
                                         "avif", "m4a", "mp3",  "wav", NULL };
    uint32_t flags = le16(file, at + 8), local = le32(file, at + 42);
    struct bytes name =
        bytes_make(file.data + at + CENTRAL_SIZE, le16(file, at + 28));
    unsigned found = 0;

    if (le16(file, at + 10) != 0)
        found |= 1u << USDZ_COMPRESSED;
    if (flags & 1)
        found |= 1u << USDZ_ENCRYPTED;
    if (!has_type(name, TYPES))
        found |= 1u << USDZ_FILE_TYPE;
    if (first && !has_type(name, LAYERS))
        found |= 1u << USDZ_FIRST_NOT_USD;
    if (file.len < LOCAL_SIZE || local > file.len - LOCAL_SIZE ||
        le32(file, local) != 0x04034b50)
        return found | 1u << USDZ_MALFORMED;
    if ((local + LOCAL_SIZE + le16(file, local + 26) +
         le16(file, local + 28)) % ALIGNMENT)
        found |= 1u << USDZ_ALIGNMENT;
    return found;
}

unsigned usdz_issues(struct bytes file)
{
    size_t eocd = find_eocd(file), at;
    uint32_t count;
    unsigned found = 0;

    if (eocd == file.len)
        return 1u << USDZ_NO_EOCD;
    count = le16(file, eocd + 10);
    at = le32(file, eocd + 16);
    for (uint32_t i = 0; i < count; i++) {
        size_t size;

        if (at > eocd || eocd - at < CENTRAL_SIZE ||
            le32(file, at) != 0x02014b50)
            return found | 1u << USDZ_MALFORMED;
        size = CENTRAL_SIZE + le16(file, at + 28) + le16(file, at + 30) +
               le16(file, at + 32);
        if (size > eocd - at)
            return found | 1u << USDZ_MALFORMED;
        found |= entry_issues(file, at, i == 0);
        at += size;
    }
    return found;
}
