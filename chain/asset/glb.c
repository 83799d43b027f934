/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/asset/gltf.h"

#include <stdlib.h>

#include "chain/codec/ascii.h"

enum { HEADER_SIZE = 12, CHUNK_HEADER_SIZE = 8, PADDING_MAX = 3 };

static const uint32_t MAGIC = 0x46546c67, TYPE_JSON = 0x4e4f534a,
                      TYPE_BIN = 0x004e4942;

void gltf_add(struct gltf_report *r, const char *code)
{
    for (size_t i = 0; i < r->count; i++)
        if (strcmp(r->codes[i], code) == 0)
            return;
    if (r->count < GLTF_CODES_MAX)
        r->codes[r->count++] = code;
}

static uint32_t le32(struct bytes b, size_t at)
{
    return (uint32_t)b.data[at] | (uint32_t)b.data[at + 1] << 8 |
           (uint32_t)b.data[at + 2] << 16 | (uint32_t)b.data[at + 3] << 24;
}

struct chunks {
    struct bytes json, bin;
    bool has_json, has_bin, cut;
    unsigned count;
};

/* The chunk's place among the others; true when it is the one to read. */
static bool chunk_place(struct gltf_report *r, struct chunks *c, uint32_t type,
                        uint32_t size)
{
    unsigned index = c->count++;
    bool seen;

    if (index == 0 && type != TYPE_JSON)
        gltf_add(r, "GLB_UNEXPECTED_FIRST_CHUNK");
    if (type != TYPE_JSON && type != TYPE_BIN) {
        gltf_add(r, "GLB_UNKNOWN_CHUNK_TYPE");
        return false;
    }
    seen = type == TYPE_JSON ? c->has_json : c->has_bin;
    if (seen)
        gltf_add(r, "GLB_DUPLICATE_CHUNK");
    else if (type == TYPE_BIN && index > 1)
        gltf_add(r, "GLB_UNEXPECTED_BIN_CHUNK");
    if (type == TYPE_JSON && size == 0)
        gltf_add(r, "GLB_EMPTY_CHUNK");
    if (type == TYPE_JSON)
        c->has_json = true;
    else
        c->has_bin = true;
    return !seen;
}

/* Walks the chunks; the bytes after the declared length are not read. */
static void chunks_read(struct gltf_report *r, struct chunks *c,
                        struct bytes file, uint32_t declared)
{
    size_t at = HEADER_SIZE;

    while (at < file.len) {
        uint32_t size, type;
        bool wanted;

        if (at == declared) {
            gltf_add(r, "GLB_EXTRA_DATA");
            return;
        }
        if (file.len - at < CHUNK_HEADER_SIZE) {
            gltf_add(r, "GLB_UNEXPECTED_END_OF_CHUNK_HEADER");
            c->cut = true;
            return;
        }
        size = le32(file, at);
        type = le32(file, at + 4);
        if (size % 4)
            gltf_add(r, "GLB_CHUNK_LENGTH_UNALIGNED");
        if (at + CHUNK_HEADER_SIZE + (uint64_t)size > declared)
            gltf_add(r, "GLB_CHUNK_TOO_BIG");
        wanted = chunk_place(r, c, type, size);
        at += CHUNK_HEADER_SIZE;
        if (file.len - at < size) {
            gltf_add(r, "GLB_UNEXPECTED_END_OF_CHUNK_DATA");
            c->cut = true;
            return;
        }
        if (wanted && type == TYPE_JSON)
            c->json = bytes_make(file.data + at, size);
        else if (wanted)
            c->bin = bytes_make(file.data + at, size);
        at += size;
    }
    if (at != declared)
        gltf_add(r, "GLB_LENGTH_MISMATCH");
}

/* GLB, 4.4.3.2: what follows the JSON is spaces. */
static void padding_check(struct gltf_report *r, struct bytes json)
{
    for (size_t i = 0; i < PADDING_MAX && i < json.len; i++) {
        uint8_t c = json.data[json.len - 1 - i];

        if (c == '\n' || c == '\r' || c == '\t')
            gltf_add(r, "SPEC_GLB_JSON_PADDING");
        else if (c != ' ')
            return;
    }
}

static int by_text(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static enum err finish(struct gltf_report *r)
{
    if (r->beyond)
        return ERR_NOT_BUILT;
    qsort(r->codes, r->count, sizeof r->codes[0], by_text);
    return ERR_OK;
}

enum err glb_check(struct arena *a, struct gltf_report *out,
                   struct bytes file, const json_t *files)
{
    struct chunks c = { 0 };
    struct gltf_source source = { .is_glb = true, .files = files };
    uint32_t declared;
    enum err err = ERR_OK;

    *out = (struct gltf_report){ 0 };
    if (file.len < HEADER_SIZE) {
        gltf_add(out, "GLB_UNEXPECTED_END_OF_HEADER");
        return ERR_OK;
    }
    if (le32(file, 0) != MAGIC) {
        gltf_add(out, "GLB_INVALID_MAGIC");
        return ERR_OK;
    }
    if (le32(file, 4) != 2) {
        gltf_add(out, "GLB_INVALID_VERSION");
        return ERR_OK;
    }
    declared = le32(file, 8);
    if (declared <= HEADER_SIZE)
        gltf_add(out, "GLB_LENGTH_TOO_SMALL");
    chunks_read(out, &c, file, declared);
    source.bin = c.bin;
    source.has_bin = c.has_bin;
    source.cut = c.cut;
    if (c.json.len) {
        padding_check(out, c.json);
        err = gltf_json_check(a, out, c.json, &source);
    }
    return err ? err : finish(out);
}

enum err gltf_check(struct arena *a, struct gltf_report *out,
                    struct bytes file, const json_t *files)
{
    struct gltf_source source = { .files = files };
    enum err err;

    *out = (struct gltf_report){ 0 };
    err = gltf_json_check(a, out, file, &source);
    return err ? err : finish(out);
}
