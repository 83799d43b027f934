/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/eth/header.h"

#include "chain/crypto/keccak.h"
#include "chain/eth/basefee.h"
#include "chain/eth/blob.h"
#include "chain/eth/difficulty.h"
#include "chain/eth/ethash.h"

enum { GAS_LIMIT_MIN = 5000, GAS_LIMIT_STEP = 1024, LONDON_DOUBLING = 2 };
static const uint64_t GAS_LIMIT_MAX = INT64_MAX;

static bool equal32(const uint8_t *a, const uint8_t *b)
{
    return memcmp(a, b, 32) == 0;
}

/* EIP-779: the ten blocks from the fork on say which side they are on. */
static bool dao_extra_due(const struct header_context *c, uint64_t number)
{
    return c->dao && number >= c->dao_block &&
           number - c->dao_block < DAO_BLOCKS;
}

/* Rules on the header by itself. */
static enum err check_alone(const struct header_context *c,
                            const struct header *h)
{
    static const char dao[] = "dao-hard-fork";
    unsigned want = fork_rules(c->fork)->header_fields;

    if (h->fields != want)
        return h->fields < want ? ERR_FIELD_MISSING : ERR_FIELD_EXTRA;
    if (h->number != 0 && h->extra.len > HEADER_EXTRA_MAX)
        return ERR_HDR_EXTRA;
    if (dao_extra_due(c, h->number) && !bytes_eq(h->extra, bytes_str(dao)))
        return ERR_HDR_EXTRA;
    if (h->gas_limit < GAS_LIMIT_MIN || h->gas_limit > GAS_LIMIT_MAX)
        return ERR_HDR_GAS_LIMIT;
    if (h->gas_used > h->gas_limit)
        return ERR_HDR_GAS_USED;
    return ERR_OK;
}

/* EIP-3675: what proof of work filled in is constant from Paris on. */
static enum err check_stake(const struct header *h)
{
    static const uint8_t zero[sizeof h->nonce];

    if (!u256_is_zero(h->difficulty))
        return ERR_HDR_DIFFICULTY;
    if (memcmp(h->nonce, zero, sizeof zero) != 0)
        return ERR_HDR_NONCE;
    if (!equal32(h->ommers_hash, EMPTY_OMMERS_HASH))
        return ERR_HDR_OMMERS;
    return ERR_OK;
}

/* EIP-1559: the first London block may double the limit. */
static enum err check_gas_step(const struct header *h, const struct header *p)
{
    bool first = h->fields >= HEADER_FIELDS_LONDON &&
                 p->fields < HEADER_FIELDS_LONDON;
    uint64_t limit = p->gas_limit, apart;

    if (limit > GAS_LIMIT_MAX)
        return ERR_HDR_GAS_LIMIT;
    if (first)
        limit *= LONDON_DOUBLING;
    apart = h->gas_limit > limit ? h->gas_limit - limit
                                 : limit - h->gas_limit;
    return apart < limit / GAS_LIMIT_STEP ? ERR_OK : ERR_HDR_GAS_STEP;
}

static enum err check_work(const struct header_context *c,
                           const struct header *h, const struct header *p)
{
    struct difficulty_input in = {
        .fork = c->fork,
        .parent_difficulty = p->difficulty,
        .parent_timestamp = p->timestamp,
        .parent_has_ommers = !equal32(p->ommers_hash, EMPTY_OMMERS_HASH),
        .number = h->number,
        .timestamp = h->timestamp,
    };
    struct u256 want;

    if (c->has_now && h->timestamp > c->now &&
        h->timestamp - c->now > FUTURE_SECONDS_MAX)
        return ERR_HDR_FUTURE;
    /* A block of proof of stake has no child with work. */
    if (u256_is_zero(p->difficulty))
        return ERR_HDR_DIFFICULTY;
    if (difficulty_next(&want, &in) || !u256_eq(want, h->difficulty))
        return ERR_HDR_DIFFICULTY;
    return ERR_OK;
}

static enum err check_base_fee(const struct header *h, const struct header *p)
{
    struct u256 want = u256_from(BASE_FEE_INITIAL);

    if (h->fields < HEADER_FIELDS_LONDON)
        return ERR_OK;
    if (p->fields >= HEADER_FIELDS_LONDON &&
        basefee_next(&want, p->gas_limit, p->gas_used, p->base_fee))
        return ERR_HDR_BASE_FEE;
    return u256_eq(want, h->base_fee) ? ERR_OK : ERR_HDR_BASE_FEE;
}

static enum err check_blob_used(const struct header_context *c,
                                const struct header *h)
{
    const struct blob_schedule *s = fork_blobs(c->fork, c->blobs);

    if (h->fields < HEADER_FIELDS_CANCUN)
        return ERR_OK;
    if (s->fraction == 0 || h->blob_gas_used % BLOB_GAS != 0 ||
        h->blob_gas_used / BLOB_GAS > s->max)
        return ERR_HDR_BLOB_GAS;
    return ERR_OK;
}

static enum err check_excess(const struct header_context *c,
                             const struct header *h, const struct header *p)
{
    bool has = p->fields >= HEADER_FIELDS_CANCUN;
    uint64_t want;

    if (h->fields < HEADER_FIELDS_CANCUN)
        return ERR_OK;
    if (blob_excess_next(&want, c->fork, fork_blobs(c->fork, c->blobs),
                         has ? p->excess_blob_gas : 0,
                         has ? p->blob_gas_used : 0, p->base_fee) ||
        want != h->excess_blob_gas)
        return ERR_HDR_EXCESS;
    return ERR_OK;
}

static enum err check_against(struct arena *a, const struct header_context *c,
                              const struct header *h)
{
    const struct header *p = c->parent;
    uint8_t parent_hash[32];
    enum err err = header_hash(a, parent_hash, p);

    if (err)
        return err;
    if (p->number == UINT64_MAX || h->number != p->number + 1)
        return ERR_HDR_NUMBER;
    if (!equal32(h->parent_hash, parent_hash))
        return ERR_HDR_PARENT;
    if (h->timestamp <= p->timestamp)
        return ERR_HDR_TIMESTAMP;
    err = check_gas_step(h, p);
    if (!err && c->fork < FORK_PARIS)
        err = check_work(c, h, p);
    if (!err)
        err = check_base_fee(h, p);
    if (!err)
        err = check_excess(c, h, p);
    return err;
}

enum err header_validate(struct arena *a, const struct header_context *c,
                         const struct header *h)
{
    enum err err = check_alone(c, h);

    if (!err && c->fork >= FORK_PARIS)
        err = check_stake(h);
    if (!err)
        err = check_blob_used(c, h);
    if (!err && c->parent)
        err = check_against(a, c, h);
    if (!err && c->seals && c->fork < FORK_PARIS && h->number != 0)
        err = ethash_verify_header(c->seals, a, h);
    return err;
}
