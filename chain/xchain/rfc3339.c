/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/xchain/rfc3339.h"

enum { HEAD = 19, FRACTION_MAX = 9 };

static bool read_digits(int64_t *out, const uint8_t *text, size_t len)
{
    int64_t value = 0;

    for (size_t i = 0; i < len; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        value = 10 * value + (text[i] - '0');
    }
    *out = value;
    return true;
}

static bool leap(int64_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int64_t days_in(int64_t year, int64_t month)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30,
                                31, 31, 30, 31, 30, 31 };

    return days[month - 1] + (month == 2 && leap(year));
}

/* Days from 1970-01-01 to the first of March of year and on, so that the
 * leap day comes last. */
static int64_t days_before(int64_t year, int64_t month, int64_t day)
{
    int64_t y = month > 2 ? year : year - 1;
    int64_t m = month > 2 ? month - 3 : month + 9;

    return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 -
           719468;
}

static bool read_fraction(int32_t *nanos, const uint8_t *text, size_t len)
{
    int64_t value;

    if (len == 0 || len > FRACTION_MAX || !read_digits(&value, text, len))
        return false;
    for (size_t i = len; i < FRACTION_MAX; i++)
        value *= 10;
    *nanos = (int32_t)value;
    return true;
}

enum err rfc3339_read(struct rfc3339 *out, struct bytes text)
{
    static const struct {
        size_t at, len;
        int64_t min, max;
    } parts[] = { { 0, 4, 1, 9999 }, { 5, 2, 1, 12 },  { 8, 2, 1, 31 },
                  { 11, 2, 0, 23 },  { 14, 2, 0, 59 }, { 17, 2, 0, 59 } };
    static const char marks[] = "    -  -  T  :  :  ";
    int64_t v[ARRAY_LEN(parts)];
    int32_t nanos = 0;

    if (text.len < HEAD + 1 || text.data[text.len - 1] != 'Z')
        return ERR_SYNTAX_RULE;
    for (size_t i = 0; i < HEAD; i++)
        if (marks[i] != ' ' && text.data[i] != (uint8_t)marks[i])
            return ERR_SYNTAX_RULE;
    for (size_t i = 0; i < ARRAY_LEN(parts); i++)
        if (!read_digits(&v[i], text.data + parts[i].at, parts[i].len))
            return ERR_SYNTAX_RULE;
    if (text.len > HEAD + 1 &&
        (text.data[HEAD] != '.' ||
         !read_fraction(&nanos, text.data + HEAD + 1, text.len - HEAD - 2)))
        return ERR_SYNTAX_RULE;
    for (size_t i = 0; i < ARRAY_LEN(parts); i++)
        if (v[i] < parts[i].min || v[i] > parts[i].max)
            return ERR_RANGE;
    if (v[2] > days_in(v[0], v[1]))
        return ERR_RANGE;
    out->seconds = ((days_before(v[0], v[1], v[2]) * 24 + v[3]) * 60 + v[4]) *
                       60 + v[5];
    out->nanos = nanos;
    return ERR_OK;
}
