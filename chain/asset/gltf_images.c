/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/asset/gltf_internal.h"

#include "chain/codec/ascii.h"

enum { SNIFF_SIZE = 14, PNG_CHUNK_HEADER = 8, PNG_CRC = 4, WEBP_NEED = 30,
       WEBP_NEED_LOSSLESS = 25 };

/* clang-format off */
static const struct gltf_rule IMAGE_RULES[] = {
    { .name = "bufferView", .kind = K_INDEX, .target = "bufferViews" },
    { .name = "mimeType", .kind = K_TEXT },
    { .name = "uri", .kind = K_TEXT },
    { .name = "name", .kind = K_TEXT },
    { 0 }
};
static const struct gltf_rule TEXTURE_RULES[] = {
    { .name = "sampler", .kind = K_INDEX, .target = "samplers" },
    { .name = "source", .kind = K_INDEX, .target = "images" },
    { .name = "name", .kind = K_TEXT },
    { 0 }
};
static const struct gltf_rule SAMPLER_RULES[] = {
    { .name = "magFilter", .kind = K_UINT, .values = "9728 9729" },
    { .name = "minFilter", .kind = K_UINT, .values = "9728 9729 9984 9985 9986 9987" },
    { .name = "wrapS", .kind = K_UINT, .values = "33071 33648 10497" },
    { .name = "wrapT", .kind = K_UINT, .values = "33071 33648 10497" },
    { .name = "name", .kind = K_TEXT },
    { 0 }
};
/* clang-format on */
const struct gltf_shape GLTF_IMAGE = { IMAGE_RULES, PLACE_IMAGE, NULL };
const struct gltf_shape GLTF_TEXTURE = { TEXTURE_RULES, PLACE_TEXTURE, NULL };
const struct gltf_shape GLTF_SAMPLER = { SAMPLER_RULES, PLACE_OTHER, NULL };

static const char JPEG[] = "image/jpeg", PNG[] = "image/png",
                  WEBP[] = "image/webp", KTX2[] = "image/ktx2";

/* --- what the bytes are ----------------------------------------------------------- */

static const char *sniff(struct bytes b)
{
    static const uint8_t PNG_HEAD[] = { 0x89, 'P', 'N', 'G', 13, 10, 26, 10 };
    static const uint8_t KTX2_HEAD[] = { 0xab, 'K',  'T', 'X', ' ', '2',
                                         '0',  0xbb, 13,  10,  26,  10 };

    if (b.len < SNIFF_SIZE)
        return NULL;
    if (b.data[0] == 0xff && b.data[1] == 0xd8 && b.data[2] == 0xff)
        return JPEG;
    if (memcmp(b.data, PNG_HEAD, sizeof PNG_HEAD) == 0)
        return PNG;
    if (memcmp(b.data, "RIFF", 4) == 0 && memcmp(b.data + 8, "WEBPVP", 6) == 0)
        return WEBP;
    if (memcmp(b.data, KTX2_HEAD, sizeof KTX2_HEAD) == 0)
        return KTX2;
    return NULL;
}

static uint32_t be32(const uint8_t *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 |
           (uint32_t)at[2] << 8 | at[3];
}

enum image_state { IMAGE_GOOD, IMAGE_ODD, IMAGE_CUT, IMAGE_BROKEN };

/* JPEG: markers until the header of a frame, which names its channels. */
static enum image_state jpeg_read(struct bytes b)
{
    size_t at = 0;

    while (at < b.len) {
        uint8_t marker;
        size_t size;
        bool frame;

        if (b.data[at++] != 0xff)
            return IMAGE_BROKEN;
        while (at < b.len && (b.data[at] == 0x01 || b.data[at] == 0xff ||
                              (b.data[at] >= 0xd0 && b.data[at] <= 0xd9 )))
            at++;
        /* Markers without a length end where the next one begins. */
        if (at >= b.len)
            return IMAGE_CUT;
        marker = b.data[at];
        if (at + 2 >= b.len)
            return IMAGE_CUT;
        size = (size_t)b.data[at + 1] << 8 | b.data[at + 2];
        if (size < 2)
            return IMAGE_BROKEN;
        frame = ((marker & 0xf0) == 0xc0 && marker != 0xc4 && marker != 0xc8 &&
                 marker != 0xcc) ||
                marker == 0xde;
        if (at + 1 + size > b.len)
            return IMAGE_CUT;
        if (frame)
            return size >= 8 && (b.data[at + 8] == 1 || b.data[at + 8] == 3)
                       ? IMAGE_GOOD
                       : IMAGE_BROKEN;
        at += 1 + size;
    }
    return IMAGE_CUT;
}

struct png {
    bool header, custom_color, custom_gamma, srgb, profile, uneven, has_gamma,
        has_color;
};

static bool png_size_ok(const uint8_t *type, uint32_t size)
{
    static const struct {
        const char *type;
        uint32_t size;
    } SIZES[] = { { "IHDR", 13 }, { "cHRM", 32 }, { "sRGB", 1 },
                  { "pHYs", 9 },  { "gAMA", 4 } };

    for (size_t i = 0; i < ARRAY_LEN(SIZES); i++)
        if (memcmp(type, SIZES[i].type, 4) == 0)
            return size == SIZES[i].size;
    return true;
}

static void png_chunk(struct png *p, const uint8_t *type, const uint8_t *data)
{
    static const uint32_t SRGB[] = { 31270, 32900, 64000, 33000,
                                     30000, 60000, 15000, 6000 };
    enum { GAMMA_SRGB = 45455, GAMMA_LINEAR = 100000 };

    if (memcmp(type, "IHDR", 4) == 0) {
        p->header = true;
    } else if (memcmp(type, "iCCP", 4) == 0) {
        p->profile = true;
    } else if (memcmp(type, "sRGB", 4) == 0) {
        p->srgb = true;
        p->profile = p->custom_color = p->custom_gamma = false;
    } else if (memcmp(type, "pHYs", 4) == 0) {
        p->uneven |= be32(data) != be32(data + 4);
    } else if (memcmp(type, "gAMA", 4) == 0 && !p->has_gamma && !p->srgb) {
        p->has_gamma = true;
        p->custom_gamma =
            be32(data) != GAMMA_SRGB && be32(data) != GAMMA_LINEAR;
    } else if (memcmp(type, "cHRM", 4) == 0 && !p->has_color && !p->srgb) {
        p->has_color = true;
        for (size_t i = 0; i < ARRAY_LEN(SRGB); i++)
            p->custom_color |= be32(data + 4 * i) != SRGB[i];
    }
}

/* PNG: chunks until the data begin. */
static enum image_state png_read(struct bytes b)
{
    struct png p = { 0 };
    size_t at = PNG_CHUNK_HEADER;

    while (at < b.len) {
        const uint8_t *type = b.data + at + 4;
        uint32_t size;

        if (b.len - at < PNG_CHUNK_HEADER)
            return IMAGE_CUT;
        size = be32(b.data + at);
        if (!png_size_ok(type, size))
            return IMAGE_BROKEN;
        if (memcmp(type, "IDAT", 4) == 0) {
            if (!p.header)
                return IMAGE_BROKEN;
            return p.uneven || p.profile || p.custom_color || p.custom_gamma
                       ? IMAGE_ODD
                       : IMAGE_GOOD;
        }
        at += PNG_CHUNK_HEADER;
        if (b.len - at < size)
            return IMAGE_CUT;
        png_chunk(&p, type, b.data + at);
        at += size;
        if (b.len - at < PNG_CRC)
            return IMAGE_CUT;
        at += PNG_CRC;
    }
    return IMAGE_CUT;
}

/* WebP: the first chunk; VP8X may say animation or a colour profile. */
static enum image_state webp_read(struct bytes b)
{
    enum { ANIMATED = 2, PROFILE = 32 };

    if (b.len < WEBP_NEED_LOSSLESS ||
        (b.len < WEBP_NEED && b.data[15] != 'L'))
        return IMAGE_CUT;
    if (memcmp(b.data + 12, "VP8 ", 4) == 0 ||
        memcmp(b.data + 12, "VP8L", 4) == 0)
        return IMAGE_GOOD;
    if (memcmp(b.data + 12, "VP8X", 4) != 0)
        return IMAGE_BROKEN;
    return b.data[20] & (ANIMATED | PROFILE) ? IMAGE_ODD : IMAGE_GOOD;
}

static bool enabled(const struct gltf_checker *c, const char *media)
{
    return strcmp(media, JPEG) == 0 || strcmp(media, PNG) == 0 ||
           (c->loaded[EXT_TEXTURE_WEBP] && strcmp(media, WEBP) == 0);
}

/* --- images ------------------------------------------------------------------------- */

static void image_data_check(struct gltf_checker *c, struct gltf_image *image,
                             struct bytes data)
{
    const char *media = sniff(data);
    enum image_state state;

    if (!media || media == KTX2) {
        gltf_note(c, "IMAGE_UNRECOGNIZED_FORMAT");
        return;
    }
    state = media == JPEG  ? jpeg_read(data)
            : media == PNG ? png_read(data)
                           : webp_read(data);
    if (state == IMAGE_CUT || state == IMAGE_BROKEN) {
        gltf_note(c, state == IMAGE_CUT ? "IMAGE_UNEXPECTED_EOS"
                                        : "IMAGE_DATA_INVALID");
        return;
    }
    image->found = media;
    if (!enabled(c, media))
        gltf_note(c, "IMAGE_NON_ENABLED_MIME_TYPE");
    if (image->declared && strcmp(image->declared, media) != 0)
        gltf_note(c, "IMAGE_MIME_TYPE_INVALID");
    if (state == IMAGE_ODD)
        gltf_note(c, "IMAGE_FEATURES_UNSUPPORTED");
}

/* The bytes of an image in a view; false when they are not at hand. */
static bool view_bytes(const struct gltf_checker *c, struct bytes *out,
                       int64_t view)
{
    const struct gltf_view *w = gltf_view(c, view);
    const struct gltf_buffer *b;

    if (!w || w->buffer < 0 || w->buffer >= (int64_t)c->buffer_count ||
        w->offset < 0 || w->length < 0)
        return false;
    b = &c->buffers[w->buffer];
    if (!b->has_data || w->offset > (int64_t)b->data.len ||
        w->length > (int64_t)b->data.len - w->offset)
        return false;
    *out = bytes_make(b->data.data + w->offset, (size_t)w->length);
    return true;
}

static void image_load(struct gltf_checker *c, struct gltf_image *image,
                       const json_t *v)
{
    const char *uri = gltf_text(v, "uri"), *media = NULL, *found;
    bool plain = json_object_size(json_object_get(v, "extensions")) == 0;
    struct bytes data = BYTES_EMPTY;
    bool have = false;

    if (uri) {
        switch (gltf_uri_read(c, &data, &media, uri)) {
        case URI_DATA:
            if (c->source->is_glb)
                gltf_note(c, "DATA_URI_GLB");
            found = sniff(data);
            have = found && strcmp(found, media) == 0;
            if (!have)
                gltf_note(c, "INVALID_URI");
            break;
        case URI_FILE:
            if (!plain || c->source->cut)
                return;
            if (!gltf_file_load(c, &data, uri))
                gltf_note(c, "IO_ERROR");
            else
                image_data_check(c, image, data);
            return;
        case URI_BAD:
            break;
        }
    }
    if (!plain || c->source->cut)
        return;
    if (have || view_bytes(c, &data, gltf_index(v, "bufferView")))
        image_data_check(c, image, data);
}

static void image_read(struct gltf_checker *c, struct gltf_image *image,
                       const json_t *v)
{
    int64_t view = gltf_index(v, "bufferView");
    const char *uri = gltf_text(v, "uri");

    image->present = true;
    image->declared = gltf_text(v, "mimeType");
    if (image->declared && !enabled(c, image->declared))
        gltf_note(c, "VALUE_NOT_IN_LIST");
    if (view != GLTF_NONE && !image->declared)
        gltf_note(c, "UNSATISFIED_DEPENDENCY");
    if ((view != GLTF_NONE) == (uri != NULL))
        gltf_note(c, "ONE_OF_MISMATCH");
    gltf_view_use(c, view, VIEW_IMAGE);
    if (gltf_has_stride(c, view))
        gltf_note(c, "IMAGE_BUFFER_VIEW_WITH_BYTESTRIDE");
}

void gltf_images_read(struct gltf_checker *c)
{
    for (size_t i = 0; i < c->image_count; i++)
        if (gltf_item(c, "images", (int64_t)i))
            image_read(c, &c->images[i], gltf_item(c, "images", (int64_t)i));
}

void gltf_images_load(struct gltf_checker *c)
{
    for (size_t i = 0; i < c->image_count; i++)
        if (gltf_item(c, "images", (int64_t)i))
            image_load(c, &c->images[i], gltf_item(c, "images", (int64_t)i));
}

/* --- textures ------------------------------------------------------------------------ */

static const char *media_of(const struct gltf_checker *c, int64_t image)
{
    const struct gltf_image *i;

    if (image < 0 || image >= (int64_t)c->image_count)
        return NULL;
    i = &c->images[image];
    return i->declared ? i->declared : i->found;
}

void gltf_textures_check(struct gltf_checker *c)
{
    const json_t *textures = gltf_list(c, "textures");

    for (size_t i = 0; i < json_array_size(textures); i++) {
        const json_t *v = json_array_get(textures, i);
        const json_t *webp = gltf_extension_of(c, v, EXT_TEXTURE_WEBP);
        const char *media = media_of(c, gltf_index(v, "source"));

        if (media && strcmp(media, JPEG) != 0 && strcmp(media, PNG) != 0)
            gltf_note(c, "TEXTURE_INVALID_IMAGE_MIME_TYPE");
        media = media_of(c, gltf_index(webp, "source"));
        if (media && strcmp(media, WEBP) != 0)
            gltf_note(c, "TEXTURE_INVALID_IMAGE_MIME_TYPE");
    }
}
