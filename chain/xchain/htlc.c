/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/xchain/htlc.h"

enum { OP_1 = 0x51, CLTV = 0xb1, CSV = 0xb2 };

static size_t put(uint8_t *out, const void *data, size_t len)
{
    memcpy(out, data, len);
    return len;
}

/* A number as scripts push it: OP_0, OP_1 to OP_16, or the shortest
 * little-endian bytes whose top bit is clear. */
static size_t put_number(uint8_t *out, uint32_t value)
{
    size_t len = 0;

    if (value == 0)
        return put(out, "\0", 1);
    if (value <= 16) {
        out[0] = (uint8_t)(OP_1 + value - 1);
        return 1;
    }
    for (uint64_t rest = value; rest; rest >>= 8)
        out[1 + len++] = (uint8_t)rest;
    if (out[len] & 0x80)
        out[1 + len++] = 0;
    out[0] = (uint8_t)len;
    return 1 + len;
}

size_t htlc_script(uint8_t out[HTLC_SCRIPT_MAX], const struct htlc_script *in)
{
    uint8_t lock = in->relative ? CSV : CLTV;
    size_t n = 0;

    /* IF SIZE 32 EQUALVERIFY SHA256 <hash> EQUALVERIFY DUP HASH160 <to> */
    n += put(out + n, "\x63\x82\x01\x20\x88\xa8\x20", 7);
    n += put(out + n, in->hash, 32);
    n += put(out + n, "\x88\x76\xa9\x14", 4);
    n += put(out + n, in->recipient, 20);
    /* ELSE <timeout> CHECK… DROP DUP HASH160 <from> ENDIF … CHECKSIG */
    n += put(out + n, "\x67", 1);
    n += put_number(out + n, in->timeout);
    n += put(out + n, &lock, 1);
    n += put(out + n, "\x75\x76\xa9\x14", 4);
    n += put(out + n, in->sender, 20);
    n += put(out + n, "\x68\x88\xac", 3);
    return n;
}

enum err htlc_step(enum htlc_state *out, const struct htlc_step *in)
{
    if (in->event == HTLC_LOCK) {
        if (in->state != HTLC_NONE)
            return ERR_EXISTS;
        *out = HTLC_LOCKED;
        return ERR_OK;
    }
    if (in->state == HTLC_NONE)
        return ERR_UNKNOWN_OBJECT;
    if (in->state != HTLC_LOCKED)
        return ERR_SETTLED;
    if (in->event == HTLC_REFUND) {
        if (in->now < in->timelock)
            return ERR_NOT_EXPIRED;
        *out = HTLC_REFUNDED;
        return ERR_OK;
    }
    if (in->now >= in->timelock)
        return ERR_EXPIRED;
    if (!in->preimage)
        return ERR_PREIMAGE;
    *out = HTLC_CLAIMED;
    return ERR_OK;
}

bool htlc_timelocks_safe(uint64_t initiator, uint64_t participant,
                         uint64_t margin)
{
    return initiator > participant && initiator - participant >= margin;
}
