/* SPDX-License-Identifier: Apache-2.0 */
/* example_c: an adapter in C around a small fork id library (EIP-2124):
 *   cc -std=c17 -O2 -Wall -o example_c example_c.c -ljansson
 *   etalon run --target stdio:./example_c --suite block
 * The protocol is docs/adapter-protocol.md: one JSON object per line in, one
 * out.  Replace the functions of the table with calls into your library. */
#define _POSIX_C_SOURCE 200809L
#include <jansson.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- the implementation under test ---------------------------------------- */
static uint32_t crc32(uint32_t crc, const uint8_t *data, size_t len)
{
    crc = ~crc;
    for (size_t i = 0; i < len; i++) {
        crc ^= data[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
    }
    return ~crc;
}

/* --- between JSON and values -------------------------------------------------- */
static int digits_ok(const char *text)
{
    return text && strncmp(text, "0x", 2) == 0 && text[2] &&
           text[2 + strspn(text + 2, "0123456789abcdef")] == 0;
}

static int get_quantity(uint64_t *out, const json_t *value)
{
    const char *text = json_string_value(value);

    if (!digits_ok(text) || strlen(text) > 18)
        return 0;
    *out = strtoull(text, NULL, 16);
    return 1;
}

static int get_bytes32(uint8_t out[32], const json_t *value)
{
    const char *text = json_string_value(value);

    if (!digits_ok(text) || strlen(text) != 66)
        return 0;
    for (int i = 0; i < 32; i++) {
        char pair[3] = { text[2 + 2 * i], text[3 + 2 * i], 0 };

        out[i] = (uint8_t)strtoul(pair, NULL, 16);
    }
    return 1;
}

/* --- operations: NULL when `in` has another shape --------------------------- */

/* Takes in the points up to at; *next is the first one beyond it. */
static int pass(uint32_t *crc, uint64_t *next, const json_t *points,
                uint64_t at)
{
    for (size_t i = 0; i < json_array_size(points) && *next == 0; i++) {
        uint8_t be[8];
        uint64_t point;

        if (!get_quantity(&point, json_array_get(points, i)))
            return 0;
        for (int k = 0; k < 8; k++)
            be[k] = (uint8_t)(point >> (56 - 8 * k));
        if (point <= at)
            *crc = crc32(*crc, be, sizeof be);
        else
            *next = point;
    }
    return 1;
}

static json_t *forkid_op(const json_t *in)
{
    char hash_text[11], next_text[19];
    uint64_t number, time, next = 0;
    uint8_t genesis[32];
    uint32_t crc;

    if (!get_bytes32(genesis, json_object_get(in, "genesis")) ||
        !get_quantity(&number, json_object_get(in, "number")) ||
        !get_quantity(&time, json_object_get(in, "timestamp")))
        return NULL;
    crc = crc32(0, genesis, sizeof genesis);
    if (!pass(&crc, &next, json_object_get(in, "blocks"), number) ||
        !pass(&crc, &next, json_object_get(in, "times"), time))
        return NULL;
    snprintf(hash_text, sizeof hash_text, "0x%08x", (unsigned)crc);
    snprintf(next_text, sizeof next_text, "0x%llx", (unsigned long long)next);
    return json_pack("{s:{s:s, s:s}}", "out", "hash", hash_text, "next",
                     next_text);
}

/* --- the protocol ---------------------------------------------------------------- */
static const char OPERATION[] = "forkid.compute";

static json_t *run(const json_t *question)
{
    const char *op = json_string_value(json_object_get(question, "op"));

    if (!op || strcmp(op, OPERATION) != 0)
        return json_pack("{s:b}", "unsupported", 1);
    json_t *answer = forkid_op(json_object_get(question, "in"));
    return answer ? answer
                  : json_pack("{s:s}", "error", "the input has another shape");
}

static json_t *reply(const json_t *question, const char *verb)
{
    if (strcmp(verb, "run") == 0)
        return run(question);
    if (strcmp(verb, "hello") == 0)
        return json_pack("{s:i, s:s, s:s, s:[s], s:b}", "protocol", 1, "name",
                         "example_c", "version", "1.0", "operations",
                         OPERATION, "reasons", 0);
    if (strcmp(verb, "reset") == 0)
        return json_pack("{s:b}", "ok", 1);
    return json_pack("{s:s}", "error", "unknown verb, or not JSON");
}

int main(void)
{
    char *line = NULL;
    size_t room = 0;

    for (ssize_t len; (len = getline(&line, &room, stdin)) > 0;) {
        json_t *question = json_loadb(line, (size_t)len, 0, NULL), *answer;
        const char *verb = json_string_value(json_object_get(question, "verb"));

        if (verb && strcmp(verb, "bye") == 0)
            exit(0);
        answer = reply(question, verb ? verb : "");
        if (json_object_get(question, "id"))
            json_object_set(answer, "id", json_object_get(question, "id"));
        json_dumpf(answer, stdout, JSON_COMPACT);
        putchar('\n');
        fflush(stdout);
        json_decref(answer);
        json_decref(question);
    }
    free(line);
    return 0;
}
