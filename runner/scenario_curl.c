/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/scenario.h"

#include <stdio.h>
#include <stdlib.h>

/* The script keeps what is saved in one JSON object, $V; expressions are jq's
 * with that object bound to $v.  What it prints is for reading: it decides
 * nothing. */
struct script {
    FILE *out;
    const struct vector *vector;
    unsigned asks;
};

/* --- expressions ------------------------------------------------------------------ */

/* A shell word in single quotes cannot hold one: '\'' stands for it. */
static void put_char(FILE *out, char c)
{
    if (c == '\'')
        fputs("'\\''", out);
    else
        fputc(c, out);
}

static void put_text(FILE *out, const char *text)
{
    while (*text)
        put_char(out, *text++);
}

static void put_json(FILE *out, const json_t *value)
{
    char *text = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);

    put_text(out, text ? text : "null");
    free(text);
}

/* "${a.b[0].c-d}" to $v["a"]["b"][0]["c-d"]. */
static void put_reference(FILE *out, const char *text)
{
    const char *p = text + 2;

    fputs("$v", out);
    while (*p != '}') {
        size_t n = strcspn(p, ".[}");

        if (*p == '[') {
            n = strcspn(p, "]") + 1;
            fprintf(out, "[%.*s]", (int)n - 2, p + 1);
        } else {
            fprintf(out, "[\"%.*s\"]", (int)n, p);
        }
        p += n;
        p += *p == '.';
    }
}

static void put_value(FILE *out, const json_t *value);

static void put_member(FILE *out, const json_t *argument, const char *key)
{
    put_value(out, json_object_get(argument, key));
}

static void put_keys(FILE *out, const json_t *argument, const char *head)
{
    const json_t *keys = json_object_get(argument, "keys");

    fputs(head, out);
    for (size_t i = 0; i < json_array_size(keys); i++) {
        fputs(i ? ",.[" : ".[", out);
        put_json(out, json_array_get(keys, i));
        fputc(']', out);
    }
    fputc(')', out);
}

static void put_pick(FILE *out, const json_t *a)
{
    fputc('(', out);
    put_member(out, a, "of");
    fputs(" | with_entries(select(.key as $k | ", out);
    put_json(out, json_object_get(a, "keys"));
    fputs(" | index($k))))", out);
}

static void put_omit(FILE *out, const json_t *a)
{
    fputc('(', out);
    put_member(out, a, "of");
    put_keys(out, a, " | del(");
    fputc(')', out);
}

static void put_with(FILE *out, const json_t *a)
{
    fputc('(', out);
    put_member(out, a, "of");
    fputs(" + ", out);
    put_member(out, a, "more");
    fputc(')', out);
}

static void put_each(FILE *out, const json_t *a)
{
    fputs("[", out);
    put_member(out, a, "of");
    fputs("[] | .[", out);
    put_json(out, json_object_get(a, "key"));
    fputs("]]", out);
}

static void put_flatten(FILE *out, const json_t *a)
{
    fputc('(', out);
    put_value(out, a);
    fputs(" | add)", out);
}

static void put_count(FILE *out, const json_t *a)
{
    fputc('(', out);
    put_value(out, a);
    fputs(" | length | hex)", out);
}

static void put_add(FILE *out, const json_t *a)
{
    fputs("((", out);
    put_value(out, json_array_get(a, 0));
    fputs(" | num) + (", out);
    put_value(out, json_array_get(a, 1));
    fputs(" | num) | hex)", out);
}

static void put_sub(FILE *out, const json_t *a)
{
    fputs("((", out);
    put_value(out, json_array_get(a, 0));
    fputs(" | num) - (", out);
    put_value(out, json_array_get(a, 1));
    fputs(" | num) | hex)", out);
}

static void put_div(FILE *out, const json_t *a)
{
    fputs("((", out);
    put_value(out, json_array_get(a, 0));
    fputs(" | num) / (", out);
    put_value(out, json_array_get(a, 1));
    fputs(" | num) | floor | hex)", out);
}

static void put_append(FILE *out, const json_t *a)
{
    fputc('(', out);
    put_value(out, json_array_get(a, 0));
    fputs(" + [", out);
    put_value(out, json_array_get(a, 1));
    fputs("])", out);
}

static void put_join(FILE *out, const json_t *a)
{
    fputc('(', out);
    put_value(out, a);
    fputs(" | .[0] + (.[1:] | map(ltrimstr(\"0x\")) | add // \"\"))", out);
}

static void put_head(FILE *out, const json_t *a)
{
    fputc('(', out);
    put_value(out, json_array_get(a, 0));
    fprintf(out, "[0:%d])",
            2 + 2 * (int)json_integer_value(json_array_get(a, 1)));
}

static void put_tail(FILE *out, const json_t *a)
{
    fputs("(\"0x\" + ", out);
    put_value(out, json_array_get(a, 0));
    fprintf(out, "[%d:])",
            2 + 2 * (int)json_integer_value(json_array_get(a, 1)));
}

static void put_word(FILE *out, const json_t *a)
{
    fputc('(', out);
    put_value(out, a);
    fputs(" | (if type == \"number\" then hex else . end) | ltrimstr(\"0x\") |"
          " \"0x\" + (\"0\" * (64 - length)) + .)", out);
}

static const struct {
    const char *name;
    void (*put)(FILE *out, const json_t *argument);
} functions[] = {
    { "$pick", put_pick },       { "$omit", put_omit },
    { "$with", put_with },
    { "$each", put_each },       { "$flatten", put_flatten },
    { "$count", put_count },     { "$add", put_add },
    { "$sub", put_sub },         { "$div", put_div },
    { "$append", put_append },   { "$join", put_join },
    { "$head", put_head },       { "$tail", put_tail },
    { "$word", put_word },
};

/* Depth is bounded by YAML_DEPTH_MAX. */
static void put_value(FILE *out, const json_t *value)
{
    const char *text = json_string_value(value), *key;
    const char *between = "";
    json_t *item;
    size_t len, i;

    if (text && scenario_is_reference(text, &len)) {
        put_reference(out, text);
        return;
    }
    for (i = 0; json_object_size(value) == 1 && i < ARRAY_LEN(functions); i++)
        if (json_object_get(value, functions[i].name)) {
            functions[i].put(out, json_object_get(value, functions[i].name));
            return;
        }
    if (!json_is_array(value) && !json_is_object(value)) {
        put_json(out, value);
        return;
    }
    fputc(json_is_array(value) ? '[' : '{', out);
    json_array_foreach((json_t *)(uintptr_t)value, i, item) {
        fputs(between, out);
        put_value(out, item);
        between = ",";
    }
    json_object_foreach((json_t *)(uintptr_t)value, key, item) {
        fprintf(out, "%s\"", between);
        put_text(out, key);
        fputs("\":", out);
        put_value(out, item);
        between = ",";
    }
    fputc(json_is_array(value) ? ']' : '}', out);
}

/* --- steps ------------------------------------------------------------------------------ */

static void put_steps(struct script *s, const json_t *steps);

static void jq_begin(struct script *s)
{
    fputs("printf '%s' \"$V\" | jq -c \"$F\"'. as $v | ", s->out);
}

static void put_save(struct script *s, const json_t *step, const char *from,
                     const char *member)
{
    const char *name = json_string_value(json_object_get(step, "save"));

    if (name)
        fprintf(s->out, "V=$(printf '%%s\\n%%s' \"$V\" \"$%s\" | jq -cs "
                        "'.[1] as $a | .[0] | .[\"%s\"] = $a%s')\n",
                from, name, member);
}

static void put_ask(struct script *s, const json_t *step)
{
    const char *method = json_string_value(json_object_get(step, "rpc"));
    const json_t *params = json_object_get(step, "params");
    const json_t *post = json_object_get(step, "post");
    const char *expect = json_string_value(json_object_get(step, "expect"));

    s->asks++;
    if (method) {
        fputs("q=$(", s->out);
        jq_begin(s);
        fprintf(s->out, "{jsonrpc:\"2.0\",id:\"%s.1.%u\",method:",
                s->vector->id, s->asks);
        put_json(s->out, json_object_get(step, "rpc"));
        fputs(",params:", s->out);
        if (params)
            put_value(s->out, params);
        else
            fputs("[]", s->out);
        fputs("}')\n", s->out);
    } else if (json_object_get(post, "json")) {
        fputs("q=$(", s->out);
        jq_begin(s);
        put_value(s->out, json_object_get(post, "json"));
        fputs("')\n", s->out);
    } else {
        fputs("q='", s->out);
        put_text(s->out, json_string_value(json_object_get(post, "text")));
        fputs("'\n", s->out);
    }
    fputs(scenario_at_peer(step) ? "ask \"$q\" \"$PEER\"\n" : "ask \"$q\"\n",
          s->out);
    if (!method)
        put_save(s, step, "b", "");
    else
        put_save(s, step, "a",
                 !expect || strcmp(expect, "result") == 0 ? ".result"
                 : strcmp(expect, "error") == 0           ? ".error"
                                                          : "");
}

static void put_op(struct script *s, const json_t *step)
{
    fputs("i=$(", s->out);
    jq_begin(s);
    put_value(s->out, json_object_get(step, "in"));
    fprintf(s->out, "')\na=$(printf '%%s' \"$i\" | etalon ask %s --target "
                    "ref:)\nprintf 'op %s: %%s\\n' \"$a\"\n",
            json_string_value(json_object_get(step, "op")),
            json_string_value(json_object_get(step, "op")));
    put_save(s, step, "a", ".out");
}

static void put_set(struct script *s, const json_t *step)
{
    fputs("V=$(", s->out);
    jq_begin(s);
    fprintf(s->out, ".[\"%s\"] = ",
            json_string_value(json_object_get(step, "set")));
    put_value(s->out, json_object_get(step, "to"));
    fputs("')\n", s->out);
}

/* Shows a condition: what it is about, and what is wanted. */
static void show_condition(struct script *s, const json_t *step,
                           const char *key)
{
    static const char *const words[] = { "equals", "differs", "matches" };

    jq_begin(s);
    fprintf(s->out, "{%s:", strcmp(key, "if") == 0 ? "\"if\"" : key);
    put_value(s->out, json_object_get(step, key));
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (json_object_get(step, words[i])) {
            fprintf(s->out, ",%s:", words[i]);
            put_value(s->out, json_object_get(step, words[i]));
        }
    fputs("}'\n", s->out);
}

/* A condition as jq's true or false; matchers are only told apart roughly. */
static void put_condition(struct script *s, const json_t *step,
                          const char *key)
{
    const json_t *matches = json_object_get(step, "matches");
    const json_t *len = json_object_get(matches, "$len");

    fputs("[ \"$(", s->out);
    jq_begin(s);
    put_value(s->out, json_object_get(step, key));
    if (json_object_get(step, "equals")) {
        fputs(" == ", s->out);
        put_value(s->out, json_object_get(step, "equals"));
    } else if (json_object_get(step, "differs")) {
        fputs(" != ", s->out);
        put_value(s->out, json_object_get(step, "differs"));
    } else if (json_is_object(len)) {
        fprintf(s->out, " | length >= %d",
                (int)json_integer_value(json_object_get(len, "min")));
    } else if (json_object_get(matches, "$absent") || json_is_null(matches)) {
        fputs(" == null", s->out);
    } else {
        fputs(" != null", s->out);
    }
    fputs("')\" = true ]", s->out);
}

static void put_foreach(struct script *s, const json_t *step)
{
    const json_t *max = json_object_get(step, "max");
    const char *index = json_string_value(json_object_get(step, "index"));

    fputs("for n in $(", s->out);
    jq_begin(s);
    put_value(s->out, json_object_get(step, "foreach"));
    fprintf(s->out, " | length | [., %d] | min | range(.)'); do\n"
                    "V=$(printf '%%s' \"$V\" | jq -c --argjson n \"$n\" \"$F\"'. as "
                    "$v | .[\"%s\"] = ",
            max ? (int)json_integer_value(max) : SCENARIO_ITEMS,
            json_string_value(json_object_get(step, "as")));
    put_value(s->out, json_object_get(step, "foreach"));
    fputs("[$n]", s->out);
    if (index)
        fprintf(s->out, " | .[\"%s\"] = ($n | hex)", index);
    fputs("')\n", s->out);
    put_steps(s, json_object_get(step, "do"));
    fputs("done\n", s->out);
}

/* Discovery puts its anchors where a foreach can refer to them. */
static void put_anchors(struct script *s, const json_t *step)
{
    json_t *same = json_copy((json_t *)(uintptr_t)step);

    json_object_set_new(same, "foreach", json_sprintf(
        "${node.anchors.%s}", json_string_value(json_object_get(step,
                                                                "anchors"))));
    put_foreach(s, same);
    json_decref(same);
}

static void put_until(struct script *s, const json_t *step)
{
    const json_t *wait = json_object_get(step, "wait_ms");

    fprintf(s->out, "for n in $(seq %d); do\n",
            (int)json_integer_value(json_object_get(step, "tries")));
    put_condition(s, step, "until");
    fputs(" && break\n", s->out);
    put_steps(s, json_object_get(step, "do"));
    if (wait)
        fprintf(s->out, "sleep %.3f\n",
                (double)json_integer_value(wait) / 1000);
    fputs("done\n", s->out);
}

static void put_step(struct script *s, const json_t *step)
{
    if (json_object_get(step, "rpc") || json_object_get(step, "post")) {
        put_ask(s, step);
    } else if (json_object_get(step, "events")) {
        fputs("echo 'curl cannot wait for notifications: this step needs a "
              "WebSocket client' >&2\nexit 2\n", s->out);
    } else if (json_object_get(step, "op")) {
        put_op(s, step);
    } else if (json_object_get(step, "set")) {
        put_set(s, step);
    } else if (json_object_get(step, "check")) {
        show_condition(s, step, "check");
    } else if (json_object_get(step, "need")) {
        show_condition(s, step, "need");
    } else if (json_object_get(step, "foreach")) {
        put_foreach(s, step);
    } else if (json_object_get(step, "anchors")) {
        put_anchors(s, step);
    } else if (json_object_get(step, "note")) {
        show_condition(s, step, "note");
    } else if (json_object_get(step, "until")) {
        put_until(s, step);
    } else if (json_object_get(step, "if")) {
        fputs("if ", s->out);
        put_condition(s, step, "if");
        fputs("; then\n", s->out);
        put_steps(s, json_object_get(step, "do"));
        fputs("fi\n", s->out);
    }
}

static void put_steps(struct script *s, const json_t *steps)
{
    for (size_t i = 0; i < json_array_size(steps); i++)
        put_step(s, json_array_get(steps, i));
}

static const char FUNCTIONS[] =
    "F='def num: if type == \"number\" then . else ltrimstr(\"0x\") | explode |"
    " reduce .[] as $c (0; . * 16 + (if $c > 96 then $c - 87 else $c - 48 end))"
    " end; def hex: if . == 0 then \"0x0\" else [recurse(if . >= 16 then . / 16"
    " | floor else empty end) | . % 16 | if . > 9 then . + 87 else . + 48 end] |"
    " reverse | \"0x\" + implode end; '\n";

static bool takes_anchors(const json_t *steps)
{
    for (size_t i = 0; i < json_array_size(steps); i++)
        if (json_object_get(json_array_get(steps, i), "anchors") ||
            takes_anchors(json_object_get(json_array_get(steps, i), "do")))
            return true;
    return false;
}

char *scenario_curl(const struct vector *v, const char *url)
{
    struct script s = { .vector = v };
    const char *fixture = json_string_value(json_object_get(
        json_object_get(v->in, "needs"), "fixture"));
    char *text = NULL;
    size_t len = 0;

    s.out = open_memstream(&text, &len);
    if (!s.out)
        return NULL;
    fprintf(s.out, "#!/bin/sh\n# %s\n# needs curl, jq and, for op steps, "
                   "etalon; shows what is compared\nurl='", v->id);
    put_text(s.out, url);
    fputs("'\n", s.out);
    fputs(FUNCTIONS, s.out);
    fputs("ask() {\n    printf '>> %s\\n' \"$1\"\n    a=$(printf '%s' \"$1\" | "
          "curl -sS --max-time 10 -H 'Content-Type: application/json' "
          "--data-binary @- \"${2:-$url}\")\n    printf '<< %s\\n' \"$a\"\n"
          "    b=$(printf '%s' \"$a\" | jq -c '{body: .}')\n    "
          "[ -n \"$b\" ] || b='{}'\n}\n", s.out);
    fputs("[ -n \"$GIVEN\" ] || GIVEN='{}' # what --set names, as JSON\n",
          s.out);
    if (takes_anchors(json_object_get(v->in, "scenario")))
        fputs("V=$(etalon discover --compact --target \"$url\" | jq -c "
              "--argjson g \"$GIVEN\" '{node: ., given: $g}')\n", s.out);
    else
        fputs("ask '{\"jsonrpc\":\"2.0\",\"id\":\"chain\",\"method\":"
              "\"eth_chainId\",\"params\":[]}'\n"
              "V=$(printf '%s' \"$a\" | jq -c --argjson g \"$GIVEN\" "
              "'{node: {chainId: .result}, given: $g}')\n", s.out);
    if (fixture && strcmp(fixture, "paired") == 0)
        fputs(": \"${PEER:?is the address of the second node}\"\nask "
              "'{\"jsonrpc\":\"2.0\",\"id\":\"peer\",\"method\":"
              "\"eth_chainId\",\"params\":[]}' \"$PEER\"\n"
              "V=$(printf '%s' \"$a\" | jq -c --argjson v \"$V\" "
              "'$v + {peer: {chainId: .result}}')\n", s.out);
    put_steps(&s, json_object_get(v->in, "scenario"));
    if (fclose(s.out)) {
        free(text);
        return NULL;
    }
    return text;
}
