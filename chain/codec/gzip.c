/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/codec/gzip.h"

#include <zlib.h>

enum { WINDOW_GZIP = 15 + 16, FIRST_ROOM = 65536 };

static uint8_t *grow(struct arena *a, const uint8_t *old, size_t len,
                     size_t room)
{
    uint8_t *more = arena_raw(a, room);

    if (more && len)
        memcpy(more, old, len);
    return more;
}

static enum err expand(struct arena *a, struct bytes *out, z_stream *z,
                       size_t size_max)
{
    size_t room = FIRST_ROOM, len = 0;
    uint8_t *data = grow(a, NULL, 0, room);
    int status = Z_OK;

    while (data && status == Z_OK) {
        if (len == room) {
            if (room > size_max)
                return ERR_LIMIT;
            room *= 2;
            data = grow(a, data, len, room);
            continue;
        }
        z->next_out = data + len;
        z->avail_out = (unsigned)(room - len);
        status = inflate(z, Z_NO_FLUSH);
        len = room - z->avail_out;
        if (status == Z_BUF_ERROR && len == room)
            status = Z_OK;
    }
    if (!data)
        return ERR_MEMORY;
    if (status == Z_MEM_ERROR)
        return ERR_MEMORY;
    if (status != Z_STREAM_END || z->avail_in)
        return ERR_COMPRESSION;
    if (len > size_max)
        return ERR_LIMIT;
    *out = bytes_make(data, len);
    return ERR_OK;
}

enum err gzip_expand(struct arena *a, struct bytes *out, struct bytes in,
                     size_t size_max)
{
    z_stream z = { 0 };
    uint8_t *copy = arena_raw(a, in.len + 1);
    enum err err;

    if (!copy)
        return ERR_MEMORY;
    if (in.len > UINT32_MAX / 2)
        return ERR_LIMIT;
    if (in.len)
        memcpy(copy, in.data, in.len);
    z.next_in = copy;
    z.avail_in = (unsigned)in.len;
    if (inflateInit2(&z, WINDOW_GZIP) != Z_OK)
        return ERR_MEMORY;
    err = expand(a, out, &z, size_max);
    inflateEnd(&z);
    return err;
}
