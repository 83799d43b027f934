/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/asset/vc_document.h"

#include "chain/asset/credential.h"
#include "chain/asset/did.h"
#include "chain/codec/ascii.h"
#include "chain/codec/uri.h"

static const char CONTEXT[] = "https://www.w3.org/ns/credentials/v2";
enum { IDS_MAX = 1024, STATUS_MESSAGE_BITS_MAX = 16 };

typedef bool (*value_fn)(const json_t *value);

static struct bytes text_of(const json_t *v)
{
    return bytes_make(json_string_value(v), json_string_length(v));
}

static bool is_url(const json_t *v)
{
    return json_is_string(v) && uri_ok(text_of(v));
}

static bool is_text(const json_t *v)
{
    return json_is_string(v) && json_string_length(v) > 0;
}

/* One value, or a list of them that is not empty. */
static bool each(const json_t *v, value_fn ok)
{
    if (!json_is_array(v))
        return ok(v);
    for (size_t i = 0; i < json_array_size(v); i++)
        if (!ok(json_array_get(v, i)))
            return false;
    return json_array_size(v) > 0;
}

static bool member_or_absent(const json_t *v, const char *key, value_fn ok,
                             bool many)
{
    const json_t *member = json_object_get(v, key);

    return !member || (many ? each(member, ok) : ok(member));
}

/* One text, or one among several. */
static bool has_text(const json_t *v, const char *wanted)
{
    if (json_is_string(v))
        return strcmp(json_string_value(v), wanted) == 0;
    for (size_t i = 0; i < json_array_size(v); i++)
        if (has_text(json_array_get(v, i), wanted))
            return true;
    return false;
}

static bool has_type(const json_t *v, const char *wanted)
{
    return json_is_object(v) && has_text(json_object_get(v, "type"), wanted);
}

/* --- times ------------------------------------------------------------------------- */

static int64_t number_at(struct bytes text, size_t at, size_t digits)
{
    int64_t n = 0;

    for (size_t i = 0; i < digits; i++)
        n = n * 10 + (text.data[at + i] - '0');
    return n;
}

/* Seconds since year 0 of the proleptic calendar, with the offset taken off;
 * *fraction is what follows the point. */
static int64_t seconds_of(struct bytes text, struct bytes *fraction)
{
    int64_t year = number_at(text, 0, 4), month = number_at(text, 5, 2), days;
    size_t at = 19, digits = 0;
    int64_t sign, y;

    /* Years begin in March, so that the leap day is the last one. */
    y = month <= 2 ? year - 1 : year;
    days = 365 * y + y / 4 - y / 100 + y / 400 +
           (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 +
           number_at(text, 8, 2);
    days = days * 86400 + number_at(text, 11, 2) * 3600 +
           number_at(text, 14, 2) * 60 + number_at(text, 17, 2);
    if (text.data[at] == '.') {
        at++;
        while (ascii_digit(text.data[at + digits]))
            digits++;
    }
    *fraction = bytes_make(text.data + at, digits);
    at += digits;
    if (text.len < at + 6)
        return days;
    sign = text.data[at] == '-' ? 1 : -1;
    return days + sign * (number_at(text, at + 1, 2) * 3600 +
                          number_at(text, at + 4, 2) * 60);
}

int date_time_cmp(struct bytes left, struct bytes right)
{
    struct bytes f = BYTES_EMPTY, g = BYTES_EMPTY;
    int64_t l = seconds_of(left, &f), r = seconds_of(right, &g);

    if (l != r)
        return l < r ? -1 : 1;
    while (f.len && f.data[f.len - 1] == '0')
        f.len--;
    while (g.len && g.data[g.len - 1] == '0')
        g.len--;
    return bytes_cmp(f, g);
}

/* XSD 1.1: capitals, a zone, no leap second. */
static bool is_stamp(const json_t *v)
{
    struct bytes text = text_of(v);

    return json_is_string(v) && date_time_ok(text) && text.data[10] == 'T' &&
           text.data[text.len - 1] != 'z' &&
           !(text.data[17] == '6' && text.data[18] == '0');
}

static bool period_ok(const json_t *v)
{
    const json_t *from = json_object_get(v, "validFrom");
    const json_t *until = json_object_get(v, "validUntil");

    if ((from && !is_stamp(from)) || (until && !is_stamp(until)))
        return false;
    return !from || !until || date_time_cmp(text_of(from), text_of(until)) <= 0;
}

/* --- credentials --------------------------------------------------------------------- */

static bool context_item_ok(const json_t *v)
{
    return is_url(v) || json_is_object(v);
}

static bool context_ok(const json_t *v)
{
    const json_t *context = json_object_get(v, "@context");

    return json_is_array(context) && each(context, context_item_ok) &&
           has_text(json_array_get(context, 0), CONTEXT) &&
           json_is_string(json_array_get(context, 0));
}

/* type, and id where there is one. */
static bool typed(const json_t *v)
{
    return json_is_object(v) && each(json_object_get(v, "type"), is_text) &&
           member_or_absent(v, "id", is_url, false);
}

static bool schema_entry_ok(const json_t *v)
{
    return typed(v) && is_url(json_object_get(v, "id"));
}

static bool subject_ok(const json_t *v)
{
    return json_is_object(v) && json_object_size(v) > 0 &&
           member_or_absent(v, "id", is_url, false);
}

static bool issuer_ok(const json_t *v)
{
    return is_url(v) ||
           (json_is_object(v) && is_url(json_object_get(v, "id")));
}

static bool resource_ok(const json_t *v)
{
    return json_is_object(v) && is_url(json_object_get(v, "id")) &&
           (is_text(json_object_get(v, "digestSRI")) ||
            is_text(json_object_get(v, "digestMultibase")));
}

static bool ids_differ(const json_t *list)
{
    if (json_array_size(list) > IDS_MAX)
        return false;
    for (size_t i = 0; i < json_array_size(list); i++)
        for (size_t k = 0; k < i; k++) {
            const json_t *id = json_object_get(json_array_get(list, i), "id");

            if (id && json_equal(id, json_object_get(json_array_get(list, k),
                                                     "id")))
                return false;
        }
    return true;
}

static bool credential_ok(const json_t *v)
{
    static const struct {
        const char *key;
        value_fn ok;
    } LISTS[] = {
        { "credentialStatus", typed }, { "credentialSchema", schema_entry_ok },
        { "refreshService", typed },   { "termsOfUse", typed },
        { "evidence", typed },         { "relatedResource", resource_ok },
    };

    for (size_t i = 0; i < ARRAY_LEN(LISTS); i++)
        if (!member_or_absent(v, LISTS[i].key, LISTS[i].ok, true))
            return false;
    return issuer_ok(json_object_get(v, "issuer")) &&
           each(json_object_get(v, "credentialSubject"), subject_ok) &&
           period_ok(v) && ids_differ(json_object_get(v, "relatedResource"));
}

/* An enveloped credential is a data: URL in its id. */
static bool held_ok(const json_t *v)
{
    const json_t *id = json_object_get(v, "id");

    if (!json_is_object(v))
        return false;
    if (!has_type(v, "EnvelopedVerifiableCredential"))
        return has_type(v, "VerifiableCredential") && vc_ok(v);
    return is_url(id) && ascii_begins(text_of(id), "data:");
}

bool vc_ok(const json_t *v)
{
    bool credential = has_type(v, "VerifiableCredential");
    bool presentation = has_type(v, "VerifiablePresentation");

    if (!json_is_object(v) || !context_ok(v) || !typed(v) ||
        credential == presentation)
        return false;
    if (credential)
        return credential_ok(v);
    return member_or_absent(v, "holder", issuer_ok, false) &&
           member_or_absent(v, "verifiableCredential", held_ok, true);
}

/* --- status lists --------------------------------------------------------------------- */

static bool decimal_ok(const json_t *v)
{
    struct bytes text = text_of(v);
    uint64_t n;

    return json_is_string(v) && ascii_number(&n, text) &&
           (text.len == 1 || text.data[0] != '0');
}

/* { status: "0x…", message } */
static bool message_ok(const json_t *v)
{
    struct bytes status = text_of(json_object_get(v, "status"));

    if (!json_is_object(v) || !ascii_begins(status, "0x") || status.len < 3 ||
        !json_is_string(json_object_get(v, "message")))
        return false;
    for (size_t i = 2; i < status.len; i++)
        if (!ascii_hex(status.data[i]))
            return false;
    return true;
}

static bool sizes_ok(const json_t *entry)
{
    const json_t *size = json_object_get(entry, "statusSize");
    const json_t *messages = json_object_get(entry, "statusMessage");
    json_int_t bits = size ? json_integer_value(size) : 1;
    bool wanted = bits > 1 || has_text(json_object_get(entry, "statusPurpose"),
                                       "message");

    if ((size && !json_is_integer(size)) || bits < 1 ||
        bits > STATUS_MESSAGE_BITS_MAX)
        return false;
    if (!messages)
        return !wanted;
    return json_is_array(messages) && each(messages, message_ok) &&
           json_array_size(messages) == (size_t)1 << bits;
}

bool status_entry_ok(const json_t *v)
{
    return has_type(v, "BitstringStatusListEntry") && typed(v) &&
           is_text(json_object_get(v, "statusPurpose")) &&
           decimal_ok(json_object_get(v, "statusListIndex")) &&
           is_url(json_object_get(v, "statusListCredential")) && sizes_ok(v);
}

bool status_credential_ok(const json_t *v)
{
    const json_t *subject = json_object_get(v, "credentialSubject");

    return vc_ok(v) && has_type(v, "BitstringStatusListCredential") &&
           has_type(subject, "BitstringStatusList") &&
           each(json_object_get(subject, "statusPurpose"), is_text) &&
           ascii_begins(text_of(json_object_get(subject, "encodedList")), "u");
}

enum err status_check(struct arena *a, uint64_t *out, const json_t *entry,
                      const json_t *credential)
{
    const json_t *subject = json_object_get(credential, "credentialSubject");
    const json_t *size = json_object_get(entry, "statusSize");
    uint64_t index;

    if (!status_entry_ok(entry) || !status_credential_ok(credential) ||
        !ascii_number(&index,
                      text_of(json_object_get(entry, "statusListIndex"))))
        return ERR_TYPE;
    if (!has_text(json_object_get(subject, "statusPurpose"),
                  json_string_value(json_object_get(entry, "statusPurpose"))))
        return ERR_VALUE;
    return status_list_read(a, out,
                            text_of(json_object_get(subject, "encodedList")),
                            (int64_t)index,
                            size ? json_integer_value(size) : 1);
}

/* --- DID documents ------------------------------------------------------------------------ */

static bool is_did(const json_t *v)
{
    struct did did;

    return json_is_string(v) && did_parse(&did, text_of(v)) == ERR_OK;
}

/* Absolute, or a fragment of the document itself. */
static bool is_did_url(const json_t *v)
{
    struct bytes text = text_of(v);
    struct did_url url;

    if (!json_is_string(v))
        return false;
    if (!ascii_begins(text, "#"))
        return did_url_parse(&url, text) == ERR_OK;
    for (size_t i = 1; i < text.len; i++)
        if (!uri_char(text.data[i]))
            return false;
    return text.len > 1;
}

/* 5.2.1: no private member, and not two forms of one key. */
static bool method_ok(const json_t *v)
{
    static const char *const PRIVATE[] = { "d", "p", "q", "dp",
                                           "dq", "qi", "oth", "k" };
    const json_t *jwk = json_object_get(v, "publicKeyJwk");
    const json_t *multibase = json_object_get(v, "publicKeyMultibase");

    for (size_t i = 0; i < ARRAY_LEN(PRIVATE); i++)
        if (json_object_get(jwk, PRIVATE[i]))
            return false;
    return json_is_object(v) && is_did_url(json_object_get(v, "id")) &&
           is_text(json_object_get(v, "type")) &&
           is_did(json_object_get(v, "controller")) &&
           (!jwk || json_is_object(jwk)) &&
           (!multibase || is_text(multibase)) && !(jwk && multibase);
}

static bool relation_ok(const json_t *v)
{
    return json_is_object(v) ? method_ok(v) : is_did_url(v);
}

static bool endpoint_ok(const json_t *v)
{
    return json_is_object(v) || is_url(v);
}

static bool service_ok(const json_t *v)
{
    const json_t *id = json_object_get(v, "id");

    return json_is_object(v) && (is_url(id) || is_did_url(id)) &&
           each(json_object_get(v, "type"), is_text) &&
           each(json_object_get(v, "serviceEndpoint"), endpoint_ok);
}

static bool list_ok(const json_t *v, const char *key, value_fn ok)
{
    const json_t *list = json_object_get(v, key);

    if (!list)
        return true;
    for (size_t i = 0; i < json_array_size(list); i++)
        if (!ok(json_array_get(list, i)))
            return false;
    return json_is_array(list) && ids_differ(list);
}

bool did_document_ok(const json_t *v, struct bytes did)
{
    static const char *const RELATIONS[] = {
        "authentication", "assertionMethod", "keyAgreement",
        "capabilityInvocation", "capabilityDelegation"
    };
    const json_t *id = json_object_get(v, "id");
    const json_t *context = json_object_get(v, "@context");

    if (!json_is_object(v) || !is_did(id) || !bytes_eq(text_of(id), did))
        return false;
    if (json_is_array(context))
        context = json_array_get(context, 0);
    if (context && !has_text(context, "https://www.w3.org/ns/did/v1") &&
        !has_text(context, "https://www.w3.org/ns/did/v1.1"))
        return false;
    for (size_t i = 0; i < ARRAY_LEN(RELATIONS); i++)
        if (!list_ok(v, RELATIONS[i], relation_ok))
            return false;
    return member_or_absent(v, "controller", is_did, true) &&
           list_ok(v, "alsoKnownAs", is_url) &&
           list_ok(v, "verificationMethod", method_ok) &&
           list_ok(v, "service", service_ok);
}
