/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/asset/finance.h"

#include <stdio.h>
#include <stdlib.h>

#include "chain/asset/finance_tables.h"
#include "chain/codec/ascii.h"

/* --- ISO 7064, MOD 97-10 -------------------------------------------------- */

/* Letters count 10 to 35; the text holds digits and capitals only. */
static unsigned mod97(unsigned rest, struct bytes text)
{
    for (size_t i = 0; i < text.len; i++) {
        uint8_t c = text.data[i];

        rest = ascii_digit(c) ? (rest * 10 + c - '0') % 97
                              : (rest * 100 + c - 'A' + 10) % 97;
    }
    return rest;
}

static bool all_of(struct bytes text, const char *kinds)
{
    for (size_t i = 0; i < text.len; i++) {
        uint8_t c = text.data[i];

        if (!(strchr(kinds, 'd') && ascii_digit(c)) &&
            !(strchr(kinds, 'u') && ascii_upper(c)) &&
            !(strchr(kinds, 'l') && ascii_lower(c)))
            return false;
    }
    return true;
}

/* --- LEI ------------------------------------------------------------------ */

bool lei_ok(struct bytes text)
{
    return text.len == LEI_SIZE &&
           all_of(bytes_head(text, LEI_BODY_SIZE), "du") &&
           all_of(bytes_tail(text, LEI_BODY_SIZE), "d") && mod97(0, text) == 1;
}

enum err lei_check_digits(char out[3], struct bytes body)
{
    if (body.len != LEI_BODY_SIZE)
        return ERR_LENGTH;
    if (!all_of(body, "du"))
        return ERR_CHARACTER;
    snprintf(out, 3, "%02u", (98 - mod97(0, body) * 100 % 97) % 100);
    return ERR_OK;
}

/* --- IBAN ----------------------------------------------------------------- */

/* The structure is counts and kinds: n digits, a capitals, c both. */
static bool bban_ok(struct bytes bban, const char *structure)
{
    while (*structure) {
        char *end;
        unsigned long count = strtoul(structure, &end, 10);
        const char *kinds = *end == 'n' ? "d" : *end == 'a' ? "u" : "du";

        if (bban.len < count || !all_of(bytes_head(bban, count), kinds))
            return false;
        bban = bytes_tail(bban, count);
        structure = end + 1;
    }
    return bban.len == 0;
}

bool iban_ok(struct bytes text)
{
    struct bytes check = { NULL, 0 };

    if (text.len < 5)
        return false;
    check = bytes_make(text.data + 2, 2);
    for (size_t i = 0; i < IBAN_TABLE_SIZE; i++) {
        const struct iban_row *row = &IBAN_TABLE[i];

        if (memcmp(row->country, text.data, 2) != 0)
            continue;
        /* ISO 7064 generates 02 to 98; 00, 01 and 99 are aliases. */
        if (!all_of(check, "d") || ascii_is(check, "00") ||
            ascii_is(check, "01") || ascii_is(check, "99"))
            return false;
        return bban_ok(bytes_tail(text, 4), row->structure) &&
               mod97(mod97(0, bytes_tail(text, 4)), bytes_head(text, 4)) == 1;
    }
    return false;
}

/* --- BIC ------------------------------------------------------------------ */

bool bic_ok(struct bytes text)
{
    char country[3] = { 0 };

    if ((text.len != 8 && text.len != 11) || !all_of(text, "du") ||
        !all_of(bytes_make(text.data + 4, 2), "u"))
        return false;
    memcpy(country, text.data + 4, 2);
    for (const char *c = BIC_COUNTRIES; *c; c += 3)
        if (memcmp(c, country, 2) == 0)
            return true;
    return false;
}

/* --- DTI ------------------------------------------------------------------ */

bool dti_ok(struct bytes text)
{
    static const char ALPHABET[] = "0123456789BCDFGHJKLMNPQRSTVWXZ";
    /* Bitcoin's identifier was given before the rule: registered as it is. */
    static const char EXCEPTION[] = "4H95J0R2X";
    unsigned sum = 30, value = 0;

    if (text.len != 9 || text.data[0] == '0')
        return false;
    for (size_t i = 0; i < 9; i++) {
        const char *at = text.data[i] ? strchr(ALPHABET, text.data[i]) : NULL;

        if (!at)
            return false;
        value = (unsigned)(at - ALPHABET);
        if (i == 8)
            break;
        sum = (sum + value) % 30;
        sum = 2 * (sum ? sum : 30) % 31;
    }
    return (sum + value) % 30 == 1 || ascii_is(text, EXCEPTION);
}

/* --- SLIP-0044 ------------------------------------------------------------ */

static int by_index(const void *key, const void *row)
{
    uint32_t a = *(const uint32_t *)key;
    uint32_t b = ((const struct slip44_row *)row)->index;

    return (a > b) - (a < b);
}

enum err slip44_symbol(const char **out, int64_t index)
{
    const struct slip44_row *row;
    uint32_t key = (uint32_t)index;

    /* The registry numbers hardened derivation steps: 31 bits. */
    if (index < 0 || index > INT32_MAX)
        return ERR_RANGE;
    row = bsearch(&key, SLIP44_TABLE, SLIP44_TABLE_SIZE, sizeof *row, by_index);
    if (!row)
        return ERR_NOT_BUILT;
    *out = row->symbol;
    return ERR_OK;
}
