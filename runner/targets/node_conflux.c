/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/node_internal.h"

#include <strings.h>

#include "base/hex.h"
#include "base/json.h"

/* A node of Conflux has two spaces, each with an endpoint of its own.  Core is
 * looked for only where eth_chainId is no method, so no node of Ethereum is
 * ever taken for it.  eSpace is a node of Ethereum's JSON-RPC with one fact
 * more, by which scenarios of its own are let in; nothing is left out for it. */

enum { METHODS_MAX = 1024 };

/* --- Core ---------------------------------------------------------------------- */

/* Members of cfx_getStatus, all of them quantities, that nobody else has. */
static const char *const status_members[] = {
    "epochNumber", "blockNumber", "chainId", "networkId",
    "ethereumSpaceChainId",
};

static bool is_status(const json_t *status)
{
    struct u256 value;

    for (size_t i = 0; i < ARRAY_LEN(status_members); i++)
        if (json_get_quantity(&value, status, status_members[i], NULL))
            return false;
    return true;
}

/* The result of a method without parameters, or NULL.  New reference. */
static json_t *result_of(struct node_target *n, const char *method)
{
    json_t *response = NULL, *result;

    if (node_ask(n, &response, method, NULL, NULL))
        return NULL;
    result = json_incref(json_object_get(response, "result"));
    json_decref(response);
    return result;
}

json_t *node_conflux_core(struct node_target *n)
{
    json_t *status = result_of(n, "cfx_getStatus"), *all = NULL;
    uint64_t network;

    if (is_status(status) &&
        !json_get_u64(&network, status, "networkId", NULL) &&
        network <= UINT32_MAX)
        all = json_pack("{s:s, s:s, s:O, s:O, s:I, s:[s], s:[s]}", "kind",
                        "node", "space", "core", "chainId",
                        json_object_get(status, "chainId"), "espaceChainId",
                        json_object_get(status, "ethereumSpaceChainId"),
                        "networkId", (json_int_t)network, "facts",
                        "capability:conflux-core", "operations", "scenario");
    json_decref(status);
    return all;
}

void node_conflux_methods(struct node_target *n, json_t *all)
{
    json_t *list = result_of(n, "rpc_methods"), *found = json_object();
    size_t count = json_array_size(list);

    for (size_t i = 0; i < count && i < METHODS_MAX; i++) {
        const char *name = json_string_value(json_array_get(list, i));

        if (name)
            json_object_set_new(found, name, json_true());
    }
    if (count)
        json_array_append_new(json_object_get(all, "facts"),
                              json_string("capability:rpc-methods"));
    json_object_set_new(all, "methods", found);
    json_decref(list);
}

/* --- as the search for anchors reads Ethereum's --------------------------------- */

/* A transaction that a block only carries, and another one or none executed,
 * has no status. */
static json_t *executed(const json_t *list)
{
    json_t *out = json_array();

    for (size_t i = 0; i < json_array_size(list); i++) {
        json_t *tx = json_array_get(list, i);

        if (json_is_string(json_object_get(tx, "status")))
            json_array_append(out, tx);
    }
    return out;
}

void node_conflux_block(json_t *block)
{
    json_t *number = json_object_get(block, "epochNumber");

    if (!json_is_object(block) || !json_is_string(number))
        return;
    json_object_set(block, "number", number);
    json_object_set_new(block, "transactions", executed(
        json_object_get(block, "transactions")));
}

void node_conflux_receipt(json_t *receipt)
{
    const char *status =
        json_string_value(json_object_get(receipt, "outcomeStatus"));
    json_t *made = json_object_get(receipt, "contractCreated");

    if (!status)
        return;
    json_object_set_new(receipt, "status", json_string(
        strcmp(status, "0x0") == 0 ? "0x1" : "0x0"));
    if (made)
        json_object_set(receipt, "contractAddress", made);
}

/* --- eSpace ----------------------------------------------------------------------- */

/* Its blocks have a member that no block of Ethereum has; the name alone, by
 * which a proxy may call itself, is not enough. */
void node_conflux_espace(struct node_target *n, json_t *all)
{
    const char *client = json_string_value(json_object_get(all, "client"));
    json_t *response = NULL;
    struct u256 limit;

    if (!client || strncasecmp(client, "conflux", 7) != 0 ||
        node_ask(n, &response, "eth_getBlockByNumber",
                 json_pack("[s, b]", "latest", 0), NULL))
        return;
    if (!json_get_quantity(&limit, json_object_get(response, "result"),
                           "espaceGasLimit", NULL)) {
        n->espace = true;
        json_object_set_new(all, "space", json_string("espace"));
        json_array_append_new(json_object_get(all, "facts"),
                              json_string("capability:conflux-espace"));
    }
    json_decref(response);
}
