/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/node_internal.h"

/* What a development chain is given, so that scenarios find something: a
 * transfer of each type that needs no blob, a creation that logs (and leaves
 * code that logs two topics), and a block of several transactions of which
 * one fails.  $from and $made stand for the account and for the contract. */
#define SEND "eth_sendTransaction"
#define FROM "[{\"from\":\"$from\","
#define TO "\"to\":\"0x00000000000000000000000000000000c0ffee01\","
#define FEES \
    "\"maxFeePerGas\":\"0x77359400\",\"maxPriorityFeePerGas\":\"0x3b9aca00\""
#define PRICE "\"gasPrice\":\"0x77359400\""

static const struct seed_step {
    const char *method, *params;
} steps[] = {
    { SEND, FROM TO "\"value\":\"0x1\",\"gas\":\"0x5208\"," PRICE "}]" },
    { SEND, FROM TO "\"value\":\"0x2\",\"gas\":\"0xc350\"," PRICE
            ",\"accessList\":[{\"address\":"
            "\"0x00000000000000000000000000000000c0ffee01\","
            "\"storageKeys\":[]}]}]" },
    { SEND, FROM TO "\"value\":\"0x3\",\"gas\":\"0x5208\"," FEES "}]" },
    { SEND, FROM "\"gas\":\"0x30d40\",\"data\":\"0x60006000a0696001600260"
                 "206000a200600052600a6016f3\"}]" },
    { "evm_setAutomine", "[false]" },
    { SEND, FROM "\"to\":\"$made\",\"gas\":\"0x186a0\"}]" },
    { SEND, FROM TO "\"value\":\"0x4\",\"gas\":\"0x5208\"," PRICE "}]" },
    { SEND, FROM "\"gas\":\"0x30d40\",\"data\":\"0x60006000fd\"}]" },
    { "evm_mine", "[]" },
    { "evm_setAutomine", "[true]" },
};

/* Puts value where a member of the only parameter is the name. */
static void put(json_t *params, const char *name, const json_t *value)
{
    json_t *map = json_array_get(params, 0), *item;
    const char *key;

    json_object_foreach(map, key, item)
        if (json_is_string(item) && strcmp(json_string_value(item), name) == 0)
            json_object_set(map, key, (json_t *)(uintptr_t)value);
}

/* The address of a contract that this transaction made; NULL when none. */
static json_t *contract_of(struct node_target *n, const json_t *hash)
{
    json_t *response = NULL, *address;

    if (node_ask(n, &response, "eth_getTransactionReceipt",
                 json_pack("[O]", hash), NULL))
        return NULL;
    address = json_incref(json_object_get(
        json_object_get(response, "result"), "contractAddress"));
    json_decref(response);
    return address;
}

static enum err perform(struct node_target *n, const struct seed_step *step,
                        const json_t *from, json_t **made, struct error *why)
{
    json_t *params = json_loads(step->params, 0, NULL), *response = NULL;
    const json_t *result;
    enum err err;

    put(params, "$from", from);
    put(params, "$made", *made ? *made : from);
    err = node_ask(n, &response, step->method, params, why);
    result = json_object_get(response, "result");
    if (!err && !result)
        err = error_set(why, ERR_PROTOCOL, "the chain could not be seeded: "
                        "%s: %.200s", step->method,
                        json_string_value(json_object_get(
                            json_object_get(response, "error"), "message")));
    if (!err && !*made && json_is_string(result))
        *made = contract_of(n, result);
    if (json_is_null(*made))
        *made = NULL;
    json_decref(response);
    return err;
}

enum err node_seed(struct node_target *n, struct error *why)
{
    json_t *accounts = NULL, *made = NULL, *from;
    enum err err = node_ask(n, &accounts, "eth_accounts", NULL, why);

    if (err)
        return err;
    from = json_array_get(json_object_get(accounts, "result"), 0);
    if (!json_is_string(from))
        err = error_set(why, ERR_PROTOCOL, "the chain could not be seeded: it "
                                           "has no account of its own");
    for (size_t i = 0; i < ARRAY_LEN(steps) && !err; i++)
        err = perform(n, &steps[i], from, &made, why);
    json_decref(made);
    json_decref(accounts);
    return err;
}
