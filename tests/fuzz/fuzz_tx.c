/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>

#include "chain/eth/tx.h"

/* A transaction that is taken has one spelling; one that is valid recovers the
 * same sender and stays valid without the block's part of the rules. */
void fuzz_one(struct arena *a, struct bytes in)
{
    struct tx_rules rules = { .fork = FORK_BPO2, .chain_id = u256_from(1),
                              .has_base_fee = true,
                              .base_fee = u256_from(7) };
    struct tx_summary strict, loose;
    struct tx_network network;
    uint8_t sender[20];
    struct bytes again;
    struct tx tx;

    if (tx_decode_network(a, &network, in, FORK_CANCUN) == ERR_OK &&
        network.blobs != network.tx.blob_count)
        abort();
    if (tx_decode(a, &tx, in))
        return;
    if (tx_encode(a, &again, &tx) || !bytes_eq(again, in))
        abort();
    if (tx_validate(a, &strict, &tx, &rules))
        return;
    rules.has_base_fee = false;
    if (tx_validate(a, &loose, &tx, &rules) ||
        tx_sender(a, sender, &tx, rules.fork) ||
        memcmp(sender, strict.sender, sizeof sender) != 0 ||
        tx.gas < strict.cost.intrinsic || tx.gas < strict.cost.floor)
        abort();
}
