/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <sys/random.h>
#include <time.h>

#include "runner/record_internal.h"

enum { HEAD_MAX = 1024, EXCHANGE_MAX = 64 * 1024, CLEAN_MAX = 2048 };

void record_now(char out[RECORD_TIME_SIZE])
{
    struct timespec now;
    struct tm utc;
    char text[24];

    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &utc);
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &utc);
    snprintf(out, RECORD_TIME_SIZE, "%s.%03dZ", text,
             (int)(now.tv_nsec / 1000000));
}

/* A UUID of version 4 (RFC 9562). */
static void new_id(char out[RECORD_ID_SIZE])
{
    uint8_t b[16] = { 0 };

    if (getrandom(b, sizeof b, 0) != (ssize_t)sizeof b)
        b[0] = (uint8_t)clock();
    b[6] = (uint8_t)((b[6] & 0x0f) | 0x40);
    b[8] = (uint8_t)((b[8] & 0x3f) | 0x80);
    snprintf(out, RECORD_ID_SIZE,
             "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-"
             "%02x%02x%02x%02x%02x%02x",
             b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10],
             b[11], b[12], b[13], b[14], b[15]);
}

static void set_text(json_t *map, const char *key, const char *text)
{
    if (text && *text)
        json_object_set_new(map, key, json_string(text));
}

static void set_copy(json_t *map, const char *key, const json_t *value)
{
    if (value)
        json_object_set(map, key, (json_t *)(uintptr_t)value);
}

/* --- header --------------------------------------------------------------- */

static json_t *requirement_row(const struct requirement *r,
                               const struct profile *profile)
{
    enum profile_need need =
        profile ? profile_need(profile, r) : PROFILE_REQUIRED;
    json_t *row = json_object();

    set_text(row, "id", r->id);
    set_text(row, "standard", r->standard);
    set_text(row, "clause", r->clause);
    set_text(row, "level", level_name(r->level));
    set_text(row, "text", r->text);
    set_text(row, "area", r->area);
    set_text(row, "url", r->url);
    set_text(row, "feature", r->feature);
    set_text(row, "untestable", r->untestable_why);
    if (need == PROFILE_OPTIONAL)
        json_object_set_new(row, "optional", json_true());
    if (need == PROFILE_OUT)
        json_object_set_new(row, "outside", json_true());
    return row;
}

/* Those of the profile, and those that the selected vectors and their
 * prerequisites cite; merge takes the union of what the shards wrote. */
static json_t *requirement_rows(const struct plan *plan)
{
    const struct catalogue *c = plan->catalogue;
    const struct selection *s = plan->selection;
    json_t *cited = json_object(), *rows = json_array();

    for (size_t i = 0; i < c->vector_count; i++) {
        const struct vector *v = &c->vectors[i];

        if (!select_fits(s, v) ||
            (s->profile && profile_need_vector(s->profile, v) == PROFILE_OUT))
            continue;
        if (!s->profile && !select_matches(s, v))
            continue;
        for (size_t k = 0; k < v->requires_count; k++)
            json_object_set_new(cited, v->requires[k]->id, json_true());
    }
    for (size_t i = 0; i < plan->count; i++)
        for (size_t k = 0; k < plan->items[i].vector->requires_count; k++)
            json_object_set_new(cited, plan->items[i].vector->requires[k]->id,
                                json_true());
    for (size_t i = 0; i < c->requirement_count; i++) {
        const struct requirement *r = &c->requirements[i];

        if (json_object_get(cited, r->id) ||
            (s->profile && profile_need(s->profile, r) != PROFILE_OUT))
            json_array_append_new(rows, requirement_row(r, s->profile));
    }
    json_decref(cited);
    return rows;
}

static json_t *suite_json(const struct catalogue *c)
{
    char digest[SHA256_TEXT_SIZE];

    sha256_text(digest, c->digest);
    return json_pack("{s:s, s:s, s:I}", "version", c->version, "digest",
                     digest, "vectors", (json_int_t)c->vector_count);
}

static json_t *profile_json(const struct profile *p)
{
    return json_pack("{s:s, s:s, s:s}", "id", p->id, "title", p->title,
                     "reasons", p->reasons);
}

static void set_masked(json_t *map, const char *key, const char *text)
{
    struct arena a;
    char *masked;

    if (!text)
        return;
    arena_init(&a, 1024 * 1024);
    masked = record_mask(&a, text);
    set_text(map, key, masked ? masked : "***");
    arena_release(&a);
}

json_t *record_header_json(const struct record_header *h, struct error *why)
{
    const struct selection *s = h->plan->selection;
    char id[RECORD_ID_SIZE], now[RECORD_TIME_SIZE];
    json_t *line = json_pack("{s:s, s:i}", "kind", "header", "format", 1);

    if (!line) {
        error_set(why, ERR_MEMORY, "memory is short");
        return NULL;
    }
    new_id(id);
    record_now(now);
    set_text(line, "id", id);
    set_text(line, "start", now);
    set_text(line, "etalon_version", h->etalon_version);
    set_text(line, "commit", h->commit);
    json_object_set_new(line, "suite", suite_json(h->plan->catalogue));
    if (s->profile)
        json_object_set_new(line, "profile", profile_json(s->profile));
    set_masked(line, "target", h->target);
    set_copy(line, "hello", h->hello->all);
    json_object_set_new(line, "states_reasons",
                        json_boolean(h->hello->states_reasons));
    set_copy(line, "statement", h->statement ? h->statement->all : NULL);
    set_copy(line, "environment", h->environment);
    json_object_set_new(line, "selection", select_json(s));
    json_object_set_new(line, "shard",
                        json_pack("{s:i, s:i}", "index",
                                  s->shards > 1 ? (int)s->shard : 1, "total",
                                  s->shards > 1 ? (int)s->shards : 1));
    json_object_set_new(line, "selected",
                        json_integer((json_int_t)h->plan->selected));
    json_object_set_new(line, "left_out",
                        json_integer((json_int_t)h->plan->left_out));
    if (h->plan->elsewhere)
        json_object_set_new(line, "elsewhere",
                            json_integer((json_int_t)h->plan->elsewhere));
    json_object_set_new(line, "filtered",
                        json_boolean(select_filters(s) || h->plan->left_out));
    set_masked(line, "command", h->command);
    if (h->secrets && h->secrets->count) {
        static const char *const plain[] = { "kind", "id", "suite", "profile",
                                             NULL };

        line = secrets_mask_json(h->secrets, line, plain);
    }
    json_object_set_new(line, "requirements", requirement_rows(h->plan));
    return line;
}

/* --- results -------------------------------------------------------------- */

/* Bytes of a string in JSON text, quotes and escapes included. */
static size_t string_size(const char *s, size_t len)
{
    size_t size = len + 2;

    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)s[i];

        if (c == '"' || c == '\\' || (c >= 8 && c <= 13 && c != 11))
            size += 1;
        else if (c < 0x20)
            size += 5;
    }
    return size;
}

static size_t number_size(const json_t *value)
{
    char *text = json_dumps(value, JSON_ENCODE_ANY);
    size_t len = text ? strlen(text) : 0;

    free(text);
    return len;
}

/* Bytes of compact JSON text, without writing it.  Depth is bounded by what
 * was read (YAML and frames are). */
static size_t text_size(const json_t *value)
{
    json_t *item, *all = (json_t *)(uintptr_t)value;
    size_t size = 2, i;
    const char *key;

    switch (json_typeof(value)) {
    case JSON_OBJECT:
        json_object_foreach(all, key, item)
            size += string_size(key, strlen(key)) + text_size(item) + 2;
        return json_object_size(value) ? size - 1 : size;
    case JSON_ARRAY:
        json_array_foreach(all, i, item)
            size += text_size(item) + 1;
        return json_array_size(value) ? size - 1 : size;
    case JSON_STRING:
        return string_size(json_string_value(value),
                           json_string_length(value));
    case JSON_INTEGER:
    case JSON_REAL:
        return number_size(value);
    case JSON_FALSE:
        return 5;
    case JSON_TRUE:
    case JSON_NULL:
        break;
    }
    return 4;
}

struct head {
    char text[HEAD_MAX + 1];
    size_t len;
};

/* Takes the first HEAD_MAX bytes and stops the writer. */
static int take_head(const char *data, size_t len, void *user)
{
    struct head *head = user;
    size_t room = HEAD_MAX - head->len;

    memcpy(head->text + head->len, data, len < room ? len : room);
    head->len += len < room ? len : room;
    return len < room ? 0 : -1;
}

/* The value, or {"$cut": {bytes, head}} when its text is above the limit. */
static json_t *cut_value(const json_t *value)
{
    size_t len = text_size(value);
    struct head head = { "", 0 };

    if (len <= RECORD_VALUE_MAX)
        return json_incref((json_t *)(uintptr_t)value);
    (void)json_dump_callback(value, take_head, &head,
                             JSON_ENCODE_ANY | JSON_COMPACT);
    /* not in the middle of a character */
    while (head.len && ((unsigned char)head.text[head.len - 1] & 0xc0) == 0x80)
        head.len--;
    if (head.len && (unsigned char)head.text[head.len - 1] >= 0xc0)
        head.len--;
    return json_pack("{s:{s:I, s:s%}}", "$cut", "bytes", (json_int_t)len,
                     "head", head.text, head.len);
}

/* Wraps as {name: value}; got and expected look alike that way. */
static json_t *wrap(const char *name, json_t *value)
{
    json_t *map = json_object();

    json_object_set_new(map, name, value);
    return map;
}

/* How many bytes the UTF-8 sequence at text has, 0 when it is none; strict
 * enough to find cuts, jansson checks the rest. */
static size_t sequence(const char *text)
{
    unsigned char c = (unsigned char)text[0];
    size_t len = c < 0x80 ? 1 : c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2;

    if (c >= 0x80 && (c < 0xc2 || c > 0xf4))
        return 0;
    for (size_t i = 1; i < len; i++)
        if (((unsigned char)text[i] & 0xc0) != 0x80)
            return 0;
    return len;
}

/* Text that a target influenced may have been cut inside a sequence: what is
 * not UTF-8 becomes "?", so that a message is never lost. */
static json_t *clean_text(const char *text)
{
    char clean[CLEAN_MAX] = "";
    json_t *out;
    size_t n = 0;

    for (size_t i = 0; text[i] && n + 4 < sizeof clean;) {
        size_t len = sequence(text + i);

        if (len)
            memcpy(clean + n, text + i, len);
        else
            clean[n] = '?';
        n += len ? len : 1;
        i += len ? len : 1;
    }
    out = json_stringn(clean, n);
    for (size_t i = 0; !out && i < n; i++)
        if ((unsigned char)clean[i] >= 0x80)
            clean[i] = '?';
    return out ? out : json_stringn(clean, n);
}

static json_t *got_json(const struct answer *answer)
{
    switch (answer->kind) {
    case ANSWER_OUT:
        return answer->body ? wrap("out", cut_value(answer->body)) : NULL;
    case ANSWER_REJECT:
        return wrap("reject", answer->body ? cut_value(answer->body)
                                           : json_object());
    case ANSWER_ERROR:
        return wrap("error", clean_text(answer->text));
    case ANSWER_UNSUPPORTED:
        return wrap("unsupported", json_true());
    case ANSWER_CRASH:
    case ANSWER_GARBAGE:
    case ANSWER_HANG:
    case ANSWER_UNREACHABLE:
        return NULL;
    }
    return NULL;
}

/* What came over the wire as text: bytes that are not printable ASCII (or a
 * backslash) as \xNN, so that nothing hostile reaches a terminal. */
static json_t *exchange_json(const struct answer *answer)
{
    size_t len = answer->raw_len, n = 0;
    struct arena a;
    json_t *out;
    char *text;

    if (!answer->raw)
        return NULL;
    len = len < EXCHANGE_MAX ? len : EXCHANGE_MAX;
    arena_init(&a, 8 * EXCHANGE_MAX);
    text = (char *)arena_raw(&a, 4 * len + 64);
    if (!text)
        return NULL;
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)answer->raw[i];

        if (c >= 0x20 && c < 0x7f && c != '\\')
            text[n++] = (char)c;
        else
            n += (size_t)snprintf(text + n, 5, "\\x%02x", c);
    }
    if (answer->raw_len > len)
        n += (size_t)snprintf(text + n, 60, " [cut: %zu bytes in all]",
                              answer->raw_len);
    out = json_stringn(text, n);
    arena_release(&a);
    return out;
}

static json_t *requires_json(const struct vector *v)
{
    json_t *list = json_array();

    for (size_t i = 0; i < v->requires_count; i++)
        json_array_append_new(list, json_string(v->requires[i]->id));
    return list;
}

static void set_vector(json_t *line, const struct vector *v)
{
    char digest[SHA256_TEXT_SIZE];

    sha256_text(digest, v->digest);
    set_text(line, "id", v->id);
    set_text(line, "title", v->title);
    set_text(line, "op", v->op_id);
    set_text(line, "suite", v->suite);
    set_text(line, "standard", v->standard);
    set_text(line, "file", v->file);
    json_object_set_new(line, "line", json_integer(v->line));
    set_text(line, "level", level_name(v->level));
    json_object_set_new(line, "requires", requires_json(v));
    set_text(line, "source", v->source);
    set_text(line, "risk", v->risk);
    set_text(line, "digest", digest);
    json_object_set_new(line, "in", cut_value(v->in));
    json_object_set_new(line, "expected",
                        v->reject ? wrap("reject", json_string(v->reject))
                                  : wrap("out", cut_value(v->out)));
}

static void set_bounded(json_t *line, const char *key, const char *text)
{
    if (text && *text)
        json_object_set_new(line, key, clean_text(text));
}

/* A scenario that failed shows what its step wanted and what it got. */
static bool set_step(json_t *line, const struct record_result *r)
{
    const json_t *body = r->answer ? r->answer->body : NULL;
    json_t *expected = json_object_get(body, "expected");
    json_t *got = json_object_get(body, "got");

    if (!r->vector->scenario || !got)
        return false;
    if (expected)
        json_object_set_new(line, "expected",
                            wrap("out", cut_value(expected)));
    json_object_set_new(line, "got", wrap("out", cut_value(got)));
    return true;
}

/* What a scenario noticed that is no verdict. */
static void set_notes(json_t *line, const struct record_result *r)
{
    const json_t *notes =
        r->answer ? json_object_get(r->answer->body, "notes") : NULL;
    json_t *clean;

    if (!r->vector->scenario || !json_array_size(notes))
        return;
    clean = json_array();
    for (size_t i = 0; i < json_array_size(notes); i++) {
        const char *text = json_string_value(json_array_get(notes, i));

        json_array_append_new(clean, clean_text(text ? text : ""));
    }
    json_object_set_new(line, "notes", clean);
}

json_t *record_result_json(const struct record_result *r)
{
    const struct judgement *j = r->judgement;
    json_t *line = json_pack("{s:s}", "kind", "result"), *part;

    if (!line)
        return NULL;
    set_vector(line, r->vector);
    set_text(line, "verdict", verdict_name(j->verdict));
    set_text(line, "cause", cause_name(j->cause));
    set_bounded(line, "message", j->difference.text);
    set_bounded(line, "path", j->difference.path);
    set_bounded(line, "reason", j->reason_stated);
    set_text(line, "blocked_by", r->blocked_by);
    set_text(line, "repeat", r->repeat);
    set_text(line, "oracle", r->oracle);
    json_object_set_new(line, "ns", json_integer((json_int_t)r->nanoseconds));
    if (r->pulled)
        json_object_set_new(line, "pulled", json_true());
    set_notes(line, r);
    /* A pass without matchers was what `expected` says: not written twice. */
    if (!r->answer || (j->verdict == VERDICT_PASS && !r->vector->scenario &&
                       !(r->vector->out && compare_has_matcher(r->vector->out))))
        return line;
    part = set_step(line, r) ? NULL : got_json(r->answer);
    if (part)
        json_object_set_new(line, "got", part);
    part = exchange_json(r->answer);
    if (part)
        json_object_set_new(line, "exchange", part);
    return line;
}

json_t *record_footer_json(const struct record *r)
{
    char now[RECORD_TIME_SIZE], digest[SHA256_TEXT_SIZE];
    uint8_t hash[SHA256_SIZE];
    json_t *line, *count = json_object();

    for (size_t v = 0; v < VERDICT_COUNT; v++)
        json_object_set_new(count, verdict_name((enum verdict)v),
                            json_integer((json_int_t)r->count[v]));
    record_now(now);
    sha256_now(&r->hash, hash);
    sha256_text(digest, hash);
    line = json_pack("{s:s, s:s, s:I, s:o, s:s}", "kind", "end", "end", now,
                     "results", (json_int_t)r->results, "count", count,
                     "sha256", digest);
    return line;
}
