/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/yaml.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <yaml.h>

enum { BUCKETS = 4096 };
static const size_t PLACES_CAP = (size_t)96 * 1024 * 1024;
static const double EXACT_MAX = 9007199254740992.0; /* 2^53 */

struct yaml_entry {
    struct yaml_entry *next;
    const json_t *parent;
    uint64_t key;              /* index of an item, or hash of a key */
    struct yaml_place key_place, value_place;
};

struct reader {
    yaml_parser_t parser;
    struct yaml_doc *doc;
    struct error *why;
    size_t nodes;
};

/* --- places --------------------------------------------------------------- */

/* FNV-1a: only places hang on it, so a collision costs a wrong column. */
static uint64_t hash_key(const char *key)
{
    uint64_t h = 0xcbf29ce484222325;

    for (; *key; key++)
        h = (h ^ (uint8_t)*key) * 0x100000001b3;
    return h;
}

static size_t bucket_of(const json_t *parent, uint64_t key)
{
    uint64_t h = ((uint64_t)(uintptr_t)parent >> 4) * 0x9e3779b97f4a7c15;

    return (size_t)((h ^ key * 0xff51afd7ed558ccd) >> 40) % BUCKETS;
}

static bool add_place(struct yaml_doc *doc, const json_t *parent, uint64_t key,
                      struct yaml_place key_place,
                      struct yaml_place value_place)
{
    struct yaml_entry *entry = arena_alloc(&doc->arena, sizeof *entry);
    size_t bucket = bucket_of(parent, key);

    if (!entry)
        return false;
    *entry = (struct yaml_entry){ doc->buckets[bucket], parent, key, key_place,
                                  value_place };
    doc->buckets[bucket] = entry;
    return true;
}

static struct yaml_entry find_place(const struct yaml_doc *doc,
                                    const json_t *parent, uint64_t key)
{
    const struct yaml_entry *entry = NULL;

    if (doc->buckets)
        entry = doc->buckets[bucket_of(parent, key)];
    for (; entry; entry = entry->next)
        if (entry->parent == parent && entry->key == key)
            return *entry;
    return (struct yaml_entry){ 0 };
}

struct yaml_place yaml_value_place(const struct yaml_doc *doc,
                                   const json_t *map, const char *key)
{
    return find_place(doc, map, hash_key(key)).value_place;
}

struct yaml_place yaml_key_place(const struct yaml_doc *doc, const json_t *map,
                                 const char *key)
{
    return find_place(doc, map, hash_key(key)).key_place;
}

struct yaml_place yaml_item_place(const struct yaml_doc *doc,
                                  const json_t *list, size_t index)
{
    return find_place(doc, list, index).value_place;
}

static struct yaml_place place_of(yaml_mark_t mark)
{
    return (struct yaml_place){ (int)mark.line + 1, (int)mark.column + 1 };
}

static enum err refuse(struct reader *r, enum err code, struct yaml_place at,
                       const char *text)
{
    return error_at(r->why, code, r->doc->source, at.line, at.column, "%s",
                    text);
}

/* --- scalars -------------------------------------------------------------- */

/* Words to which YAML 1.1 gives a meaning that JSON does not have. */
static bool is_ambiguous(const char *text)
{
    static const char *const words[] = {
        "~",   "Null", "NULL", "True", "TRUE", "False", "FALSE", "yes",
        "Yes", "YES",  "no",   "No",   "NO",   "on",    "On",    "ON",
        "off", "Off",  "OFF",  ".inf", "-.inf", ".nan", ".NaN",  "=",
    };
    const char *digits = text + (*text == '+' || *text == '-');

    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (strcmp(text, words[i]) == 0)
            return true;
    if (!*digits || strspn(digits, "0123456789_") != strlen(digits))
        return false;
    return *text == '+' || strchr(digits, '_') ||
           (digits[0] == '0' && digits[1]);
}

/* The JSON value of an unquoted scalar, NULL when it is plain text. */
static json_t *typed_value(const char *text, size_t len)
{
    json_t *value;

    if (len == 0 || !strchr("-0123456789tfn", text[0]))
        return NULL;
    value = json_loadb(text, len, JSON_DECODE_ANY, NULL);
    if (json_is_object(value) || json_is_array(value) ||
        json_is_string(value)) {
        json_decref(value);
        return NULL;
    }
    return value;
}

/* Does text have the form of a JSON number that jansson could not hold? */
static bool is_number_text(const char *text)
{
    return *text && strspn(text, "-+.0123456789eE") == strlen(text) &&
           strspn(text + (*text == '-'), "0123456789") > 18;
}

static enum err plain_scalar(struct reader *r, json_t **out, const char *text,
                             size_t len, struct yaml_place at)
{
    json_t *value;

    if (len == 0)
        return refuse(r, ERR_SYNTAX, at,
                      "nothing stands here; write null or \"\"");
    if (text[0] == '0' && (text[1] == 'x' || text[1] == 'X'))
        return refuse(r, ERR_SYNTAX, at, "hex must be quoted");
    if (is_ambiguous(text))
        return refuse(r, ERR_SYNTAX, at,
                      "this word means different things to different YAML "
                      "readers; quote it, or write null, true or false");
    value = typed_value(text, len);
    if ((!value && is_number_text(text)) ||
        (json_is_number(value) && fabs(json_number_value(value)) > EXACT_MAX)) {
        json_decref(value);
        return refuse(r, ERR_LIMIT, at,
                      "a number above 2^53 is not exact in JSON; quote it");
    }
    *out = value ? value : json_stringn(text, len);
    return *out ? ERR_OK : refuse(r, ERR_MEMORY, at, "memory is short");
}

static enum err scalar(struct reader *r, json_t **out, const yaml_event_t *e)
{
    const char *text = (const char *)e->data.scalar.value;
    size_t len = e->data.scalar.length;
    struct yaml_place at = place_of(e->start_mark);

    if (len > YAML_SCALAR_MAX)
        return refuse(r, ERR_LIMIT, at, "the text is longer than 1 MiB");
    if (e->data.scalar.style == YAML_PLAIN_SCALAR_STYLE)
        return plain_scalar(r, out, text, len, at);
    *out = json_stringn(text, len);
    return *out ? ERR_OK
                : refuse(r, ERR_SYNTAX, at, "the text is not UTF-8");
}

/* --- events --------------------------------------------------------------- */

static enum err parser_failed(struct reader *r, struct bytes text)
{
    const yaml_parser_t *p = &r->parser;
    struct yaml_place at = place_of(p->problem_mark);

    if (p->error == YAML_MEMORY_ERROR)
        return refuse(r, ERR_MEMORY, at, "memory is short");
    if (p->error == YAML_READER_ERROR) {
        size_t end = p->problem_offset < text.len ? p->problem_offset
                                                  : text.len;

        at = (struct yaml_place){ 1, 1 };
        for (size_t i = 0; i < end; i++) {
            at.column = text.data[i] == '\n' ? 1 : at.column + 1;
            at.line += text.data[i] == '\n';
        }
    }
    return error_at(r->why, ERR_SYNTAX, r->doc->source, at.line, at.column,
                    "%s%s%s", p->problem ? p->problem : "not YAML",
                    p->context ? ", " : "", p->context ? p->context : "");
}

static bool has_anchor_or_tag(const yaml_event_t *e)
{
    switch (e->type) {
    case YAML_SCALAR_EVENT:
        return e->data.scalar.anchor || e->data.scalar.tag;
    case YAML_SEQUENCE_START_EVENT:
        return e->data.sequence_start.anchor || e->data.sequence_start.tag;
    case YAML_MAPPING_START_EVENT:
        return e->data.mapping_start.anchor || e->data.mapping_start.tag;
    case YAML_ALIAS_EVENT:
        return true;
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_STREAM_END_EVENT:
    case YAML_DOCUMENT_START_EVENT:
    case YAML_DOCUMENT_END_EVENT:
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        return false;
    }
    return false;
}

/* The whole input is kept for the place of reader errors. */
static enum err next(struct reader *r, yaml_event_t *e, struct bytes text)
{
    enum err err = ERR_OK;

    if (!yaml_parser_parse(&r->parser, e))
        return parser_failed(r, text);
    if (has_anchor_or_tag(e))
        err = refuse(r, ERR_SYNTAX, place_of(e->start_mark),
                     "aliases, anchors and tags are not allowed");
    else if (++r->nodes > YAML_NODES_MAX)
        err = refuse(r, ERR_LIMIT, place_of(e->start_mark),
                     "the file has too many nodes");
    if (err)
        yaml_event_delete(e);
    return err;
}

static enum err node(struct reader *r, json_t **out, const yaml_event_t *first,
                     struct bytes text, int depth);

static enum err list(struct reader *r, json_t *out, struct bytes text,
                     int depth)
{
    static const struct yaml_place NOWHERE = { 0, 0 };

    for (;;) { /* ends with the list, at the latest with YAML_NODES_MAX */
        yaml_event_t e;
        json_t *item = NULL;
        struct yaml_place at;
        enum err err = next(r, &e, text);

        if (err)
            return err;
        if (e.type == YAML_SEQUENCE_END_EVENT) {
            yaml_event_delete(&e);
            return ERR_OK;
        }
        at = place_of(e.start_mark);
        err = node(r, &item, &e, text, depth);
        yaml_event_delete(&e);
        if (err)
            return err;
        if (!add_place(r->doc, out, json_array_size(out), NOWHERE, at) ||
            json_array_append_new(out, item))
            return refuse(r, ERR_MEMORY, at, "memory is short");
    }
}

/* A key must be text that no reader of YAML takes for something else. */
static enum err check_key(struct reader *r, const json_t *map,
                          const yaml_event_t *e)
{
    struct yaml_place at = place_of(e->start_mark);
    const char *text = (const char *)e->data.scalar.value;
    json_t *value = NULL;
    enum err err;

    if (e->type != YAML_SCALAR_EVENT)
        return refuse(r, ERR_SYNTAX, at, "a key must be plain text");
    if (strlen(text) != e->data.scalar.length)
        return refuse(r, ERR_SYNTAX, at, "a key must not hold a zero byte");
    err = scalar(r, &value, e);
    if (err)
        return err;
    if (!json_is_string(value))
        err = refuse(r, ERR_SYNTAX, at, "a key must be text; quote it");
    else if (strcmp(text, "<<") == 0)
        err = refuse(r, ERR_SYNTAX, at, "merge keys are not allowed");
    else if (json_object_get(map, text))
        err = error_at(r->why, ERR_DUPLICATE, r->doc->source, at.line,
                       at.column, "key %.60s is there twice", text);
    json_decref(value);
    return err;
}

static enum err pair(struct reader *r, json_t *map, const yaml_event_t *key,
                     struct bytes text, int depth)
{
    const char *name = (const char *)key->data.scalar.value;
    struct yaml_place at = place_of(key->start_mark), value_at;
    yaml_event_t e;
    json_t *value = NULL;
    enum err err = check_key(r, map, key);

    if (!err)
        err = next(r, &e, text);
    if (err)
        return err;
    value_at = place_of(e.start_mark);
    err = node(r, &value, &e, text, depth);
    yaml_event_delete(&e);
    if (err)
        return err;
    if (!add_place(r->doc, map, hash_key(name), at, value_at) ||
        json_object_set_new(map, name, value))
        return refuse(r, ERR_MEMORY, at, "memory is short");
    return ERR_OK;
}

static enum err map(struct reader *r, json_t *out, struct bytes text,
                    int depth)
{
    for (;;) { /* ends with the map, at the latest with YAML_NODES_MAX */
        yaml_event_t key;
        enum err err = next(r, &key, text);
        bool end;

        if (err)
            return err;
        end = key.type == YAML_MAPPING_END_EVENT;
        if (!end)
            err = pair(r, out, &key, text, depth);
        yaml_event_delete(&key);
        if (end || err)
            return err;
    }
}

static enum err node(struct reader *r, json_t **out, const yaml_event_t *first,
                     struct bytes text, int depth)
{
    bool is_map = first->type == YAML_MAPPING_START_EVENT;
    json_t *value;
    enum err err;

    if (first->type == YAML_SCALAR_EVENT)
        return scalar(r, out, first);
    if (depth >= YAML_DEPTH_MAX)
        return refuse(r, ERR_LIMIT, place_of(first->start_mark),
                      "nested deeper than 32 levels");
    value = is_map ? json_object() : json_array();
    if (!value)
        return refuse(r, ERR_MEMORY, place_of(first->start_mark),
                      "memory is short");
    err = is_map ? map(r, value, text, depth + 1)
                 : list(r, value, text, depth + 1);
    if (err) {
        json_decref(value);
        return err;
    }
    *out = value;
    return ERR_OK;
}

/* Takes one event that must be of the given type. */
static enum err expect(struct reader *r, yaml_event_type_t type,
                       struct bytes text, const char *otherwise)
{
    yaml_event_t e;
    enum err err = next(r, &e, text);

    if (err)
        return err;
    if (e.type != type)
        err = refuse(r, ERR_SYNTAX, place_of(e.start_mark), otherwise);
    yaml_event_delete(&e);
    return err;
}

static enum err document(struct reader *r, json_t **out, struct bytes text)
{
    yaml_event_t e;
    json_t *root = NULL;
    enum err err = expect(r, YAML_STREAM_START_EVENT, text, "not YAML");

    if (!err)
        err = expect(r, YAML_DOCUMENT_START_EVENT, text, "the file is empty");
    if (!err)
        err = next(r, &e, text);
    if (err)
        return err;
    err = node(r, &root, &e, text, 0);
    yaml_event_delete(&e);
    if (!err)
        err = expect(r, YAML_DOCUMENT_END_EVENT, text, "not YAML");
    if (!err)
        err = expect(r, YAML_STREAM_END_EVENT, text,
                     "only one document is allowed in a file");
    if (err) {
        json_decref(root);
        return err;
    }
    *out = root;
    return ERR_OK;
}

enum err yaml_load(struct yaml_doc *out, struct bytes text, const char *source,
                   struct error *why)
{
    struct yaml_doc doc = { .root = NULL };
    struct reader r = { .doc = &doc, .why = why };
    enum err err;

    snprintf(doc.source, sizeof doc.source, "%s", source);
    if (text.len > YAML_FILE_MAX)
        return error_at(why, ERR_LIMIT, source, 0, 0,
                        "the file is longer than 4 MiB");
    arena_init(&doc.arena, PLACES_CAP);
    doc.buckets = arena_array(&doc.arena, BUCKETS, sizeof *doc.buckets);
    if (!doc.buckets || !yaml_parser_initialize(&r.parser)) {
        arena_release(&doc.arena);
        return error_at(why, ERR_MEMORY, source, 0, 0, "memory is short");
    }
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r.parser,
                                 text.data ? text.data : (const uint8_t *)"",
                                 text.len);
    err = document(&r, &doc.root, text);
    yaml_parser_delete(&r.parser);
    if (err) {
        arena_release(&doc.arena);
        return err;
    }
    *out = doc;
    return ERR_OK;
}

enum err yaml_load_file(struct yaml_doc *out, const char *path,
                        const char *source, struct error *why)
{
    FILE *file = fopen(path, "rb");
    size_t room = YAML_FILE_MAX + 1, len;
    struct arena a;
    uint8_t *text;
    enum err err;

    if (!file)
        return error_at(why, ERR_IO, source, 0, 0, "cannot be opened: %s",
                        strerror(errno));
    arena_init(&a, 2 * room);
    text = arena_raw(&a, room);
    len = text ? fread(text, 1, room, file) : 0;
    if (!text)
        err = error_at(why, ERR_MEMORY, source, 0, 0, "memory is short");
    else if (ferror(file))
        err = error_at(why, ERR_IO, source, 0, 0, "cannot be read");
    else
        err = yaml_load(out, bytes_make(text, len), source, why);
    fclose(file);
    arena_release(&a);
    return err;
}

void yaml_release(struct yaml_doc *doc)
{
    json_decref(doc->root);
    arena_release(&doc->arena);
    *doc = (struct yaml_doc){ .root = NULL };
}
