/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/scenario.h"

#include <ctype.h>
#include <stdio.h>

static const char *text_of(const json_t *map, const char *key)
{
    return json_string_value(json_object_get(map, key));
}

static bool has_fact(const struct hello *hello, const char *kind,
                     const char *name)
{
    char fact[160];

    snprintf(fact, sizeof fact, "%s:%s", kind, name);
    for (size_t i = 0; i < json_array_size(hello->facts); i++) {
        const char *text = json_string_value(json_array_get(hello->facts, i));

        if (text && strcmp(text, fact) == 0)
            return true;
    }
    return false;
}

/* names: "token|init", one of which was given with --set. */
static bool was_given(const json_t *given, const char *names)
{
    while (*names) {
        size_t len = strcspn(names, "|");

        if (json_object_getn(given, names, len))
            return true;
        names += len + (names[len] == '|');
    }
    return false;
}

/* The first name of the need `given` that was not given, or NULL. */
static const char *not_given(const json_t *needs, const json_t *given)
{
    const json_t *list = json_object_get(needs, "given");

    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *names = json_string_value(json_array_get(list, i));

        if (!was_given(given, names))
            return names;
    }
    return NULL;
}

static bool lists(const json_t *list, const char *name)
{
    for (size_t i = 0; i < json_array_size(list); i++)
        if (strcmp(json_string_value(json_array_get(list, i)), name) == 0)
            return true;
    return false;
}

bool scenario_unmet(const struct vector *v,
                    const struct scenario_options *options, char *why,
                    size_t size, bool *hard)
{
    const json_t *needs = json_object_get(v->in, "needs");
    const json_t *list = json_object_get(needs, "capabilities");
    const char *fork = text_of(needs, "fork");
    const char *fixture = text_of(needs, "fixture");
    const char *class = options->fixture ? options->fixture : "observed";
    const char *names = not_given(needs, options->given);

    /* Conflux Core has none of Ethereum's methods: an error for each of them
     * would say nothing of what is asked. */
    *hard = true;
    if (has_fact(options->hello, "capability", "conflux-core") &&
        !lists(list, "conflux-core")) {
        snprintf(why, size, "it asks a node of Ethereum's JSON-RPC, and this is "
                 "the Core space of Conflux");
        return true;
    }
    if (json_is_true(json_object_get(needs, "writes")) &&
        !options->allow_writes) {
        snprintf(why, size, "it writes to the node, and --allow-writes is not "
                 "given");
        return true;
    }
    if (fixture && strcmp(fixture, "paired") == 0 && !options->peer) {
        snprintf(why, size, "it needs a second node: --peer");
        return true;
    }
    if (fixture && strcmp(fixture, "owned") == 0 &&
        strcmp(fixture, class) != 0) {
        snprintf(why, size, "it needs %s chain data", fixture);
        return true;
    }
    *hard = false;
    if (names) {
        snprintf(why, size, "it asks about a subject that the command line "
                 "names: --set %.40s=…", names);
        return true;
    }
    if (fork && !has_fact(options->hello, "fork", fork)) {
        snprintf(why, size, "it needs fork %.40s, and the node's head shows an "
                 "earlier one", fork);
        return true;
    }
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *name = json_string_value(json_array_get(list, i));

        if (!has_fact(options->hello, "capability", name)) {
            snprintf(why, size, "it needs %.60s", name);
            return true;
        }
    }
    return false;
}

/* An absent method has a code of its own (JSON-RPC 2.0; EIP-1474); nodes that
 * give another code say so in words.  Whether the code is right is asked
 * elsewhere. */
bool scenario_absent(const json_t *error)
{
    static const char *const phrases[] = {
        "does not exist/is not available", "method not found",
        "method not supported", "unsupported method", "unknown method",
        "not implemented",
    };
    json_int_t code = json_integer_value(json_object_get(error, "code"));
    const char *text = text_of(error, "message");
    char lower[256];
    size_t n = 0;

    if (code == -32601 || code == -32004)
        return true;
    for (; text && text[n] && n < sizeof lower - 1; n++)
        lower[n] = (char)tolower((unsigned char)text[n]);
    lower[n] = '\0';
    for (size_t i = 0; i < ARRAY_LEN(phrases); i++)
        if (strstr(lower, phrases[i]))
            return true;
    return false;
}
