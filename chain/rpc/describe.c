/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/rpc/rpc.h"

#include <stdio.h>

#include "config.h"

enum { PART_SIZE = 96 };

/* Types of the method table as JSON Schema. */
static const struct {
    const char *name, *schema;
} types[] = {
    { "quantity", "{\"type\":\"string\",\"pattern\":\"^0x(0|[1-9a-f][0-9a-f]*)$\"}" },
    { "bytes", "{\"type\":\"string\",\"pattern\":\"^0x([0-9a-f][0-9a-f])*$\"}" },
    { "hash", "{\"type\":\"string\",\"pattern\":\"^0x[0-9a-f]{64}$\"}" },
    { "Hash", "{\"type\":\"string\",\"pattern\":\"^0x[0-9a-fA-F]{64}$\"}" },
    { "address", "{\"type\":\"string\",\"pattern\":\"^0x[0-9a-f]{40}$\"}" },
    { "Address", "{\"type\":\"string\",\"pattern\":\"^0x[0-9a-fA-F]{40}$\"}" },
    { "BlockTag", "{\"type\":[\"string\",\"object\"],\"title\":\"block number, tag, hash or object\"}" },
    { "Call", "{\"type\":\"object\",\"title\":\"transaction fields\"}" },
    { "Filter", "{\"type\":\"object\",\"title\":\"address, topics, fromBlock, toBlock or blockHash\"}" },
    { "StateOverrides", "{\"type\":\"object\",\"title\":\"accounts by address\"}" },
    { "BlockOverrides", "{\"type\":\"object\",\"title\":\"header fields\"}" },
    { "object", "{\"type\":\"object\"}" },
    { "array", "{\"type\":\"array\"}" },
    { "boolean", "{\"type\":\"boolean\"}" },
    { "integer", "{\"type\":\"integer\"}" },
    { "string", "{\"type\":\"string\"}" },
};

struct part {
    char name[PART_SIZE], type[PART_SIZE];
    bool optional;
};

/* The next "name?:Type" of the list; false at its end. */
static bool next_part(struct part *out, const char **list)
{
    const char *colon = strchr(*list, ':');
    size_t name_len, type_len;

    if (!colon)
        return false;
    name_len = (size_t)(colon - *list);
    type_len = strcspn(colon + 1, ",");
    out->optional = name_len && colon[-1] == '?';
    snprintf(out->name, sizeof out->name, "%.*s",
             (int)(name_len - out->optional), *list);
    snprintf(out->type, sizeof out->type, "%.*s", (int)type_len, colon + 1);
    *list = colon + 1 + type_len;
    if (**list == ',')
        ++*list;
    return true;
}

static void write_schema(struct out *o, const char *type)
{
    size_t len = strlen(type);
    bool nullable = len && type[len - 1] == '?';

    len -= nullable;
    if (nullable) {
        out_object(o);
        out_key(o, "oneOf");
        out_array(o);
    }
    for (size_t i = 0; i < ARRAY_LEN(types); i++)
        if (strlen(types[i].name) == len &&
            strncmp(types[i].name, type, len) == 0)
            out_value(o, types[i].schema, strlen(types[i].schema));
    if (nullable) {
        out_value(o, "{\"type\":\"null\"}", 15);
        out_array_end(o);
        out_object_end(o);
    }
}

static void write_method(struct out *o, const struct rpc_method *m)
{
    const char *list = m->params;
    struct part part;

    out_object(o);
    out_key_text(o, "name", m->name);
    out_key(o, "params");
    out_array(o);
    while (next_part(&part, &list)) {
        out_object(o);
        out_key_text(o, "name", part.name);
        out_key(o, "required");
        out_bool(o, !part.optional);
        out_key(o, "schema");
        write_schema(o, part.type);
        out_object_end(o);
    }
    out_array_end(o);
    out_key(o, "result");
    out_object(o);
    out_key_text(o, "name", "result");
    out_key(o, "schema");
    write_schema(o, m->result);
    out_object_end(o);
    out_object_end(o);
}

void rpc_openrpc(struct out *o)
{
    size_t count;
    const struct rpc_method *methods = rpc_methods(&count);

    out_object(o);
    out_key_text(o, "openrpc", "1.2.6");
    out_key(o, "info");
    out_object(o);
    out_key_text(o, "title", "etalon-chain");
    out_key_text(o, "version", PACKAGE_VERSION);
    out_object_end(o);
    out_key(o, "methods");
    out_array(o);
    for (size_t i = 0; i < count; i++)
        write_method(o, &methods[i]);
    out_array_end(o);
    out_object_end(o);
    out_raw(o, "\n", 1);
}

static void say(struct out *o, const char *text)
{
    out_raw(o, text, strlen(text));
}

void rpc_describe(struct out *o)
{
    size_t count;
    const struct rpc_method *methods = rpc_methods(&count);

    for (size_t i = 0; i < count; i++) {
        const char *list = methods[i].params;
        const char *comma = "";
        struct part part;

        say(o, methods[i].name);
        say(o, "(");
        while (next_part(&part, &list)) {
            say(o, comma);
            say(o, part.name);
            say(o, part.optional ? "?: " : ": ");
            say(o, part.type);
            comma = ", ";
        }
        say(o, ") -> ");
        say(o, methods[i].result);
        say(o, "\n");
    }
}
