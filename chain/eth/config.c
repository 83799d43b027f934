/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/eth/config.h"

static const struct {
    const char *name;
    enum fork fork;
} keys[] = {
    { "homesteadBlock", FORK_HOMESTEAD },
    { "daoForkBlock", FORK_DAO },
    { "eip150Block", FORK_TANGERINE },
    { "eip158Block", FORK_SPURIOUS },
    { "byzantiumBlock", FORK_BYZANTIUM },
    { "constantinopleBlock", FORK_CONSTANTINOPLE },
    { "petersburgBlock", FORK_PETERSBURG },
    { "istanbulBlock", FORK_ISTANBUL },
    { "muirGlacierBlock", FORK_MUIR_GLACIER },
    { "berlinBlock", FORK_BERLIN },
    { "londonBlock", FORK_LONDON },
    { "arrowGlacierBlock", FORK_ARROW_GLACIER },
    { "grayGlacierBlock", FORK_GRAY_GLACIER },
    { "mergeNetsplitBlock", FORK_PARIS },
    { "shanghaiTime", FORK_SHANGHAI },
    { "cancunTime", FORK_CANCUN },
    { "pragueTime", FORK_PRAGUE },
    { "osakaTime", FORK_OSAKA },
    { "bpo1Time", FORK_BPO1 },
    { "bpo2Time", FORK_BPO2 },
    { "bpo3Time", FORK_BPO3 },
    { "bpo4Time", FORK_BPO4 },
};

static enum err read_point(uint64_t *at, const json_t *in, const char *name,
                           struct error *why)
{
    return json_has(in, name) ? json_get_u64(at, in, name, why) : ERR_OK;
}

/* A block fork that is skipped happens together with the next one, as EIP-150
 * does in files that name only eip158Block. */
static enum err check_order(struct chain_config *c, struct error *why)
{
    uint64_t next = CONFIG_NEVER;

    for (size_t i = ARRAY_LEN(keys); i-- > 0;) {
        uint64_t *at = &c->at[keys[i].fork];

        if (keys[i].fork == FORK_GRAY_GLACIER)
            next = CONFIG_NEVER;
        if (keys[i].fork == FORK_DAO || keys[i].fork == FORK_PARIS)
            continue;
        if (*at == CONFIG_NEVER)
            *at = next;
        if (*at > next)
            return error_set(why, ERR_BAD_INPUT,
                             "config.%s is after the fork that follows it",
                             keys[i].name);
        next = *at;
    }
    return ERR_OK;
}

/* More blobs in a block than these are a mistake; gas stays within 64 bits. */
enum { BLOBS_MAX = 1 << 20 };

static enum err read_schedule(struct blob_schedule *out, const json_t *in,
                              const char *name, struct error *why)
{
    static const char path[] = "config.blobSchedule";
    struct blob_schedule s = { 0 };
    const struct {
        const char *name;
        uint64_t *value, least, most;
    } members[] = {
        { "target", &s.target, 0, BLOBS_MAX },
        { "max", &s.max, 1, BLOBS_MAX },
        { "baseFeeUpdateFraction", &s.fraction, 1, UINT64_MAX },
    };

    if (!json_is_object(in))
        return error_set(why, ERR_BAD_INPUT, "%s.%s must be a map", path, name);
    for (size_t i = 0; i < ARRAY_LEN(members); i++)
        if (json_get_u64(members[i].value, in, members[i].name, NULL) ||
            *members[i].value < members[i].least ||
            *members[i].value > members[i].most)
            return error_set(why, ERR_BAD_INPUT,
                             "%s.%s.%s must be a number from %llu to %llu",
                             path, name, members[i].name,
                             (unsigned long long)members[i].least,
                             (unsigned long long)members[i].most);
    if (s.target > s.max)
        return error_set(why, ERR_BAD_INPUT, "%s.%s.target is above max", path,
                         name);
    *out = s;
    return ERR_OK;
}

/* Osaka changes no blob parameter: without a row it keeps those of Prague. */
static enum err read_blobs(struct chain_config *c, const json_t *list,
                           struct error *why)
{
    if (list && !json_is_object(list))
        return error_set(why, ERR_BAD_INPUT,
                         "config.blobSchedule must be a map");
    for (int f = 0; f < FORK_COUNT; f++) {
        const struct fork_rules *rules = fork_rules((enum fork)f);
        const json_t *in = json_object_get(list, rules->name);
        enum err err;

        c->blobs[f] = f == FORK_OSAKA ? c->blobs[FORK_PRAGUE] : rules->blob;
        if (!in || f < FORK_CANCUN)
            continue;
        err = read_schedule(&c->blobs[f], in, rules->name, why);
        if (err)
            return err;
    }
    return ERR_OK;
}

enum err config_from_json(struct chain_config *out, const json_t *in,
                          struct error *why)
{
    struct chain_config c = { .has_ttd = false };
    uint64_t eip155 = CONFIG_NEVER;
    enum err err;

    if (!json_is_object(in))
        return error_set(why, ERR_BAD_INPUT, "config must be a map");
    for (size_t i = 0; i < FORK_COUNT; i++)
        c.at[i] = i ? CONFIG_NEVER : 0;
    err = json_get_quantity(&c.chain_id, in, "chainId", why);
    for (size_t i = 0; !err && i < ARRAY_LEN(keys); i++)
        err = read_point(&c.at[keys[i].fork], in, keys[i].name, why);
    if (!err)
        err = read_point(&eip155, in, "eip155Block", why);
    if (!err && eip155 != CONFIG_NEVER && eip155 != c.at[FORK_SPURIOUS])
        err = error_set(why, ERR_BAD_INPUT,
                        "config.eip155Block and eip158Block differ");
    if (!err && json_has(in, "terminalTotalDifficulty")) {
        c.has_ttd = true;
        err = json_get_quantity(&c.ttd, in, "terminalTotalDifficulty", why);
    }
    if (!err)
        err = check_order(&c, why);
    if (!err)
        err = read_blobs(&c, json_object_get(in, "blobSchedule"), why);
    if (err)
        return err;
    c.dao = c.at[FORK_DAO] != CONFIG_NEVER &&
            json_is_true(json_object_get(in, "daoForkSupport"));
    *out = c;
    return ERR_OK;
}

struct chain_config config_all(uint64_t chain_id, enum fork last)
{
    struct chain_config c = { .chain_id = u256_from(chain_id) };

    for (size_t i = 0; i < FORK_COUNT; i++) {
        c.at[i] = i <= (size_t)last && i != FORK_DAO ? 0 : CONFIG_NEVER;
        c.blobs[i] = fork_rules((enum fork)i)->blob;
    }
    c.has_ttd = last >= FORK_PARIS;
    return c;
}

enum fork config_fork(const struct chain_config *c, uint64_t number,
                      uint64_t timestamp, struct u256 total)
{
    enum fork fork = FORK_FRONTIER;

    for (int f = FORK_HOMESTEAD; f < FORK_PARIS; f++)
        if (f != FORK_DAO && c->at[f] != CONFIG_NEVER && number >= c->at[f])
            fork = (enum fork)f;
    if (config_dao_at(c, number) && fork == FORK_HOMESTEAD)
        fork = FORK_DAO;
    if (!c->has_ttd || u256_lt(total, c->ttd))
        return fork;
    fork = FORK_PARIS;
    for (int f = FORK_SHANGHAI; f < FORK_COUNT; f++)
        if (c->at[f] != CONFIG_NEVER && timestamp >= c->at[f])
            fork = (enum fork)f;
    return fork;
}

const struct blob_schedule *config_blobs(const struct chain_config *c,
                                         enum fork fork)
{
    return &c->blobs[fork];
}

bool config_dao_at(const struct chain_config *c, uint64_t number)
{
    return c->dao && number == c->at[FORK_DAO];
}

bool config_next(const struct chain_config *c, enum fork fork, enum fork *next)
{
    int from = fork < FORK_PARIS ? FORK_PARIS : (int)fork;

    for (int f = from + 1; f < FORK_COUNT; f++)
        if (c->at[f] != CONFIG_NEVER && c->at[f] > c->at[fork]) {
            *next = (enum fork)f;
            return true;
        }
    return false;
}
