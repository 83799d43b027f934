/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/node_internal.h"

#include <stdio.h>

#include "base/hex.h"
#include "chain/eth/fork.h"
#include "runner/op.h"

enum { CLIENT_MAX = 256 };

/* The member of the latest block by which a fork shows itself, newest first.
 * Names of forks lie, so nothing else is asked.  Prague is told from Osaka by
 * the precompile of EIP-7951. */
static const struct mark {
    const char *member;
    enum fork fork;
} marks[] = {
    { "requestsHash", FORK_PRAGUE },
    { "excessBlobGas", FORK_CANCUN },
    { "withdrawalsRoot", FORK_SHANGHAI },
    { "baseFeePerGas", FORK_LONDON },
};

static const char P256_INPUT[] = NODE_P256_INPUT;

static bool knows_p256(struct node_target *n)
{
    json_t *response = NULL;
    const char *text;
    size_t len;
    bool good;

    if (node_ask(n, &response, "eth_call",
                 json_pack("[{s:s, s:s}, s]", "to",
                           "0x0000000000000000000000000000000000000100",
                           "data", P256_INPUT, "latest"), NULL))
        return false;
    text = json_string_value(json_object_get(response, "result"));
    len = text ? strlen(text) : 0;
    good = len == 66 && text[65] == '1';
    json_decref(response);
    return good;
}

static enum fork detect_fork(struct node_target *n)
{
    json_t *response = NULL;
    enum fork fork = FORK_FRONTIER;
    const json_t *block;

    if (node_ask(n, &response, "eth_getBlockByNumber",
                 json_pack("[s, b]", "latest", 0), NULL))
        return fork;
    block = json_object_get(response, "result");
    for (size_t i = ARRAY_LEN(marks); i-- > 0;)
        if (json_is_string(json_object_get(block, marks[i].member)))
            fork = marks[i].fork;
    json_decref(response);
    return fork == FORK_PRAGUE && knows_p256(n) ? FORK_OSAKA : fork;
}

static json_t *fork_facts(enum fork fork)
{
    json_t *facts = json_array();
    char text[64];

    for (int f = FORK_FRONTIER; f <= (int)fork; f++) {
        snprintf(text, sizeof text, "fork:%s", fork_rules((enum fork)f)->name);
        json_array_append_new(facts, json_string(text));
    }
    return facts;
}

/* "Geth/v1.14.0-stable/linux" to name and version; a node that does not say
 * is a "node". */
static void client_names(struct node_target *n, char name[CLIENT_MAX],
                         char version[CLIENT_MAX], json_t *all)
{
    json_t *response = NULL;
    const char *text = NULL;

    snprintf(name, CLIENT_MAX, "node");
    snprintf(version, CLIENT_MAX, "unknown");
    if (!node_ask(n, &response, n->core ? "cfx_clientVersion"
                                        : "web3_clientVersion", NULL, NULL))
        text = json_string_value(json_object_get(response, "result"));
    if (text && *text) {
        size_t len = strcspn(text, "/"), next = len + (text[len] == '/');
        size_t more = strcspn(text + next, "/");

        snprintf(name, CLIENT_MAX, "%.*s", (int)(len < 100 ? len : 100), text);
        if (more)
            snprintf(version, CLIENT_MAX, "%.*s",
                     (int)(more < 100 ? more : 100), text + next);
        json_object_set_new(all, "client", json_stringn(
            text, strlen(text) < CLIENT_MAX ? strlen(text) : CLIENT_MAX));
    }
    json_decref(response);
}

static enum err chain_id(struct node_target *n, json_t **out,
                         struct error *why)
{
    json_t *response = NULL;
    const char *text;
    struct u256 value;
    enum err err = node_ask(n, &response, "eth_chainId", NULL, why);

    if (err)
        return err;
    text = json_string_value(json_object_get(response, "result"));
    if (!text || hex_quantity(&value, text))
        err = error_set(why, ERR_PROTOCOL, "eth_chainId does not give a "
                        "quantity: this is no node of Ethereum's JSON-RPC");
    else
        *out = json_string(text);
    json_decref(response);
    return err;
}

/* Operations with a binding that this build has. */
static json_t *offered(void)
{
    json_t *list = json_array();
    const struct suite *suite;
    const char *argument;

    for (size_t s = 0; (suite = suite_at(s)); s++)
        for (size_t i = 0; i < suite->op_count; i++)
            if (node_binding_find(suite->ops[i].id, &argument))
                json_array_append_new(list, json_string(suite->ops[i].id));
    json_array_append_new(list, json_string("scenario"));
    return list;
}

/* What the node is: of Ethereum's JSON-RPC, or else Conflux Core. */
static enum err recognise(struct node_target *n, json_t **all,
                          struct error *why)
{
    json_t *id = NULL;
    struct error fault = { 0 };
    enum fork fork;
    enum err err = chain_id(n, &id, &fault);

    n->core = n->espace = false;
    if (err == ERR_PROTOCOL) {
        *all = node_conflux_core(n);
        n->core = *all != NULL;
        err = n->core ? ERR_OK : err;
    }
    if (err && why)
        *why = fault;
    if (err || n->core)
        return err;
    fork = detect_fork(n);
    *all = json_pack("{s:s, s:o, s:s, s:o, s:o}", "kind", "node", "chainId",
                     id, "fork", fork_rules(fork)->name, "facts",
                     fork_facts(fork), "operations", offered());
    return *all ? ERR_OK : error_set(why, ERR_MEMORY, "out of memory");
}

enum err node_meet(struct node_target *n, struct error *why)
{
    char name[CLIENT_MAX], version[CLIENT_MAX];
    json_t *all = NULL;
    enum err err = recognise(n, &all, why);

    if (err)
        return err;
    client_names(n, name, version, all);
    json_object_set_new(all, "name", json_string(name));
    json_object_set_new(all, "version", json_string(version));
    if (n->seeded)
        json_object_set(all, "seeded", n->seeded);
    if (!n->core)
        node_conflux_espace(n, all);
    node_discover(n, all);
    json_decref(n->hello.all);
    n->hello = (struct hello){
        .all = all,
        .name = json_string_value(json_object_get(all, "name")),
        .version = json_string_value(json_object_get(all, "version")),
        .operations = json_object_get(all, "operations"),
        .pipeline = n->jobs,
        .kind = TARGET_NODE,
        .facts = json_object_get(all, "facts"),
    };
    if (!n->hello.name || !n->hello.version)
        return error_set(why, ERR_PROTOCOL,
                         "the client's version is not text in UTF-8");
    return ERR_OK;
}
