/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/eth/forkid.h"

/* EIP-6122: a `next` from here on is a timestamp (that of mainnet's genesis),
 * since no chain has so many blocks. */
static const uint64_t TIMESTAMP_MIN = 1438269973;

static uint32_t crc32_add(uint32_t crc, const uint8_t *data, size_t len)
{
    crc = ~crc;
    for (size_t i = 0; i < len; i++) {
        crc ^= data[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (0xedb88320U & (0U - (crc & 1)));
    }
    return ~crc;
}

static uint32_t crc32_add_u64(uint32_t crc, uint64_t value)
{
    uint8_t data[8];

    for (int i = 0; i < 8; i++)
        data[i] = (uint8_t)(value >> (56 - 8 * i));
    return crc32_add(crc, data, sizeof data);
}

static size_t point_count(const struct forkid_chain *c)
{
    return c->block_count + c->time_count;
}

static uint64_t point(const struct forkid_chain *c, size_t i)
{
    return i < c->block_count ? c->blocks[i] : c->times[i - c->block_count];
}

static bool passed(const struct forkid_chain *c, size_t i, uint64_t number,
                   uint64_t timestamp)
{
    return (i < c->block_count ? number : timestamp) >= point(c, i);
}

struct forkid forkid_compute(const struct forkid_chain *c, uint64_t number,
                             uint64_t timestamp)
{
    struct forkid id = { crc32_add(0, c->genesis, sizeof c->genesis), 0 };

    for (size_t i = 0; i < point_count(c); i++) {
        if (!passed(c, i, number, timestamp)) {
            id.next = point(c, i);
            break;
        }
        id.hash = crc32_add_u64(id.hash, point(c, i));
    }
    return id;
}

/* Rule 1a: the remote announces a fork that the local head has passed without
 * knowing it. */
static bool announces_past(const struct forkid_chain *c, size_t at,
                           uint64_t number, uint64_t timestamp, uint64_t next)
{
    /* On a chain without forks by time the head stays a number. */
    bool by_time = at >= c->block_count && c->time_count > 0;

    if (next == 0)
        return false;
    return (by_time ? timestamp : number) >= next ||
           (next > TIMESTAMP_MIN && timestamp >= next);
}

enum err forkid_validate(const struct forkid_chain *c, uint64_t number,
                         uint64_t timestamp, struct forkid remote)
{
    uint32_t sums[FORKID_POINTS_MAX + 1];
    size_t count = point_count(c), at = 0;

    if (count > FORKID_POINTS_MAX)
        return ERR_LIMIT;
    sums[0] = crc32_add(0, c->genesis, sizeof c->genesis);
    for (size_t i = 0; i < count; i++)
        sums[i + 1] = crc32_add_u64(sums[i], point(c, i));
    while (at < count && passed(c, at, number, timestamp))
        at++;
    if (remote.hash == sums[at])
        return announces_past(c, at, number, timestamp, remote.next)
                   ? ERR_FORK_LOCAL_STALE
                   : ERR_OK;
    /* Rule 2: the remote is behind; it must know what comes next. */
    for (size_t i = 0; i < at; i++)
        if (remote.hash == sums[i])
            return remote.next == point(c, i) ? ERR_OK : ERR_FORK_REMOTE_STALE;
    /* Rule 3: the remote is ahead; rule 4: it is elsewhere. */
    for (size_t i = at + 1; i <= count; i++)
        if (remote.hash == sums[i])
            return ERR_OK;
    return ERR_FORK_LOCAL_STALE;
}
