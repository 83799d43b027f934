/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/asset/simulation.h"

#include <string.h>
#include <strings.h>

#include "base/hex.h"
#include "base/json.h"
#include "chain/asset/calldata.h"
#include "chain/crypto/keccak.h"

/* Addresses that nobody has the key of, but the holder of a token that the
 * caller names. */
static const struct place {
    const char *name, *address;
} places[] = {
    { "@deployer", "0x657461000000000000000000000000000000d001" },
    { "@alice",    "0x657461000000000000000000000000000000a11c" },
    { "@bob",      "0x6574610000000000000000000000000000000b0b" },
    { "@carol",    "0x65746100000000000000000000000000000ca201" },
    { "@hook",     "0x657461000000000000000000000000000000400c" },
    { "@other",    "0x6574610000000000000000000000000000000074" },
};

struct sim {
    struct arena *arena;
    const struct simulation_question *in;
    struct error *why;
    const char *token, *holder, *id, *deployer;
    char id_word[67]; /* of the token's number, 32 bytes */
    json_t *calls; /* owned */
    size_t before;
};

static enum err bad(const struct sim *s, const char *what, const char *name)
{
    error_set(s->why, ERR_BAD_INPUT, "%.100s: %.100s", what, name);
    return ERR_BAD_INPUT;
}

static const char *given_text(const struct sim *s, const char *name,
                              const char *otherwise)
{
    const char *text =
        json_string_value(json_object_get(s->in->given, name));

    return text ? text : otherwise;
}

static bool is_address(const char *text)
{
    uint8_t room[20];

    return strlen(text) == 42 && memcmp(text, "0x", 2) == 0 &&
           hex_read(room, text + 2, 40) == ERR_OK;
}

/* What a name stands for, or text itself; NULL for an unknown name. */
static const char *stands_for(const struct sim *s, const char *text)
{
    if (*text != '@')
        return text;
    if (strcmp(text, "@token") == 0)
        return s->token;
    if (strcmp(text, "@holder") == 0)
        return s->holder;
    if (strcmp(text, "@id") == 0)
        return s->id;
    if (strcmp(text, "@deployer") == 0)
        return s->deployer;
    for (size_t i = 0; i < ARRAY_LEN(places); i++)
        if (strcmp(text, places[i].name) == 0)
            return places[i].address;
    return given_text(s, text + 1, NULL);
}

/* value with names replaced, in lists too; new reference, NULL: a name that
 * nobody knows. */
static json_t *resolved(const struct sim *s, const json_t *value)
{
    json_t *list;

    if (json_is_string(value)) {
        const char *text = stands_for(s, json_string_value(value));

        return text ? json_string(text) : NULL;
    }
    if (!json_is_array(value))
        return json_deep_copy(value);
    list = json_array();
    for (size_t i = 0; i < json_array_size(value); i++) {
        json_t *item = resolved(s, json_array_get(value, i));

        if (!item) {
            json_decref(list);
            return NULL;
        }
        json_array_append_new(list, item);
    }
    return list;
}

/* Creation by an account with nonce 0: the last 20 bytes of
 * keccak256(rlp([deployer, 0])), Yellow Paper (86). */
static enum err created(struct sim *s)
{
    uint8_t rlp[23] = { 0xd6, 0x94 }, hash[32];
    char *text = (char *)arena_raw(s->arena, 43);

    if (!text)
        return ERR_MEMORY;
    if (hex_read(rlp + 2, s->deployer + 2, 40))
        return ERR_INTERNAL;
    rlp[22] = 0x80;
    keccak256(hash, BYTES_OF(rlp));
    memcpy(text, "0x", 2);
    hex_write(text + 2, bytes_make(hash + 12, 20));
    s->token = text;
    return ERR_OK;
}

/* to: NULL creates. */
static enum err add_call(struct sim *s, const char *from, const char *to,
                         const char *data)
{
    json_t *call = json_pack("{s:s, s:s, s:s}", "from", from, "input", data,
                             "gas", to ? "0xf4240" : "0x7a1200");

    if (!call)
        return bad(s, "the data is no text", "input");
    if (to)
        json_object_set_new(call, "to", json_string(to));
    return json_array_append_new(s->calls, call) ? ERR_MEMORY : ERR_OK;
}

/* Text of hex digits: the arena's copy of len characters. */
static enum err hex_part(struct sim *s, const char **out, const char *text,
                         size_t len)
{
    char *copy = (char *)arena_raw(s->arena, len + 1);

    if (!copy)
        return ERR_MEMORY;
    memcpy(copy, text, len);
    copy[len] = '\0';
    *out = copy;
    if (len < 2 || len % 2 || memcmp(copy, "0x", 2) != 0 ||
        strspn(copy + 2, "0123456789abcdefABCDEF") != len - 2)
        return bad(s, "is no hex text", copy);
    return ERR_OK;
}

static enum err deploy(struct sim *s)
{
    const char *setup = given_text(s, "setup", "");
    const char *code;
    enum err err = hex_part(s, &code, given_text(s, "init", ""),
                            strlen(given_text(s, "init", "")));

    if (!err)
        err = add_call(s, s->deployer, NULL, code);
    if (!err)
        err = created(s);
    s->before = 1;
    while (!err && *setup) {
        size_t len = strcspn(setup, ",");
        const char *part;

        if (s->before > SIMULATION_SETUP_MAX)
            return bad(s, "too many calls", "setup");
        err = hex_part(s, &part, setup, len);
        if (!err)
            err = add_call(s, s->deployer, s->token, part);
        s->before++;
        setup += len + (setup[len] == ',');
    }
    return err;
}

static enum err number_word(struct sim *s)
{
    json_t *list = json_pack("[s]", s->id);
    struct bytes word;
    enum err err = list ? calldata_append(s->arena, &word, BYTES_EMPTY,
                                          "(uint256)", list, s->why)
                        : ERR_MEMORY;

    json_decref(list);
    if (err)
        return err == ERR_BAD_INPUT ? bad(s, "is no number", "id") : err;
    memcpy(s->id_word, "0x", 2);
    hex_write(s->id_word + 2, word);
    return ERR_OK;
}

static enum err subject(struct sim *s)
{
    const char *init = given_text(s, "init", NULL);
    enum err err;

    s->token = given_text(s, "token", NULL);
    if (!s->token == !init)
        return bad(s, "the subject is either token or init", "--set");
    s->deployer = given_text(s, "deployer", places[0].address);
    s->holder = given_text(s, "holder", s->deployer);
    s->id = given_text(s, "id", "1");
    err = number_word(s);
    if (err)
        return err;
    if (!is_address(s->deployer))
        return bad(s, "is no address", "deployer");
    if (!is_address(s->holder))
        return bad(s, "is no address", "holder");
    if (s->token)
        return is_address(s->token) ? ERR_OK
                                    : bad(s, "is no address", "token");
    return deploy(s);
}

static enum err step_data(struct sim *s, const char **out, const json_t *step)
{
    const char *call = json_string_value(json_object_get(step, "call"));
    const char *data = json_string_value(json_object_get(step, "data"));
    json_t *arguments;
    struct bytes made;
    char *text;
    enum err err;

    if (!call == !data)
        return bad(s, "a step has either call or data", "steps");
    if (data)
        return hex_part(s, out, data, strlen(data));
    arguments = resolved(s, json_object_get(step, "args"));
    if (!arguments && json_object_get(step, "args"))
        return bad(s, "an argument is a name that nobody knows", call);
    err = calldata_make(s->arena, &made, call, arguments, s->why);
    json_decref(arguments);
    if (err)
        return err;
    text = (char *)arena_raw(s->arena, 2 * made.len + 3);
    if (!text)
        return ERR_MEMORY;
    memcpy(text, "0x", 2);
    hex_write(text + 2, made);
    *out = text;
    return ERR_OK;
}

static enum err add_step(struct sim *s, const json_t *step)
{
    const char *from = json_string_value(json_object_get(step, "from"));
    const char *to = json_string_value(json_object_get(step, "to"));
    const char *data;
    enum err err;

    from = from ? stands_for(s, from) : NULL;
    to = stands_for(s, to ? to : "@token");
    if (!from || !is_address(from))
        return bad(s, "is no address", "from");
    if (!to || !is_address(to))
        return bad(s, "is no address", "to");
    err = step_data(s, &data, step);
    return err ? err : add_call(s, from, to, data);
}

static enum err add_code(struct sim *s, json_t *overrides)
{
    const char *name;
    json_t *code;

    json_object_foreach((json_t *)(uintptr_t)s->in->code, name, code) {
        const char *address = stands_for(s, name);

        if (!address || !is_address(address) || !json_is_string(code))
            return bad(s, "is no address with code", name);
        if (json_object_set_new(overrides, address,
                                json_pack("{s:O}", "code", code)))
            return ERR_MEMORY;
    }
    return ERR_OK;
}

static enum err put_together(struct sim *s, json_t **out)
{
    json_t *overrides = json_object(), *block = NULL;
    enum err err = subject(s);

    if (s->in->time)
        block = json_pack("{s:s}", "time", s->in->time);
    for (size_t i = 0; !err && i < json_array_size(s->in->steps); i++)
        err = add_step(s, json_array_get(s->in->steps, i));
    if (!err)
        err = add_code(s, overrides);
    if (!err)
        *out = json_pack("{s:{s:[{s:O, s:O, s:O*}], s:b}, s:s, s:s, s:s, s:i}",
                         "payload", "blockStateCalls", "stateOverrides",
                         overrides, "calls", s->calls, "blockOverrides", block,
                         "validation", 0, "token", s->token, "holder",
                         s->holder, "id", s->id_word, "before",
                         (int)s->before);
    json_decref(overrides);
    json_decref(block);
    return !err && !*out ? ERR_MEMORY : err;
}

enum err simulation_plan(struct arena *a, json_t **out,
                         const struct simulation_question *in,
                         struct error *why)
{
    struct sim s = { .arena = a, .in = in, .why = why };
    json_t *plan = NULL;
    enum err err;

    if (json_array_size(in->steps) == 0 ||
        json_array_size(in->steps) > SIMULATION_STEPS_MAX)
        return bad(&s, "no steps, or too many", "steps");
    s.calls = json_array();
    if (!s.calls)
        return ERR_MEMORY;
    err = put_together(&s, &plan);
    json_decref(s.calls);
    if (!err)
        *out = plan;
    return err;
}

/* --- what came back -------------------------------------------------------------- */

static bool same_hex(const char *a, const char *b)
{
    return a && b && strcasecmp(a, b) == 0;
}

/* Whole words of data, and a rest that is none. */
static json_t *words_of(const char *data)
{
    json_t *list = json_array();

    for (size_t at = 2; at + 64 <= strlen(data); at += 64)
        json_array_append_new(list, json_sprintf("0x%.64s", data + at));
    return list;
}

/* Whole words as quantities. */
static json_t *numbers_of(const char *data)
{
    json_t *list = json_array();
    uint8_t word[32];

    for (size_t at = 2; at + 64 <= strlen(data); at += 64)
        if (!hex_read(word, data + at, 64))
            json_array_append_new(list, json_quantity(u256_load(word)));
    return list;
}

/* Logs of the contract, or of all others. */
static json_t *logs_of(const json_t *call, const char *token, bool own)
{
    const json_t *logs = json_object_get(call, "logs");
    json_t *list = json_array();

    for (size_t i = 0; i < json_array_size(logs); i++) {
        const json_t *log = json_array_get(logs, i);
        const char *address =
            json_string_value(json_object_get(log, "address"));

        if (same_hex(address, token) == own)
            json_array_append_new(
                list, json_pack("{s:O, s:O, s:s}", "topics",
                                json_object_get(log, "topics"), "data",
                                json_object_get(log, "data"), "address",
                                address ? address : ""));
    }
    return list;
}

static bool succeeded(const json_t *call)
{
    return same_hex(json_string_value(json_object_get(call, "status")), "0x1");
}

static json_t *step_of(const json_t *call, const char *token)
{
    const char *data = json_string_value(json_object_get(call, "returnData"));
    const json_t *gas = json_object_get(call, "gasUsed");

    if (!json_object_get(call, "status") || !data || strlen(data) < 2 ||
        !json_is_string(gas))
        return NULL;
    return json_pack("{s:b, s:s, s:o, s:o, s:o, s:o, s:O}", "ok",
                     (int)succeeded(call), "data", data, "words",
                     words_of(data), "numbers", numbers_of(data), "logs", logs_of(call, token, true),
                     "others", logs_of(call, token, false), "gas", gas);
}

enum err simulation_outcome(json_t **out, const json_t *plan,
                            const json_t *result, struct error *why)
{
    const json_t *calls =
        json_object_get(json_array_get(result, 0), "calls");
    const char *token = json_string_value(json_object_get(plan, "token"));
    size_t before =
        (size_t)json_integer_value(json_object_get(plan, "before"));
    const json_t *asked = json_object_get(
        json_array_get(json_object_get(json_object_get(plan, "payload"),
                                       "blockStateCalls"), 0), "calls");
    json_t *steps, *born;
    bool ready = true;

    if (!token || !json_object_get(plan, "holder") ||
        json_array_size(calls) != json_array_size(asked) ||
        json_array_size(asked) <= before)
        return error_set(why, ERR_TYPE, "the answer does not hold one result "
                                        "for each call");
    steps = json_array();
    born = json_array();
    for (size_t i = 0; i < json_array_size(calls); i++) {
        const json_t *call = json_array_get(calls, i);
        json_t *step = step_of(call, token);

        if (!step) {
            json_decref(steps);
            json_decref(born);
            return error_set(why, ERR_TYPE, "call %zu has no status, "
                             "returnData or gasUsed", i);
        }
        ready = ready && (i >= before || succeeded(call));
        if (i >= before)
            json_array_append(steps, step);
        else
            json_array_extend(born, json_object_get(step, "logs"));
        json_decref(step);
    }
    *out = json_pack("{s:b, s:O, s:o, s:o}", "ready", (int)ready, "holder",
                     json_object_get(plan, "holder"), "born", born, "steps",
                     steps);
    return *out ? ERR_OK : ERR_MEMORY;
}
