/* SPDX-License-Identifier: Apache-2.0 */
#include "runner/targets/node_internal.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/hex.h"
#include "base/json.h"
#include "runner/scenario.h"

enum { QUESTIONS_MAX = 256, ROUNDS_MAX = 1024 };

/* --- several questions at a time ------------------------------------------------ */

static void put_answer(json_t *out, const char *id, struct answer *answer)
{
    const char *dot = strrchr(id, '.');
    unsigned long at = dot ? strtoul(dot + 1, NULL, 10) : QUESTIONS_MAX;

    if (answer->kind == ANSWER_OUT && answer->body)
        json_array_set(out, at, answer->body);
    answer_release(answer);
}

json_t *node_ask_all(struct node_target *n, const json_t *questions)
{
    const struct target_driver *driver = n->base.driver;
    json_t *out = json_array();
    size_t count = json_array_size(questions), sent = 0, got = 0;

    count = count < QUESTIONS_MAX ? count : QUESTIONS_MAX;
    for (size_t i = 0; i < count; i++)
        json_array_append_new(out, json_null());
    for (unsigned round = 0; got < count && round < ROUNDS_MAX; round++) {
        struct answer answer = { .kind = ANSWER_UNREACHABLE };
        const char *from = NULL;
        char id[40];

        while (sent < count && sent - got < n->jobs) {
            snprintf(id, sizeof id, "etalon-discovery.%zu", sent);
            if (driver->send(&n->base, id, "rpc",
                             json_array_get(questions, sent), NULL))
                return out;
            sent++;
        }
        if (driver->receive(&n->base, &from, &answer, NULL))
            return out;
        put_answer(out, from, &answer);
        got++;
    }
    return out;
}

static json_t *question(const char *method, json_t *params)
{
    return json_pack("{s:s, s:o}", "method", method, "params", params);
}

/* --- methods ----------------------------------------------------------------------- */

/* Asked without parameters, so that none of them does anything: a method that
 * is there answers or complains of its parameters. */
static const char *const methods[] = {
    "web3_clientVersion", "web3_sha3", "net_version", "net_listening",
    "net_peerCount", "eth_chainId", "eth_syncing", "eth_coinbase",
    "eth_accounts", "eth_blockNumber", "eth_gasPrice", "eth_baseFee",
    "eth_blobBaseFee", "eth_maxPriorityFeePerGas", "eth_feeHistory",
    "eth_config", "eth_capabilities", "eth_getBlockByHash",
    "eth_getBlockByNumber", "eth_getHeaderByHash", "eth_getHeaderByNumber",
    "eth_getBlockTransactionCountByHash",
    "eth_getBlockTransactionCountByNumber", "eth_getUncleCountByBlockHash",
    "eth_getUncleCountByBlockNumber", "eth_getBlockReceipts",
    "eth_getTransactionByHash", "eth_getTransactionByBlockHashAndIndex",
    "eth_getTransactionByBlockNumberAndIndex", "eth_getTransactionReceipt",
    "eth_getRawTransactionByHash", "eth_getBalance", "eth_getCode",
    "eth_getStorageAt", "eth_getStorageValues", "eth_getTransactionCount",
    "eth_getProof", "eth_getLogs", "eth_call", "eth_estimateGas",
    "eth_createAccessList", "eth_simulateV1", "eth_newFilter",
    "eth_getFilterChanges", "eth_getFilterLogs", "eth_uninstallFilter",
    "eth_sendRawTransaction", "debug_getRawHeader", "debug_getRawBlock",
    "debug_getRawReceipts", "debug_getRawTransaction", "debug_getBadBlocks",
    "debug_traceTransaction", "debug_traceBlockByNumber", "txpool_content",
    "txpool_contentFrom", "txpool_status",
};

/* How the node answers a method that nobody has: kept as `unknown` when it is
 * not the answer that is due, so that an absent method is known by it. */
static const json_t *find_unknown(json_t *all, const json_t *answer)
{
    json_t *error = json_object_get(answer, "error");

    if (!json_is_object(error) || scenario_absent(error))
        return NULL;
    json_object_set(all, "unknown", error);
    return error;
}

static void find_methods(struct node_target *n, json_t *all)
{
    json_t *questions = json_array(), *answers, *found = json_object();
    const json_t *unknown;

    for (size_t i = 0; i < ARRAY_LEN(methods); i++)
        json_array_append_new(questions, question(methods[i], json_array()));
    json_array_append_new(questions, question("etalon_noSuchMethod",
                                              json_array()));
    answers = node_ask_all(n, questions);
    unknown = find_unknown(all, json_array_get(answers, ARRAY_LEN(methods)));
    for (size_t i = 0; i < ARRAY_LEN(methods); i++) {
        const json_t *answer = json_array_get(answers, i);
        const json_t *error = json_object_get(answer, "error");

        /* No answer at all, or one that tells nothing: nothing is known. */
        if (json_is_object(answer) && !(unknown && json_equal(unknown, error)))
            json_object_set_new(found, methods[i],
                                json_boolean(!scenario_absent(error)));
    }
    json_object_set_new(all, "methods", found);
    json_decref(answers);
    json_decref(questions);
}

/* --- what the machine can do -------------------------------------------------------- */

/* Init code that returns a word, or a call of a contract, by which a feature
 * shows; `good` is how the answer ends.  A precompile that is missing and one
 * that fails both answer nothing, so each input is a valid one. */
#define ZEROS32                                                               \
    "0000000000000000000000000000000000000000000000000000000000000000"
#define ZEROS128 ZEROS32 ZEROS32 ZEROS32 ZEROS32
/* The blob of zeros: commitment and proof are the point at infinity. */
#define INFINITY48                                                            \
    "c00000000000000000000000000000000000000000000000"                        \
    "000000000000000000000000000000000000000000000000"

static const struct feature {
    const char *name, *claim, *to, *data, *good;
} features[] = {
    { "push0", NULL, NULL, "0x5f60005260206000f3", "00" },
    { "mcopy", NULL, NULL, "0x602a5f5260205f60205e60206020f3", "2a" },
    { "tload", NULL, NULL, "0x602a5f5d5f5c5f5260205ff3", "2a" },
    { "blobbasefee", NULL, NULL, "0x4a5f5260205ff3", "" },
    { "clz", NULL, NULL, "0x60011e5f5260205ff3", "ff" },
    { "kzg", "KZG_POINT_EVALUATION",
      "0x000000000000000000000000000000000000000a",
      NODE_ZERO_BLOB_HASH
      ZEROS32 ZEROS32 INFINITY48 INFINITY48, "00000001" },
    { "bls", "BLS12_G1ADD", "0x000000000000000000000000000000000000000b",
      "0x" ZEROS128 ZEROS128, ZEROS128 },
    { "p256verify", "P256VERIFY",
      "0x0000000000000000000000000000000000000100", NODE_P256_INPUT, "1" },
};

static json_t *feature_question(const struct feature *f)
{
    json_t *call = json_pack("{s:s, s:s}", "data", f->data, "gas", "0x4c4b40");

    if (f->to)
        json_object_set_new(call, "to", json_string(f->to));
    return question("eth_call", json_pack("[o, s]", call, "latest"));
}

static bool shows(const struct feature *f, const json_t *answer)
{
    const char *text = json_string_value(json_object_get(answer, "result"));
    size_t len = text ? strlen(text) : 0, tail = strlen(f->good);

    return len > 2 && len >= tail && strcmp(text + len - tail, f->good) == 0;
}

/* "claimed" is what eth_config says, "detected" what a probe shows; where the
 * two differ, "differ" names it. */
static void find_features(struct node_target *n, json_t *all)
{
    const json_t *claims = json_object_get(json_object_get(
        json_object_get(all, "config"), "current"), "precompiles");
    json_t *questions = json_array(), *answers, *found = json_object();
    json_t *differ = json_array(), *facts = json_object_get(all, "facts");
    char fact[64];

    for (size_t i = 0; i < ARRAY_LEN(features); i++)
        json_array_append_new(questions, feature_question(&features[i]));
    answers = node_ask_all(n, questions);
    for (size_t i = 0; i < ARRAY_LEN(features); i++) {
        const struct feature *f = &features[i];
        bool there = shows(f, json_array_get(answers, i));
        bool claimed = f->claim && json_object_get(claims, f->claim);

        json_object_set_new(found, f->name, json_boolean(there));
        snprintf(fact, sizeof fact, "capability:%s", f->name);
        if (there)
            json_array_append_new(facts, json_string(fact));
        if (f->claim && claims && claimed != there)
            json_array_append_new(differ, json_sprintf(
                "%s is %s and %s", f->name, claimed ? "claimed"
                : "not claimed", there ? "found" : "not found"));
    }
    json_object_set_new(all, "features", found);
    json_object_set_new(all, "differ", differ);
    json_decref(answers);
    json_decref(questions);
}

/* --- how far back its state goes ------------------------------------------------------ */

static const unsigned depths[] = { 128, 1024, 10000, 100000, 1000000 };

/* The balance of nobody, at the first block and at some depths. */
static void find_state(struct node_target *n, json_t *all)
{
    json_t *questions = json_array(), *answers, *deepest = json_null();
    struct u256 head, at;

    if (json_get_quantity(&head, json_array_get(json_object_get(
            json_object_get(all, "anchors"), "latest"), 0), "number", NULL)) {
        json_decref(questions);
        return;
    }
    for (size_t i = 0; i <= ARRAY_LEN(depths); i++) {
        bool first = i == ARRAY_LEN(depths);

        at = u256_from(first ? 0 : depths[i]);
        if (!first && u256_cmp(at, head) > 0)
            continue;
        at = first ? at : u256_sub(head, at);
        json_array_append_new(questions, question("eth_getBalance", json_pack(
            "[s, o]", "0x4e6f626f64792d4e6f626f64792d4e6f626f6479",
            json_quantity(at))));
    }
    answers = node_ask_all(n, questions);
    for (size_t i = 0; i < json_array_size(answers); i++) {
        if (!json_is_string(json_object_get(json_array_get(answers, i),
                                            "result")))
            continue;
        json_decref(deepest);
        deepest = json_incref(json_array_get(json_object_get(
            json_array_get(questions, i), "params"), 1));
        if (i + 1 == json_array_size(answers))
            json_array_append_new(json_object_get(all, "facts"),
                                  json_string("capability:archive"));
    }
    json_object_set_new(all, "stateFrom", deepest);
    json_decref(answers);
    json_decref(questions);
}

/* --- limits --------------------------------------------------------------------------- */

/* Gas that a call is given when it names none: GAS, as a word. */
static void find_limits(struct node_target *n, json_t *all)
{
    json_t *response = NULL, *limits = json_object();
    const char *text;
    struct u256 gas;
    char shortest[70];
    size_t zeros;

    json_object_set_new(all, "limits", limits);
    if (node_ask(n, &response, "eth_call",
                 json_pack("[{s:s}, s]", "data", "0x5a60005260206000f3",
                           "latest"), NULL))
        return;
    text = json_string_value(json_object_get(response, "result"));
    if (text && strlen(text) == 66) {
        zeros = strspn(text + 2, "0");
        zeros = zeros < 63 ? zeros : 63;
        snprintf(shortest, sizeof shortest, "0x%s", text + 2 + zeros);
        if (!hex_quantity(&gas, shortest))
            json_object_set_new(limits, "callGas", json_quantity(gas));
    }
    json_decref(response);
}

/* --- all of it --------------------------------------------------------------------------- */

static void find_config(struct node_target *n, json_t *all)
{
    json_t *response = NULL, *result;

    if (node_ask(n, &response, "eth_config", NULL, NULL))
        return;
    result = json_object_get(response, "result");
    if (json_is_object(json_object_get(result, "current"))) {
        json_object_set(all, "config", result);
        json_array_append_new(json_object_get(all, "facts"),
                              json_string("capability:eth_config"));
    }
    json_decref(response);
}

static void anchor_facts(json_t *all)
{
    json_t *facts = json_object_get(all, "facts"), *list;
    const char *kind;

    json_object_foreach(json_object_get(all, "anchors"), kind, list)
        if (json_array_size(list))
            json_array_append_new(facts, json_sprintf("anchor:%s", kind));
}

void node_discover(struct node_target *n, json_t *all)
{
    if (n->core) {
        node_conflux_methods(n, all);
        node_anchors(n, all);
    } else {
        find_config(n, all);
        find_methods(n, all);
        find_features(n, all);
        find_limits(n, all);
        node_anchors(n, all);
        find_state(n, all);
    }
    anchor_facts(all);
}
