/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/frame.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"

static const char *const verb_names[FRAME_VERB_COUNT] = {
    [FRAME_HELLO] = "hello",
    [FRAME_RUN] = "run",
    [FRAME_RESET] = "reset",
    [FRAME_BYE] = "bye",
};

/* --- reading ---------------------------------------------------------------- */

enum err frame_read(json_t **out, struct bytes line, struct error *why)
{
    struct error inner = { 0 };
    json_t *value = NULL;

    if (line.len > (size_t)INT32_MAX)
        return error_set(why, ERR_PROTOCOL, "the line is too long");
    if (json_read(&value, line, NULL, &inner))
        return error_set(why, ERR_PROTOCOL, "not a JSON object: %s",
                         inner.text);
    if (!json_is_object(value)) {
        json_decref(value);
        return error_set(why, ERR_PROTOCOL,
                         "JSON, but not an object: one object per line");
    }
    *out = value;
    return ERR_OK;
}

/* A string of 1 to max bytes without NUL, or NULL. */
static const char *text_of(const json_t *value, size_t max)
{
    const char *text = json_string_value(value);
    size_t len = json_string_length(value);

    if (!text || len == 0 || len > max || strlen(text) != len)
        return NULL;
    return text;
}

const char *frame_id(const json_t *object)
{
    return text_of(json_object_get(object, "id"), FRAME_ID_MAX);
}

/* A list of distinct names; distinct by use as keys of an object. */
static enum err check_names(const json_t *list, const char *what,
                            struct error *why)
{
    json_auto_t *seen = json_object();

    if (!seen)
        return error_set(why, ERR_MEMORY, "out of memory");
    if (!json_is_array(list) || json_array_size(list) > FRAME_LIST_MAX)
        return error_set(why, ERR_PROTOCOL,
                         "hello: %s must be a list of at most %d ids", what,
                         FRAME_LIST_MAX);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *name = text_of(json_array_get(list, i), FRAME_NAME_MAX);

        if (!name)
            return error_set(why, ERR_PROTOCOL,
                             "hello: %s[%zu] must be a string of 1 to %d bytes",
                             what, i, FRAME_NAME_MAX);
        if (json_object_get(seen, name))
            return error_set(why, ERR_PROTOCOL, "hello: %s names %s twice",
                             what, name);
        if (json_object_set_new(seen, name, json_true()))
            return error_set(why, ERR_MEMORY, "out of memory");
    }
    return ERR_OK;
}

static enum err check_optional(const json_t *all, struct error *why)
{
    static const char *const flags[] = { "reasons", "stateful" };
    const json_t *pipeline = json_object_get(all, "pipeline");

    for (size_t i = 0; i < ARRAY_LEN(flags); i++) {
        const json_t *flag = json_object_get(all, flags[i]);

        if (flag && !json_is_boolean(flag))
            return error_set(why, ERR_PROTOCOL,
                             "hello: %s must be true or false", flags[i]);
    }
    if (pipeline &&
        (!json_is_integer(pipeline) || json_integer_value(pipeline) < 1))
        return error_set(why, ERR_PROTOCOL,
                         "hello: pipeline must be an integer, at least 1");
    return ERR_OK;
}

enum err frame_hello_read(struct hello *out, bool *stateful, json_t *all,
                          struct error *why)
{
    const json_t *protocol = json_object_get(all, "protocol");
    json_t *operations = json_object_get(all, "operations");
    json_t *features = json_object_get(all, "features");
    const char *name = text_of(json_object_get(all, "name"), FRAME_NAME_MAX);
    const char *version = text_of(json_object_get(all, "version"),
                                  FRAME_NAME_MAX), *key;
    json_int_t pipeline = 1;
    json_t *item;
    enum err err;

    if (!json_is_integer(protocol))
        return error_set(why, ERR_PROTOCOL,
                         "hello: protocol must be the integer %d",
                         FRAME_PROTOCOL);
    if (json_integer_value(protocol) != FRAME_PROTOCOL)
        return error_set(why, ERR_PROTOCOL,
                         "the target speaks protocol %lld, etalon speaks %d",
                         (long long)json_integer_value(protocol),
                         FRAME_PROTOCOL);
    if (!name || !version)
        return error_set(why, ERR_PROTOCOL,
                         "hello: %s must be a string of 1 to %d bytes",
                         name ? "version" : "name", FRAME_NAME_MAX);
    err = check_names(operations, "operations", why);
    if (!err && features)
        err = check_names(features, "features", why);
    if (!err)
        err = check_optional(all, why);
    if (err)
        return err;
    json_object_foreach(all, key, item)
        if (key[0] == '$')
            return error_set(why, ERR_PROTOCOL,
                             "hello: member names must not start with $");
    /* Between questions that wait together no reset can be sent. */
    if (json_object_get(all, "pipeline") &&
        !json_is_true(json_object_get(all, "stateful")))
        pipeline = json_integer_value(json_object_get(all, "pipeline"));
    *stateful = json_is_true(json_object_get(all, "stateful"));
    *out = (struct hello){
        .all = all,
        .name = name,
        .version = version,
        .operations = operations,
        .features = features,
        .states_reasons = json_is_true(json_object_get(all, "reasons")),
        .pipeline = pipeline > FRAME_PIPELINE_MAX ? FRAME_PIPELINE_MAX
                                                  : (unsigned)pipeline,
    };
    return ERR_OK;
}

/* --- answers ------------------------------------------------------------------ */

static enum err check_reject(const json_t *body, struct error *why)
{
    const char *key;
    json_t *item;

    if (!json_is_object(body))
        return error_set(why, ERR_PROTOCOL,
                         "reject must be an object {reason?, message?}");
    json_object_foreach((json_t *)(uintptr_t)body, key, item) {
        bool reason = strcmp(key, "reason") == 0;

        if (!reason && strcmp(key, "message") != 0)
            return error_set(why, ERR_PROTOCOL,
                             "reject holds the unknown member %.60s", key);
        if (reason ? !text_of(item, FRAME_NAME_MAX)
                   : !json_is_string(item) ||
                         json_string_length(item) > FRAME_TEXT_MAX)
            return error_set(why, ERR_PROTOCOL, "reject.%s must be a string",
                             key);
    }
    return ERR_OK;
}

static enum err check_unsupported(const json_t *body, struct error *why)
{
    if (!json_is_true(body))
        return error_set(why, ERR_PROTOCOL, "unsupported must be true");
    return ERR_OK;
}

static enum err check_error(const json_t *body, struct error *why)
{
    if (!json_is_string(body) || json_string_length(body) > FRAME_TEXT_MAX)
        return error_set(why, ERR_PROTOCOL,
                         "error must be a string of at most %d bytes",
                         FRAME_TEXT_MAX);
    return ERR_OK;
}

static enum err check_out(const json_t *body, struct error *why)
{
    (void)body;
    (void)why;
    return ERR_OK;
}

static const struct answer_row {
    const char *key;
    enum answer_kind kind;
    enum err (*check)(const json_t *body, struct error *why);
} answer_rows[] = {
    { "out", ANSWER_OUT, check_out },
    { "reject", ANSWER_REJECT, check_reject },
    { "unsupported", ANSWER_UNSUPPORTED, check_unsupported },
    { "error", ANSWER_ERROR, check_error },
};

static const struct answer_row *answer_row(const char *key)
{
    for (size_t i = 0; i < ARRAY_LEN(answer_rows); i++)
        if (strcmp(answer_rows[i].key, key) == 0)
            return &answer_rows[i];
    return NULL;
}

enum err frame_answer_read(enum answer_kind *kind, json_t **body,
                           const json_t *object, struct error *why)
{
    const struct answer_row *found = NULL;
    json_t *item, *value = NULL;
    const char *key;
    enum err err;

    json_object_foreach((json_t *)(uintptr_t)object, key, item) {
        const struct answer_row *row = answer_row(key);

        if (strcmp(key, "id") == 0)
            continue;
        if (!row)
            return error_set(why, ERR_PROTOCOL,
                             "the answer holds the unknown member %.60s", key);
        if (found)
            return error_set(why, ERR_PROTOCOL,
                             "the answer holds both %s and %s", found->key,
                             row->key);
        found = row;
        value = item;
    }
    if (!found)
        return error_set(why, ERR_PROTOCOL,
                         "the answer holds none of out, reject, unsupported "
                         "and error");
    err = found->check(value, why);
    if (err)
        return err;
    *kind = found->kind;
    *body = found->kind == ANSWER_UNSUPPORTED ? NULL : json_incref(value);
    return ERR_OK;
}

bool frame_is_ok(const json_t *object)
{
    return json_object_size(object) == 1 &&
           json_is_true(json_object_get(object, "ok"));
}

const char *frame_stray_error(const json_t *object)
{
    const json_t *id = json_object_get(object, "id");
    const json_t *error = json_object_get(object, "error");

    if ((id && !json_is_null(id)) ||
        json_object_size(object) != (size_t)(id ? 2 : 1) ||
        check_error(error, NULL))
        return NULL;
    return json_string_value(error);
}

/* --- requests ------------------------------------------------------------------- */

enum err frame_request_read(struct frame_request *out, const json_t *object,
                            struct error *why)
{
    const char *verb = json_string_value(json_object_get(object, "verb"));
    struct frame_request r = { .verb = FRAME_VERB_COUNT };

    if (!verb)
        return error_set(why, ERR_PROTOCOL, "verb must be a string");
    for (int v = 0; v < FRAME_VERB_COUNT; v++)
        if (strcmp(verb, verb_names[v]) == 0)
            r.verb = (enum frame_verb)v;
    if (r.verb == FRAME_VERB_COUNT)
        return error_set(why, ERR_PROTOCOL, "unknown verb");
    if (r.verb == FRAME_RUN) {
        r.id = frame_id(object);
        r.op = text_of(json_object_get(object, "op"), FRAME_NAME_MAX);
        r.in = json_object_get(object, "in");
        if (!r.id)
            return error_set(why, ERR_PROTOCOL,
                             "run: id must be a string of 1 to %d bytes",
                             FRAME_ID_MAX);
        if (!r.op || !json_is_object(r.in))
            return error_set(why, ERR_PROTOCOL, "run: %s",
                             r.op ? "in must be an object"
                                  : "op must be a string");
    }
    *out = r;
    return ERR_OK;
}

/* --- writing ---------------------------------------------------------------------- */

/* Takes over object; jansson's own text with a newline after it. */
static char *line_of(json_t *object)
{
    char *text = object ? json_dumps(object, JSON_COMPACT) : NULL;
    size_t len = text ? strlen(text) : 0;
    char *line = text ? realloc(text, len + 2) : NULL;

    json_decref(object);
    if (!line) {
        free(text);
        return NULL;
    }
    memcpy(line + len, "\n", 2);
    return line;
}

char *frame_hello(void)
{
    return line_of(json_pack("{s:s, s:i}", "verb", verb_names[FRAME_HELLO],
                             "protocol", FRAME_PROTOCOL));
}

char *frame_run(const char *id, const char *op, const json_t *in)
{
    return line_of(json_pack("{s:s, s:s, s:s, s:O}", "verb",
                             verb_names[FRAME_RUN], "id", id, "op", op, "in",
                             (json_t *)(uintptr_t)in));
}

char *frame_reset(void)
{
    return line_of(json_pack("{s:s}", "verb", verb_names[FRAME_RESET]));
}

char *frame_bye(void)
{
    return line_of(json_pack("{s:s}", "verb", verb_names[FRAME_BYE]));
}

char *frame_hello_text(const struct hello *hello)
{
    json_t *object = json_pack(
        "{s:i, s:s, s:s, s:O, s:i, s:b}", "protocol", FRAME_PROTOCOL, "name",
        hello->name, "version", hello->version, "operations",
        hello->operations, "pipeline", (int)hello->pipeline, "reasons",
        hello->states_reasons);

    if (object && hello->features &&
        json_object_set(object, "features", hello->features)) {
        json_decref(object);
        return NULL;
    }
    return line_of(object);
}

char *frame_answer_text(const char *id, enum answer_kind kind,
                        const json_t *body)
{
    json_t *object = json_object(), *value;
    const char *key = NULL;

    for (size_t i = 0; i < ARRAY_LEN(answer_rows); i++)
        if (answer_rows[i].kind == kind)
            key = answer_rows[i].key;
    value = kind == ANSWER_UNSUPPORTED
                ? json_true()
                : json_incref((json_t *)(uintptr_t)body);
    if (!object || !key || (id && json_object_set_new(object, "id",
                                                      json_string(id)))) {
        json_decref(value);
        json_decref(object);
        return NULL;
    }
    if (json_object_set_new(object, key, value)) {
        json_decref(object);
        return NULL;
    }
    return line_of(object);
}

char *frame_ok_text(void)
{
    return line_of(json_pack("{s:b}", "ok", 1));
}

void frame_show(char *out, size_t size, struct bytes raw)
{
    size_t n = 0;

    for (size_t i = 0; i < raw.len && n + 5 < size; i++) {
        uint8_t c = raw.data[i];

        if (c < 0x20 || c >= 0x7f || c == '\\')
            n += (size_t)snprintf(out + n, size - n, "\\x%02x", c);
        else
            out[n++] = (char)c;
    }
    if (size)
        out[n] = '\0';
}
