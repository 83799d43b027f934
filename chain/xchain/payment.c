/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/xchain/payment.h"

static bool upper(uint8_t c)
{
    return c >= 'A' && c <= 'Z';
}

static bool digit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

static bool either(uint8_t c)
{
    return upper(c) || digit(c);
}

static bool hex_low(uint8_t c)
{
    return digit(c) || (c >= 'a' && c <= 'f');
}

/* Does text match a pattern of one letter per character: A upper case, 9 a
 * digit, X either, h a lower-case hex digit, y one of 89ab; others stand for
 * themselves. */
static bool matches(struct bytes text, const char *pattern)
{
    if (text.len != strlen(pattern))
        return false;
    for (size_t i = 0; i < text.len; i++) {
        uint8_t c = text.data[i];
        bool good;

        switch (pattern[i]) {
        case 'A': good = upper(c); break;
        case '9': good = digit(c); break;
        case 'X': good = either(c); break;
        case 'h': good = hex_low(c); break;
        case 'y': good = c == '8' || c == '9' || c == 'a' || c == 'b'; break;
        default: good = c == (uint8_t)pattern[i]; break;
        }
        if (!good)
            return false;
    }
    return true;
}

/* ISO 7064 mod 97-10 over digits and letters, which count from 10. */
static unsigned mod97(struct bytes text, unsigned rest)
{
    for (size_t i = 0; i < text.len; i++) {
        uint8_t c = text.data[i];

        rest = digit(c) ? rest * 10 + (c - '0') : rest * 100 + (c - 'A' + 10);
        rest %= 97;
    }
    return rest;
}

const char *payment_iban(struct bytes text)
{
    enum { IBAN_MIN = 5, IBAN_MAX = 34, IBAN_HEAD = 4 };

    if (text.len < IBAN_MIN || text.len > IBAN_MAX ||
        !matches(bytes_head(text, IBAN_HEAD), "AA99"))
        return "format";
    for (size_t i = IBAN_HEAD; i < text.len; i++)
        if (!either(text.data[i]))
            return "format";
    if (mod97(bytes_head(text, IBAN_HEAD),
              mod97(bytes_tail(text, IBAN_HEAD), 0)) != 1)
        return "checksum";
    return NULL;
}

const char *payment_lei(struct bytes text)
{
    if (!matches(text, "XXXXXXXXXXXXXXXXXX99"))
        return "format";
    return mod97(text, 0) == 1 ? NULL : "checksum";
}

bool payment_bic(struct bytes text)
{
    return matches(text, "XXXXAAXX") || matches(text, "XXXXAAXXXXX");
}

bool payment_uetr(struct bytes text)
{
    return matches(text, "hhhhhhhh-hhhh-4hhh-yhhh-hhhhhhhhhhhh");
}

const char *payment_amount(struct bytes text, unsigned *fraction)
{
    enum { TOTAL_MAX = 18, FRACTION_MAX = 5 };
    size_t whole = 0, behind = 0, i = 0;

    for (; i < text.len && digit(text.data[i]); i++)
        whole++;
    if (i < text.len && text.data[i] == '.') {
        for (i++; i < text.len && digit(text.data[i]); i++)
            behind++;
        if (!behind)
            return "format";
    }
    if (!whole || i != text.len)
        return "format";
    if (behind > FRACTION_MAX)
        return "fraction_digits";
    if (whole + behind > TOTAL_MAX)
        return "total_digits";
    if (fraction)
        *fraction = (unsigned)behind;
    return NULL;
}

/* ISO 4217 list one: codes by their number of minor units. */
static const struct {
    unsigned digits;
    const char *codes;
} currencies[] = {
    { 0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF "
         "XPF" },
    { 3, "BHD IQD JOD KWD LYD OMR TND" },
    { 4, "CLF UYW" },
    { 2, "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL "
         "BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK "
         "DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD "
         "HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR "
         "LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN "
         "NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR "
         "SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT "
         "TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER "
         "ZAR ZMW ZWG" },
};

bool payment_minor_units(unsigned *out, struct bytes currency)
{
    enum { CODE = 3, STEP = 4 };

    if (!matches(currency, "AAA"))
        return false;
    for (size_t i = 0; i < ARRAY_LEN(currencies); i++) {
        const char *codes = currencies[i].codes;

        for (size_t at = 0; at < strlen(codes); at += STEP)
            if (memcmp(codes + at, currency.data, CODE) == 0) {
                *out = currencies[i].digits;
                return true;
            }
    }
    return false;
}

static const struct {
    const char *name;
    unsigned max;
} elements[] = {
    { "MsgId", 35 },      { "InstrId", 35 },  { "EndToEndId", 35 },
    { "TxId", 35 },       { "PmtInfId", 35 }, { "ClrSysRef", 35 },
    { "Prtry", 35 },      { "TwnNm", 35 },    { "CtrySubDvsn", 35 },
    { "DstrctNm", 35 },   { "TwnLctnNm", 35 }, { "BldgNm", 35 },
    { "Nm", 140 },        { "Ustrd", 140 },   { "AddtlInf", 105 },
    { "AddtlRmtInf", 140 }, { "InstrInf", 140 }, { "AdrLine", 70 },
    { "StrtNm", 70 },     { "Dept", 70 },     { "SubDept", 70 },
    { "Flr", 70 },        { "Room", 70 },     { "BldgNb", 16 },
    { "PstCd", 16 },      { "PstBx", 16 },
};

unsigned payment_text_max(struct bytes element)
{
    for (size_t i = 0; i < ARRAY_LEN(elements); i++)
        if (bytes_eq(element, bytes_str(elements[i].name)))
            return elements[i].max;
    return 0;
}

size_t payment_characters(struct bytes text)
{
    size_t count = 0;

    for (size_t i = 0; i < text.len; i++)
        count += (text.data[i] & 0xc0) != 0x80;
    return count;
}
