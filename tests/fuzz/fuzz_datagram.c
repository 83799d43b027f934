/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>

#include "chain/codec/scale.h"
#include "chain/crypto/keccak.h"
#include "chain/xchain/acb.h"
#include "chain/xchain/conflux.h"
#include "chain/xchain/consortium.h"
#include "chain/xchain/hyperlane.h"
#include "chain/xchain/layerzero.h"
#include "chain/xchain/payment.h"

/* Readers of datagrams, of options and of logs: what they answer is in the
 * input, and is written again as it was read. */

static void must(bool holds)
{
    if (!holds)
        abort();
}

static bool within(struct bytes part, struct bytes whole)
{
    return !part.len || (part.data >= whole.data &&
                         part.data + part.len <= whole.data + whole.len);
}

/* The end of a message says all; what stands before it is not read, as the
 * padding of version 1 is not. */
static void check_auth(struct arena *a, struct bytes in, bool has_trust)
{
    struct acb_am m, n;
    struct bytes again;

    if (acb_am_decode(a, &m, in, has_trust))
        return;
    must(!acb_am_encode(a, &again, &m) &&
         !acb_am_decode(a, &n, again, has_trust));
    must(bytes_eq(m.payload, n.payload) && m.version == n.version &&
         m.trust_level == n.trust_level &&
         m.upper_protocol == n.upper_protocol &&
         memcmp(m.identity, n.identity, sizeof m.identity) == 0);
    must(m.version == 1 || again.len <= in.len);
    must(m.version == 1 ||
         bytes_eq(again, bytes_tail(in, in.len - again.len)));
}

static void check_options(struct arena *a, struct bytes in)
{
    static const size_t sizes[][2] = { { 16, 32 }, { 48, 48 }, { 18, 34 },
                                       { 0, 0 },   { 20, 36 } };
    struct lz_dvn_group groups[LZ_DVN_GROUPS_MAX];
    struct bytes fields[LZ_EXECUTOR_FIELDS_MAX];
    size_t count = 0, sum = 0;

    for (unsigned type = 0; type < 8; type++) {
        if (lz_executor_decode(fields, &count, type, in))
            continue;
        must(type >= 1 && type <= ARRAY_LEN(sizes));
        must(in.len == sizes[type - 1][0] || in.len == sizes[type - 1][1]);
    }
    if (lz_dvn_group(a, groups, &count, in))
        return;
    for (size_t i = 0; i < count; i++) {
        sum += groups[i].options.len;
        for (size_t j = 0; j < i; j++)
            must(groups[i].index != groups[j].index);
    }
    must(sum == in.len);
}

static void check_aggregation(struct bytes in)
{
    for (uint32_t i = 0; i < 4; i++) {
        struct bytes part = BYTES_EMPTY;
        bool present = false;

        if (!hyperlane_aggregation(&present, &part, in, i))
            must(present ? within(part, in) : part.len == 0);
    }
}

/* A compact integer is written as it was read. */
static void check_compact(struct arena *a, struct bytes in)
{
    uint8_t be[SCALE_COMPACT_WIDTH];
    struct bytes rest = in, again;
    struct pack p;

    if (scale_next_compact(be, &rest))
        return;
    pack_init(&p, a);
    scale_put_compact(&p, BYTES_OF(be));
    must(!pack_finish(&again, &p));
    must(bytes_eq(again, bytes_head(in, in.len - rest.len)));
}

/* Any two bytes are a log of the internal contract; each call is funded
 * first, and nothing is made of logs of others. */
static void check_logs(struct arena *a, struct bytes in)
{
    enum { LOGS_MAX = 32 };
    static const char *const events[] = {
        "Call(bytes20,bytes20,uint256,uint256,bytes)",
        "Create(bytes20,bytes20,uint256,uint256,bytes)",
        "Withdraw(bytes20,address,uint256,uint256)", "Outcome(bool)",
    };
    static const uint8_t data[160] = { [31] = 5, [95] = 96 };
    static const uint8_t zero[20];
    struct conflux_log *logs = arena_array(a, LOGS_MAX, sizeof *logs);
    uint8_t tx_hash[32] = { 1 };
    struct conflux_tx *txs;
    size_t count = in.len / 2 < LOGS_MAX ? in.len / 2 : LOGS_MAX, made;
    size_t outcomes = 0, calls = 0;

    must(logs != NULL);
    for (size_t i = 0; i < count; i++) {
        const uint8_t *say = in.data + 2 * i;
        unsigned event = say[0] % ARRAY_LEN(events);

        memcpy(logs[i].address, CONFLUX_CROSS_SPACE, 20);
        logs[i].address[19] ^= say[0] >> 7;
        logs[i].is_evm = say[0] >> 6 & 1;
        keccak256(logs[i].topics[0], bytes_str(events[event]));
        memset(logs[i].topics[1], 8, 32);
        logs[i].topic_count = say[1] & 3;
        logs[i].data = bytes_make(data, say[1] >> 2 < 40 ? sizeof data
                                                         : say[1] >> 2);
        outcomes += event == 3 && !logs[i].is_evm && !(say[0] >> 7) &&
                    logs[i].topic_count;
    }
    if (conflux_recover(a, &txs, &made, tx_hash, logs, count, 1030))
        return;
    must(made <= 2 * count);
    for (size_t i = 0; i < made; i++) {
        if (memcmp(txs[i].from, zero, sizeof zero) != 0)
            continue;
        must(i + 1 < made && txs[i].success &&
             memcmp(txs[i].to, txs[i + 1].from, 20) == 0 &&
             u256_eq(txs[i].value, txs[i + 1].value));
        calls++;
    }
    must(calls == outcomes);
}

static void check_texts(struct bytes in)
{
    struct wecross_path path;
    uint8_t text[40];
    size_t len = in.len < sizeof text ? in.len : sizeof text;

    if (!wecross_path_read(&path, in))
        must(path.zone.len && path.chain.len && within(path.zone, in) &&
             within(path.chain, in) && within(path.resource, in));
    /* One digit that is changed is always noticed: ISO 7064 mod 97-10. */
    if (payment_iban(in))
        return;
    memcpy(text, in.data, len);
    for (size_t i = 4; i < len; i++) {
        if (text[i] < '0' || text[i] > '9')
            continue;
        text[i] = text[i] == '9' ? '0' : (uint8_t)(text[i] + 1);
        must(payment_iban(bytes_make(text, len)) != NULL);
        text[i] = in.data[i];
    }
}

void fuzz_one(struct arena *a, struct bytes in)
{
    check_auth(a, in, false);
    check_auth(a, in, true);
    check_options(a, in);
    check_aggregation(in);
    check_compact(a, in);
    check_logs(a, in);
    check_texts(in);
}
