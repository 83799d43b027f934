/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/crypto/der.h"

enum { TAG_INTEGER = 0x02, TAG_SEQUENCE = 0x30 };

/* Takes one element with this tag.  Contents of a signature are below 128
 * bytes, so any long form is either not the shortest or too wide. */
static enum err take(struct bytes *body, struct bytes *in, uint8_t tag)
{
    size_t len;

    if (in->len < 2)
        return ERR_TRUNCATED;
    if (in->data[0] != tag || in->data[1] >= 0x80)
        return ERR_SYNTAX_RULE;
    len = in->data[1];
    if (len > in->len - 2)
        return ERR_TRUNCATED;
    *body = bytes_make(in->data + 2, len);
    *in = bytes_tail(*in, 2 + len);
    return ERR_OK;
}

static enum err take_integer(uint8_t out[32], struct bytes *in)
{
    struct bytes body;
    enum err err = take(&body, in, TAG_INTEGER);

    if (err)
        return err;
    if (body.len == 0 || body.data[0] >= 0x80)
        return ERR_SYNTAX_RULE;
    if (body.data[0] == 0 && body.len > 1) {
        if (body.data[1] < 0x80)
            return ERR_SYNTAX_RULE;
        body = bytes_tail(body, 1);
    }
    if (body.len > 32)
        return ERR_TOO_WIDE;
    memset(out, 0, 32);
    memcpy(out + 32 - body.len, body.data, body.len);
    return ERR_OK;
}

enum err der_read_signature(uint8_t out[64], struct bytes in)
{
    uint8_t pair[64];
    struct bytes body;
    enum err err = take(&body, &in, TAG_SEQUENCE);

    if (!err && in.len)
        err = ERR_SYNTAX_RULE;
    if (!err)
        err = take_integer(pair, &body);
    if (!err)
        err = take_integer(pair + 32, &body);
    if (!err && body.len)
        err = ERR_SYNTAX_RULE;
    if (!err)
        memcpy(out, pair, sizeof pair);
    return err;
}
