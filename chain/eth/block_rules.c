/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/eth/block.h"

#include "chain/crypto/keccak.h"
#include "chain/eth/blob.h"
#include "chain/eth/mpt.h"
#include "chain/eth/tx.h"

static bool equal32(const uint8_t *a, const uint8_t *b)
{
    return memcmp(a, b, 32) == 0;
}

/* --- roots -------------------------------------------------------------- */

static enum err check_roots(struct arena *a, const struct block *b)
{
    uint8_t root[32];
    enum err err = mpt_list_root(a, root, b->transactions,
                                 b->transaction_count);

    if (err)
        return err;
    if (!equal32(root, b->header.transactions_root))
        return ERR_HDR_TX_ROOT;
    err = header_list_hash(a, root, b->ommers, b->ommer_count);
    if (err)
        return err;
    if (!equal32(root, b->header.ommers_hash))
        return ERR_HDR_OMMERS;
    if (!b->has_withdrawals)
        return ERR_OK;
    err = withdrawals_root(a, root, b->withdrawals, b->withdrawal_count);
    if (err)
        return err;
    return equal32(root, b->header.withdrawals_root) ? ERR_OK
                                                     : ERR_HDR_WD_ROOT;
}

/* --- transactions ------------------------------------------------------- */

static enum err tx_rules_of(struct tx_rules *out,
                            const struct block_context *c,
                            const struct header *h)
{
    *out = (struct tx_rules){
        .fork = c->fork,
        .blobs = c->blobs,
        .has_base_fee = h->fields >= HEADER_FIELDS_LONDON,
        .base_fee = h->base_fee,
        .has_blob_base_fee = h->fields >= HEADER_FIELDS_CANCUN,
        .has_gas_left = true,
        .gas_left = h->gas_limit,
    };
    if (!out->has_blob_base_fee)
        return ERR_OK;
    /* A fee above 256 bits is one that nobody can offer. */
    if (blob_base_fee(&out->blob_base_fee, fork_blobs(c->fork, c->blobs),
                      h->excess_blob_gas))
        return ERR_HDR_EXCESS;
    return ERR_OK;
}

/* Prices of a fork that is not final move from draft to draft: a transaction
 * that is too cheap by ours decides nothing there. */
static enum err check_transaction(struct arena *a, uint8_t sender[20],
                                  const struct tx *tx,
                                  const struct tx_rules *rules)
{
    struct tx_summary summary;
    enum err err = tx_validate(a, &summary, tx, rules);

    if (!err)
        memcpy(sender, summary.sender, sizeof summary.sender);
    if (fork_rules(rules->fork)->final ||
        (err != ERR_TX_INTRINSIC && err != ERR_TX_FLOOR))
        return err;
    return tx_sender(a, sender, tx, rules->fork);
}

/* gas_left stays the whole limit: what earlier transactions used is known only
 * after execution. */
static enum err check_transactions(struct arena *a,
                                   const struct block_context *c,
                                   struct block *b)
{
    uint8_t (*senders)[20] = arena_array(a, b->transaction_count, 20);
    struct tx_rules rules;
    uint64_t blobs = 0;
    enum err err = tx_rules_of(&rules, c, &b->header);

    if (!err && !senders)
        err = ERR_MEMORY;
    if (err)
        return err;
    for (size_t i = 0; i < b->transaction_count; i++) {
        struct tx tx;

        err = tx_decode(a, &tx, b->transactions[i]);
        if (err)
            return err;
        rules.chain_id = c->has_chain_id ? u256_from(c->chain_id)
                                         : tx.chain_id;
        err = check_transaction(a, senders[i], &tx, &rules);
        if (err)
            return err;
        blobs += tx.blob_count;
    }
    b->senders = (const uint8_t (*)[20])senders;
    if (b->header.fields >= HEADER_FIELDS_CANCUN &&
        b->header.blob_gas_used != blobs * BLOB_GAS)
        return ERR_HDR_BLOB_GAS;
    return ERR_OK;
}

/* --- ommers (Yellow Paper 11.1) ----------------------------------------- */

/* Hashes of the ancestors that count, nearest first. */
struct lineage {
    uint8_t hash[BLOCK_OMMER_GENERATIONS][32];
    size_t count;
    /* No further ancestor could matter: seven are known, or genesis is. */
    bool complete;
};

static enum err trace(struct arena *a, struct lineage *l,
                      const struct block_context *c)
{
    l->count = c->ancestor_count < BLOCK_OMMER_GENERATIONS
                   ? c->ancestor_count
                   : BLOCK_OMMER_GENERATIONS;
    l->complete = l->count == BLOCK_OMMER_GENERATIONS ||
                  (l->count && c->ancestors[l->count - 1].number == 0);
    for (size_t i = 0; i < l->count; i++) {
        enum err err = header_hash(a, l->hash[i], &c->ancestors[i]);

        if (err)
            return err;
    }
    return ERR_OK;
}

/* Was this header named before, or is it an ancestor or the block itself? */
static bool is_known(const struct block_context *c, const struct block *b,
                     const struct lineage *l, const uint8_t hash[32])
{
    if (equal32(hash, b->hash))
        return true;
    for (size_t i = 0; i < l->count; i++)
        if (equal32(hash, l->hash[i]))
            return true;
    for (size_t i = 0; i < c->ancestor_ommer_count; i++)
        if (equal32(hash, c->ancestor_ommers[i]))
            return true;
    return false;
}

static enum err check_ommer(struct arena *a, const struct block_context *c,
                            const struct block *b, const struct lineage *l,
                            const struct header *ommer)
{
    struct header_context hc = { .dao = c->dao, .dao_block = c->dao_block,
                                 .seals = c->seals };
    uint8_t hash[32];
    size_t at = 1;
    enum err err = header_hash(a, hash, ommer);

    if (err)
        return err;
    /* Its parent is the block's grandparent or older (ommers are no
     * siblings). */
    if (is_known(c, b, l, hash) ||
        equal32(ommer->parent_hash, b->header.parent_hash))
        return ERR_BLK_OMMER;
    while (at < l->count && !equal32(ommer->parent_hash, l->hash[at]))
        at++;
    if (at >= l->count)
        return l->complete ? ERR_BLK_OMMER : ERR_OK;
    /* It is as high as the ancestor before, and so under the same rules. */
    hc.fork = c->ancestor_forks ? c->ancestor_forks[at - 1] : c->fork;
    hc.parent = &c->ancestors[at];
    err = header_validate(a, &hc, ommer);
    return err == ERR_OK || err == ERR_MEMORY ? err : ERR_BLK_OMMER;
}

static enum err check_ommers(struct arena *a, const struct block_context *c,
                             const struct block *b)
{
    uint8_t first[32], second[32];
    struct lineage l;
    enum err err;

    if (b->ommer_count == 0)
        return ERR_OK;
    if (b->ommer_count > BLOCK_OMMERS_MAX || c->fork >= FORK_PARIS)
        return ERR_BLK_OMMER_COUNT;
    err = trace(a, &l, c);
    for (size_t i = 0; !err && i < b->ommer_count; i++)
        err = check_ommer(a, c, b, &l, &b->ommers[i]);
    if (err || b->ommer_count < 2)
        return err;
    err = header_hash(a, first, &b->ommers[0]);
    if (!err)
        err = header_hash(a, second, &b->ommers[1]);
    if (!err && equal32(first, second))
        err = ERR_BLK_OMMER;
    return err;
}

enum err block_validate(struct arena *a, struct block *out,
                        const struct block_context *c, struct bytes in)
{
    struct header_context hc = {
        .fork = c->fork,
        .blobs = c->blobs,
        .parent = c->ancestor_count ? &c->ancestors[0] : NULL,
        .seals = c->seals,
        .dao = c->dao,
        .dao_block = c->dao_block,
    };
    struct block b;
    enum err err = block_decode(a, &b, &c->fork, in);

    if (!err)
        err = header_validate(a, &hc, &b.header);
    if (!err)
        err = check_ommers(a, c, &b);
    if (!err)
        err = check_roots(a, &b);
    if (!err)
        err = check_transactions(a, c, &b);
    if (!err)
        *out = b;
    return err;
}
