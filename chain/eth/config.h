/* config: which fork a chain is in at a block, by number, total difficulty and
 * time.
 *
 * The form is the usual one of genesis files.  Forks of one chain come in the
 * order of enum fork; a fork that is not named never happens. */
#ifndef ETALON_CHAIN_ETH_CONFIG_H
#define ETALON_CHAIN_ETH_CONFIG_H

#include "base/json.h"
#include "chain/eth/fork.h"

/* Activation of a fork that never happens. */
static const uint64_t CONFIG_NEVER = UINT64_MAX;

struct chain_config {
    struct u256 chain_id;
    uint64_t at[FORK_COUNT]; /* number, from Shanghai on time */
    bool has_ttd;
    struct u256 ttd;         /* Paris begins after this total difficulty */
    bool dao;                /* the chain takes the DAO fork */
    struct blob_schedule blobs[FORK_COUNT]; /* set by the chain, or the fork's */
};

/* config of a genesis file.  Errors: ERR_BAD_INPUT (also forks out of order,
 * and blob schedules without sense, by path). */
MUST_CHECK enum err config_from_json(struct chain_config *out,
                                     const json_t *in, struct error *why);
/* Every final fork up to `last` from the genesis block on. */
struct chain_config config_all(uint64_t chain_id, enum fork last);
/* total is the difficulty of all blocks before. */
enum fork config_fork(const struct chain_config *c, uint64_t number,
                      uint64_t timestamp, struct u256 total);
/* Blobs of a block in this fork. */
const struct blob_schedule *config_blobs(const struct chain_config *c,
                                         enum fork fork);
/* The DAO fork happens in the block with this number. */
bool config_dao_at(const struct chain_config *c, uint64_t number);
/* The fork after `fork` by time; false when none is planned. */
bool config_next(const struct chain_config *c, enum fork fork,
                 enum fork *next);

#endif
