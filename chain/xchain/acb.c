/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/xchain/acb.h"

#include "chain/codec/pack.h"

enum { WORD = 32, LENGTH_PAD = 28 };

/* --- pieces -------------------------------------------------------------------- */

/* Chunks from the last to the first; the last one is filled with zeros. */
static void put_words(struct pack *p, struct bytes data)
{
    for (size_t at = data.len; at > 0;) {
        size_t start = (at - 1) / WORD * WORD;

        pack_bytes(p, bytes_make(data.data + start, at - start));
        pack_zeros(p, WORD - (at - start));
        at = start;
    }
}

/* Words, then their length in a word. */
static void put_body(struct pack *p, struct bytes data)
{
    put_words(p, data);
    pack_zeros(p, LENGTH_PAD);
    pack_be(p, data.len, 4);
}

/* Bytes, then their length. */
static void put_var(struct pack *p, struct bytes data)
{
    pack_bytes(p, data);
    pack_be(p, data.len, 4);
}

/* The last len bytes of *in, which is shortened. */
static enum err take(struct bytes *out, struct bytes *in, size_t len)
{
    if (in->len < len)
        return ERR_TRUNCATED;
    *out = bytes_make(in->data + in->len - len, len);
    in->len -= len;
    return ERR_OK;
}

static enum err take_number(uint64_t *out, struct bytes *in, size_t len)
{
    struct bytes raw;
    enum err err = take(&raw, in, len);

    if (!err)
        *out = bytes_be(raw);
    return err;
}

static enum err take_fixed(uint8_t *out, struct bytes *in, size_t len)
{
    struct bytes raw;
    enum err err = take(&raw, in, len);

    if (!err)
        memcpy(out, raw.data, len);
    return err;
}

static enum err take_var(struct bytes *out, struct bytes *in)
{
    uint64_t len;
    enum err err = take_number(&len, in, 4);

    return err ? err : take(out, in, (size_t)len);
}

static enum err take_words(struct arena *a, struct bytes *out,
                           struct bytes *in, size_t len)
{
    struct bytes word;
    uint8_t *data;

    if (len > in->len)
        return ERR_TRUNCATED;
    data = arena_raw(a, len + 1);
    if (!data)
        return ERR_MEMORY;
    for (size_t at = 0; at < len; at += WORD) {
        size_t part = len - at < WORD ? len - at : WORD;
        enum err err = take(&word, in, WORD);

        if (err)
            return err;
        memcpy(data + at, word.data, part);
    }
    *out = bytes_make(data, len);
    return ERR_OK;
}

static enum err take_body(struct arena *a, struct bytes *out, struct bytes *in)
{
    struct bytes pad;
    uint64_t len;
    enum err err = take_number(&len, in, 4);

    if (!err)
        err = take(&pad, in, LENGTH_PAD);
    return err ? err : take_words(a, out, in, (size_t)len);
}

/* --- AuthMessage ----------------------------------------------------------------- */

enum err acb_am_encode(struct arena *a, struct bytes *out,
                       const struct acb_am *m)
{
    struct pack p;

    pack_init(&p, a);
    if (m->version == 1)
        put_body(&p, m->payload);
    else if (m->version == 2)
        put_var(&p, m->payload);
    else
        return ERR_VERSION;
    if (m->version == 2 && m->has_trust)
        pack_be(&p, m->trust_level, 1);
    pack_be(&p, m->upper_protocol, 4);
    pack_bytes(&p, BYTES_OF(m->identity));
    pack_be(&p, m->version, 4);
    return pack_finish(out, &p);
}

enum err acb_am_decode(struct arena *a, struct acb_am *out, struct bytes raw,
                       bool has_trust)
{
    struct acb_am m = { 0 };
    uint64_t version, upper, trust = 0;
    enum err err = take_number(&version, &raw, 4);

    if (err)
        return err;
    if (version != 1 && version != 2)
        return ERR_VERSION;
    m.version = (unsigned)version;
    m.has_trust = version == 2 && has_trust;
    err = take_fixed(m.identity, &raw, sizeof m.identity);
    if (!err)
        err = take_number(&upper, &raw, 4);
    if (!err && m.has_trust)
        err = take_number(&trust, &raw, 1);
    if (!err)
        err = version == 1 ? take_body(a, &m.payload, &raw)
                           : take_var(&m.payload, &raw);
    if (err)
        return err;
    m.upper_protocol = (uint32_t)upper;
    m.trust_level = (uint8_t)trust;
    *out = m;
    return ERR_OK;
}

/* --- SDP ---------------------------------------------------------------------------- */

/* Big-endian without leading zeros; nothing for zero. */
static size_t minimal_size(uint64_t value)
{
    size_t size = 0;

    for (; value; value >>= 8)
        size++;
    return size;
}

static void put_sdp1(struct pack *p, const struct acb_sdp *m)
{
    put_body(p, m->payload);
    pack_be(p, m->sequence, 4);
    pack_bytes(p, BYTES_OF(m->identity));
    put_body(p, m->domain);
}

/* What versions 2 and 3 and the message id share. */
static void put_core(struct pack *p, const struct acb_sdp *m)
{
    size_t size = minimal_size(m->timeout);

    put_var(p, m->payload);
    if (m->version == 3) {
        pack_be(p, m->timeout, size);
        pack_be(p, size, 4);
        pack_be(p, m->timeout_measure, 1);
    }
    pack_be(p, m->sequence, 4);
    pack_be(p, m->nonce, 8);
    pack_be(p, m->atomic_flag, 1);
    pack_bytes(p, BYTES_OF(m->identity));
    put_var(p, m->domain);
}

enum err acb_sdp_encode(struct arena *a, struct bytes *out,
                        const struct acb_sdp *m)
{
    struct pack p;

    if (m->version < 1 || m->version > 3)
        return ERR_VERSION;
    pack_init(&p, a);
    if (m->version == 1) {
        put_sdp1(&p, m);
        return pack_finish(out, &p);
    }
    if (m->atomic_flag == ACB_SDP_ERROR)
        put_var(&p, m->error_msg);
    put_core(&p, m);
    pack_bytes(&p, BYTES_OF(m->message_id));
    pack_be(&p, 0xff000000u | m->version, 4);
    return pack_finish(out, &p);
}

enum err acb_sdp_version(unsigned *out, struct bytes raw)
{
    uint64_t word;
    enum err err = take_number(&word, &raw, 4);

    if (!err)
        *out = word >> 24 == 0xff ? (unsigned)(word & 0xffffff) : 1;
    return err;
}

static enum err take_sdp1(struct arena *a, struct acb_sdp *m,
                          struct bytes *raw)
{
    uint64_t sequence;
    enum err err = take_body(a, &m->domain, raw);

    if (!err)
        err = take_fixed(m->identity, raw, sizeof m->identity);
    if (!err)
        err = take_number(&sequence, raw, 4);
    if (!err)
        err = take_body(a, &m->payload, raw);
    if (!err)
        m->sequence = (uint32_t)sequence;
    return err;
}

static enum err take_timeout(struct acb_sdp *m, struct bytes *raw)
{
    uint64_t measure;
    struct bytes timeout;
    enum err err = take_number(&measure, raw, 1);

    if (!err)
        err = take_var(&timeout, raw);
    if (!err && timeout.len > 8)
        err = ERR_LENGTH;
    if (err)
        return err;
    m->timeout = bytes_be(timeout);
    m->timeout_measure = (uint8_t)measure;
    return ERR_OK;
}

static enum err take_sdp2(struct acb_sdp *m, struct bytes *raw)
{
    uint64_t flag = 0, nonce = 0, sequence = 0;
    enum err err;

    raw->len -= 4; /* the version, which was read */
    err = take_fixed(m->message_id, raw, sizeof m->message_id);
    if (!err)
        err = take_var(&m->domain, raw);
    if (!err)
        err = take_fixed(m->identity, raw, sizeof m->identity);
    if (!err)
        err = take_number(&flag, raw, 1);
    if (!err)
        err = take_number(&nonce, raw, 8);
    if (!err)
        err = take_number(&sequence, raw, 4);
    if (!err && m->version == 3)
        err = take_timeout(m, raw);
    if (!err)
        err = take_var(&m->payload, raw);
    if (!err && flag == ACB_SDP_ERROR)
        err = take_var(&m->error_msg, raw);
    m->atomic_flag = (uint8_t)flag;
    m->nonce = nonce;
    m->sequence = (uint32_t)sequence;
    return err;
}

enum err acb_sdp_decode(struct arena *a, struct acb_sdp *out, struct bytes raw)
{
    struct acb_sdp m = { 0 };
    enum err err = acb_sdp_version(&m.version, raw);

    if (err)
        return err;
    if (m.version < 1 || m.version > 3)
        return ERR_VERSION;
    err = m.version == 1 ? take_sdp1(a, &m, &raw) : take_sdp2(&m, &raw);
    if (!err)
        *out = m;
    return err;
}

enum err acb_sdp_message_id(struct arena *a, uint8_t out[32],
                            const struct acb_sdp *m,
                            const uint8_t local_domain_hash[32])
{
    struct pack p;

    pack_init(&p, a);
    pack_zeros(&p, WORD);
    pack_bytes(&p, bytes_make(local_domain_hash, WORD));
    put_core(&p, m);
    pack_be(&p, 0xff000000u | m->version, 4);
    return pack_keccak(out, &p);
}

/* --- identifiers ---------------------------------------------------------------------- */

void acb_sending_seq_id(uint8_t out[32], struct bytes domain,
                        const uint8_t sender[20], const uint8_t receiver[32])
{
    uint8_t word[WORD] = { 0 }, hash[32];
    struct bytes parts[] = { BYTES_OF(word), BYTES_OF(hash),
                             bytes_make(receiver, 32) };

    memcpy(word + 12, sender, 20);
    keccak_parts(hash, &domain, 1);
    keccak_parts(out, parts, 3);
}

void acb_receiving_seq_id(uint8_t out[32], struct bytes domain,
                          const uint8_t sender[32], const uint8_t receiver[32])
{
    uint8_t hash[32];
    struct bytes parts[] = { BYTES_OF(hash), bytes_make(sender, 32),
                             bytes_make(receiver, 32) };

    keccak_parts(hash, &domain, 1);
    keccak_parts(out, parts, 3);
}

void acb_receiving_nonce_id(uint8_t out[32], struct bytes domain,
                            const uint8_t sender[32],
                            const uint8_t receiver[32], uint64_t nonce)
{
    uint8_t be[8];
    struct bytes parts[] = { domain, bytes_make(sender, 32),
                             bytes_make(receiver, 32), BYTES_OF(be) };

    for (int i = 0; i < 8; i++)
        be[i] = (uint8_t)(nonce >> (56 - 8 * i));
    keccak_parts(out, parts, 4);
}

/* --- TLV -------------------------------------------------------------------------------- */

enum { TLV_VERSION = 1, TLV_HEAD = 6 };

enum err acb_tlv_encode(struct arena *a, struct bytes *out,
                        const struct acb_item *items, size_t count)
{
    struct pack p;
    size_t size = 0;

    for (size_t i = 0; i < count; i++)
        size += TLV_HEAD + items[i].value.len;
    pack_init(&p, a);
    pack_le(&p, TLV_VERSION, 2);
    pack_le(&p, size, 4);
    for (size_t i = 0; i < count; i++) {
        pack_le(&p, items[i].tag, 2);
        pack_le(&p, items[i].value.len, 4);
        pack_bytes(&p, items[i].value);
    }
    return pack_finish(out, &p);
}

static uint64_t le(const uint8_t *data, size_t len)
{
    uint64_t value = 0;

    for (size_t i = len; i > 0; i--)
        value = value << 8 | data[i - 1];
    return value;
}

enum err acb_tlv_decode(struct acb_item items[ACB_TLV_ITEMS_MAX],
                        size_t *count, struct bytes raw)
{
    size_t used = 0;

    if (raw.len < TLV_HEAD)
        return ERR_TRUNCATED;
    if (le(raw.data, 2) != TLV_VERSION)
        return ERR_VERSION;
    if (le(raw.data + 2, 4) != raw.len - TLV_HEAD)
        return ERR_LENGTH;
    raw = bytes_tail(raw, TLV_HEAD);
    while (raw.len) {
        uint64_t len;

        if (raw.len < TLV_HEAD)
            return ERR_TRUNCATED;
        len = le(raw.data + 2, 4);
        if (len > raw.len - TLV_HEAD)
            return ERR_OVERRUN;
        if (used == ACB_TLV_ITEMS_MAX)
            return ERR_TOO_LONG;
        items[used++] = (struct acb_item){
            .tag = (uint16_t)le(raw.data, 2),
            .value = bytes_make(raw.data + TLV_HEAD, (size_t)len),
        };
        raw = bytes_tail(raw, TLV_HEAD + (size_t)len);
    }
    *count = used;
    return ERR_OK;
}
