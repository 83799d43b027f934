/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/xchain/ibc.h"

enum { DIGITS_MAX = 20, PROFILES = 4 };

static const char *const profiles[PROFILES] = { "ics24-v1", "ics24-v2",
                                                "ibc-go", "ibc-rs" };

static const struct kind {
    const char *name;
    size_t min[PROFILES], max;
} kinds[] = {
    { "client", { 9, 2, 4, 9 }, 64 },
    { "connection", { 10, 10, 10, 10 }, 64 },
    { "channel", { 8, 8, 8, 8 }, 64 },
    { "port", { 2, 2, 2, 2 }, 128 },
};

static bool is_letter(uint8_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

bool ibc_blank(struct bytes text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.data[i] != ' ' && (text.data[i] < 9 || text.data[i] > 13))
            return false;
    return true;
}

enum err ibc_id_check(const char *kind, const char *profile, struct bytes id)
{
    const struct kind *row = NULL;
    size_t column = PROFILES;

    for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
        if (strcmp(kinds[i].name, kind) == 0)
            row = &kinds[i];
    for (size_t i = 0; i < PROFILES; i++)
        if (strncmp(profile, profiles[i], strlen(profiles[i])) == 0)
            column = i;
    if (!row || column == PROFILES)
        return ERR_NOT_FOUND;
    if (ibc_blank(id))
        return ERR_EMPTY;
    if (memchr(id.data, '/', id.len))
        return ERR_SYNTAX_RULE;
    if (id.len < row->min[column] || id.len > row->max)
        return ERR_LENGTH;
    for (size_t i = 0; i < id.len; i++) {
        uint8_t c = id.data[i];

        if (!is_letter(c) && !is_digit(c) && (!c || !strchr("._+-#[]<>", c)))
            return ERR_CHARACTER;
    }
    return ERR_OK;
}

enum err ibc_decimal(uint64_t *out, struct bytes digits)
{
    uint64_t value = 0;

    if (digits.len == 0)
        return ERR_SYNTAX_RULE;
    for (size_t i = 0; i < digits.len; i++)
        if (!is_digit(digits.data[i]))
            return ERR_SYNTAX_RULE;
    for (size_t i = 0; i < digits.len; i++) {
        uint64_t digit = (uint64_t)(digits.data[i] - '0');

        if (value > (UINT64_MAX - digit) / 10)
            return ERR_RANGE;
        value = 10 * value + digit;
    }
    *out = value;
    return ERR_OK;
}

enum err ibc_id_sequence(uint64_t *out, const char *prefix, struct bytes id)
{
    size_t len = strlen(prefix);

    if (id.len <= len || memcmp(id.data, prefix, len) != 0 ||
        id.len - len > DIGITS_MAX)
        return ERR_SYNTAX_RULE;
    return ibc_decimal(out, bytes_tail(id, len));
}

static size_t last_dash(struct bytes text)
{
    size_t i = text.len;

    while (i > 0 && text.data[i - 1] != '-')
        i--;
    return i; /* one past the dash, 0 when there is none */
}

static bool is_word(uint8_t c)
{
    return is_letter(c) || is_digit(c) || c == '_';
}

/* The pattern of ibc-go: \w+([\w-]+\w)?-[0-9]{1,20} */
bool ibc_is_client_id(struct bytes id)
{
    size_t after = last_dash(id), len;
    uint64_t sequence;

    if (bytes_eq(id, bytes_str("09-localhost")))
        return true;
    if (after < 2 || id.len - after > DIGITS_MAX ||
        ibc_decimal(&sequence, bytes_tail(id, after)))
        return false;
    len = after - 1;
    for (size_t i = 0; i < len; i++)
        if (!is_word(id.data[i]) && id.data[i] != '-')
            return false;
    return is_word(id.data[0]) && is_word(id.data[len - 1]);
}

enum err ibc_height_read(struct ibc_height *out, struct bytes text)
{
    size_t after = last_dash(text);
    struct ibc_height height;
    enum err err;

    if (after == 0)
        return ERR_SYNTAX_RULE;
    err = ibc_decimal(&height.revision, bytes_head(text, after - 1));
    if (!err)
        err = ibc_decimal(&height.height, bytes_tail(text, after));
    if (!err)
        *out = height;
    return err;
}

int ibc_height_cmp(struct ibc_height a, struct ibc_height b)
{
    if (a.revision != b.revision)
        return a.revision < b.revision ? -1 : 1;
    return (a.height > b.height) - (a.height < b.height);
}

uint64_t ibc_chain_revision(bool *format, struct bytes chain_id)
{
    size_t after = last_dash(chain_id);
    uint64_t revision = 0;

    *format = false;
    if (after < 2 || chain_id.data[after - 2] == '-' ||
        memchr(chain_id.data, '\n', chain_id.len) || after == chain_id.len ||
        chain_id.data[after] == '0')
        return 0;
    switch (ibc_decimal(&revision, bytes_tail(chain_id, after))) {
    case ERR_OK:
        *format = true;
        return revision;
    case ERR_RANGE:
        *format = true; /* well formed, and no number of 64 bits */
        return 0;
    default:
        return 0;
    }
}
