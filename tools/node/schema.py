#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes requirements and vectors for the results of Ethereum's JSON-RPC.

One requirement and one vector for each member of each result that the document
execution-apis describes.  The tables below hold what that document says
(src/eth, src/schemas); what it leaves open is a note and no failure.

Usage: schema.py ROOT
"""
import sys

import yaml_out

URL = "https://ethereum.github.io/execution-apis/"
UINT = {"$match": "0x(0|[1-9a-f][0-9a-f]*)"}
HASH = {"$match": "0x[0-9a-f]{64}"}
WORD = HASH
BYTES = {"$type": "bytes"}  # a pattern is not tried on long texts
ADDRESS = {"$type": "address"}
BLOOM = {"$match": "0x[0-9a-f]{512}"}
BYTES8 = {"$match": "0x[0-9a-f]{16}"}
KEY = {"$match": "0x[0-9a-f]{0,64}"}
BIT = {"$oneOf": ["0x0", "0x1"]}
TEXT = {"$type": "text"}
LIST = {"$type": "list"}
MAP = {"$type": "map"}
BOOL = {"$type": "bool"}
INT = {"$type": "int"}


def either(*types):
    return {"$oneOf": list(types)}


ABSENT = {"$absent": True}
TO = either(ADDRESS, None)
SAYS = {id(UINT): "a quantity in its shortest spelling", id(HASH): "32 bytes in lower case", id(BYTES): "bytes",
        id(ADDRESS): "an address", id(BLOOM): "256 bytes", id(BYTES8): "8 bytes", id(KEY): "at most 32 bytes",
        id(BIT): "0x0 or 0x1", id(TEXT): "text", id(LIST): "a list", id(MAP): "a map", id(BOOL): "true or false", id(INT): "an integer"}


def says(kind):
    if id(kind) in SAYS:
        return SAYS[id(kind)]
    if kind is TO:
        return "an address or null"
    if isinstance(kind, str):
        return kind
    return "as the document describes it"


class Field:
    """A member: kind, whether it must be there, since which fork, its items."""

    def __init__(self, name, kind, must=True, fork=None, items=None, level="MUST", where=None):
        self.name, self.kind, self.must, self.fork = name, kind, must, fork
        self.items, self.level, self.where = items, level, where


def f(*args, **more):
    return Field(*args, **more)


BLOCK = [
    f("number", UINT), f("hash", HASH), f("parentHash", HASH), f("sha3Uncles", HASH), f("miner", ADDRESS),
    f("stateRoot", HASH), f("transactionsRoot", HASH), f("receiptsRoot", HASH), f("logsBloom", BLOOM),
    f("difficulty", UINT, must=False), f("totalDifficulty", UINT, must=False), f("gasLimit", UINT),
    f("gasUsed", UINT), f("timestamp", UINT), f("extraData", BYTES), f("mixHash", HASH), f("nonce", BYTES8),
    f("size", UINT), f("uncles", LIST, items=HASH), f("transactions", LIST, items=HASH),
    f("baseFeePerGas", UINT, fork="london"), f("withdrawalsRoot", HASH, fork="shanghai"),
    f("withdrawals", LIST, fork="shanghai"), f("blobGasUsed", UINT, fork="cancun"),
    f("excessBlobGas", UINT, fork="cancun"), f("parentBeaconBlockRoot", HASH, fork="cancun"),
    f("requestsHash", HASH, fork="prague"),
]
WITHDRAWAL = [f("index", UINT), f("validatorIndex", UINT), f("address", ADDRESS), f("amount", UINT)]
LATER = "added to the document late, so nodes that predate it are told by a SHOULD"
INFO = [
    f("blockHash", HASH), f("blockNumber", UINT), f("from", ADDRESS), f("hash", HASH), f("transactionIndex", UINT),
    f("blockTimestamp", UINT, level="SHOULD"), f("type", UINT), f("nonce", UINT), f("gas", UINT), f("value", UINT),
    f("input", BYTES), f("r", UINT), f("s", UINT), f("to", TO, must=False),
]
TYPED = {
    "legacy": [f("gasPrice", UINT), f("v", UINT), f("chainId", UINT, must=False), f("type", "0x0")],
    "access-list": [f("gasPrice", UINT), f("chainId", UINT), f("accessList", LIST), f("yParity", BIT),
                    f("v", BIT, must=False), f("type", "0x1")],
    "dynamic-fee": [f("gasPrice", UINT), f("maxFeePerGas", UINT), f("maxPriorityFeePerGas", UINT), f("chainId", UINT),
                    f("accessList", LIST), f("yParity", BIT), f("v", BIT, must=False), f("type", "0x2")],
    "blob": [f("to", ADDRESS), f("maxFeePerGas", UINT), f("maxPriorityFeePerGas", UINT), f("maxFeePerBlobGas", UINT),
             f("blobVersionedHashes", LIST, items=HASH), f("chainId", UINT), f("accessList", LIST),
             f("yParity", BIT), f("v", BIT, must=False), f("type", "0x3")],
    "set-code": [f("to", ADDRESS), f("maxFeePerGas", UINT), f("maxPriorityFeePerGas", UINT), f("chainId", UINT),
                 f("accessList", LIST), f("authorizationList", LIST), f("yParity", BIT), f("v", BIT, must=False),
                 f("type", "0x4")],
}
RECEIPT = [
    f("transactionHash", HASH), f("transactionIndex", UINT), f("blockHash", HASH), f("blockNumber", UINT),
    f("from", ADDRESS), f("to", TO, must=False), f("cumulativeGasUsed", UINT), f("gasUsed", UINT),
    f("contractAddress", TO, must=False), f("logs", LIST), f("logsBloom", BLOOM), f("effectiveGasPrice", UINT),
    f("type", UINT, must=False), f("status", BIT, fork="byzantium"), f("root", HASH, must=False),
    f("blobGasUsed", UINT, must=False), f("blobGasPrice", UINT, must=False),
]
LOG = [
    f("transactionHash", HASH), f("removed", BOOL, must=False), f("logIndex", UINT, must=False),
    f("transactionIndex", UINT, must=False), f("blockHash", HASH, must=False), f("blockNumber", UINT, must=False),
    f("blockTimestamp", UINT, must=False), f("address", ADDRESS, must=False), f("data", BYTES, must=False),
    f("topics", LIST, must=False, items=WORD),
]
PROOF = [
    f("address", ADDRESS), f("accountProof", LIST, items=BYTES), f("balance", UINT), f("codeHash", HASH),
    f("nonce", UINT), f("storageHash", HASH), f("storageProof", LIST),
]
STORAGE_PROOF = [f("key", KEY), f("value", UINT), f("proof", LIST, items=BYTES)]
FEES = [
    f("oldestBlock", UINT), f("baseFeePerGas", LIST, items=UINT), f("gasUsedRatio", LIST, items={"$type": "number"}),
    f("baseFeePerBlobGas", LIST, must=False, items=UINT),
    f("blobGasUsedRatio", LIST, must=False, items={"$type": "number"}), f("reward", LIST, must=False),
]
TYPES = ["legacy", "access-list", "dynamic-fee", "blob", "set-code"]


def anchors(kind, do, most=None, least=None):
    step = {"anchors": kind, "as": "at"}
    if least is not None:
        step["min"] = least
    if most:
        step["max"] = most
    step["do"] = do
    return step


def rpc(method, *params, save="result"):
    return {"rpc": method, "params": list(params), "save": save}


class Result:
    """What a method gives, how it is asked, and where its object is."""

    def __init__(self, method, ask, fields, path="result", tag="", base="", kinds=("block",), most=3, each=None,
                 optional=False, needs=None):
        self.method, self.ask, self.fields, self.path, self.tag = method, ask, fields, path, tag
        self.base, self.kinds, self.most, self.each = base, kinds, most, each
        self.optional, self.needs = optional, needs


def by_types(first=1):
    return [(k, first, 0) for k in TYPES]


BLOCK_ASKS = {
    "eth_getBlockByHash": [rpc("eth_getBlockByHash", "${at.hash}", False)],
    "eth_getBlockByNumber": [rpc("eth_getBlockByNumber", "${at.number}", False)],
}
FULL_ASKS = {
    "eth_getBlockByHash": [rpc("eth_getBlockByHash", "${at.hash}", True)],
    "eth_getBlockByNumber": [rpc("eth_getBlockByNumber", "${at.number}", True)],
}
TX_ASKS = {
    "eth_getTransactionByHash": [rpc("eth_getTransactionByHash", "${at.hash}")],
    "eth_getTransactionByBlockHashAndIndex": [
        rpc("eth_getTransactionByBlockHashAndIndex", "${at.block.hash}", "${at.index}")],
    "eth_getTransactionByBlockNumberAndIndex": [
        rpc("eth_getTransactionByBlockNumberAndIndex", "${at.block.number}", "${at.index}")],
}
NOBODY = "0x4e6f626f64792d4e6f626f64792d4e6f626f6479"
SLOT = "0x" + "00" * 32

RESULTS = []
for method, ask in BLOCK_ASKS.items():
    RESULTS.append(Result(method, ask, BLOCK, base="schemas/block.yaml: Block"))
for method, ask in FULL_ASKS.items():
    RESULTS.append(Result(method, ask, WITHDRAWAL, path="item", tag="withdrawals", kinds=("withdrawals",),
                          base="schemas/withdrawal.yaml: Withdrawal", each="${result.withdrawals}"))
    RESULTS.append(Result(method, ask, INFO, path="item", tag="transactions", kinds=("full",), most=2,
                          base="schemas/transaction.yaml: TransactionInfo", each="${result.transactions}"))
for method, ask in TX_ASKS.items():
    RESULTS.append(Result(method, ask, INFO, base="schemas/transaction.yaml: TransactionInfo", kinds=by_types()))
    for kind, fields in TYPED.items():
        RESULTS.append(Result(method, ask, fields, tag=kind, kinds=(kind,),
                              base="schemas/transaction.yaml: signed transactions"))
RECEIPT_KINDS = by_types() + [("failed", 1, 0), ("logs", 1, 0), ("contract", 1, 0)]
RESULTS += [
    Result("eth_getTransactionReceipt", [rpc("eth_getTransactionReceipt", "${at.hash}")], RECEIPT,
           kinds=RECEIPT_KINDS, base="schemas/receipt.yaml: ReceiptInfo"),
    Result("eth_getTransactionReceipt", [rpc("eth_getTransactionReceipt", "${at.hash}")], LOG, path="item",
           tag="logs", kinds=("logs",), each="${result.logs}", base="schemas/receipt.yaml: Log"),
    Result("eth_getBlockReceipts", [rpc("eth_getBlockReceipts", "${at.hash}")], RECEIPT, path="item",
           kinds=("full",), most=2, each="${result}", base="schemas/receipt.yaml: ReceiptInfo", optional=True),
    Result("eth_getLogs", [rpc("eth_getLogs", {"blockHash": "${at.block.hash}"})], LOG, path="item",
           kinds=("logs",), each="${result}", base="schemas/receipt.yaml: Log"),
    Result("eth_getProof", [rpc("eth_getProof", NOBODY, [SLOT], "${at.number}")], PROOF, kinds=("latest",),
           base="schemas/state.yaml: AccountProof", optional=True),
    Result("eth_getProof", [rpc("eth_getProof", NOBODY, [SLOT], "${at.number}")], STORAGE_PROOF, path="item",
           tag="storageProof", kinds=("latest",), each="${result.storageProof}",
           base="schemas/state.yaml: StorageProof", optional=True),
    Result("eth_feeHistory", [rpc("eth_feeHistory", "0x2", "${at.number}", [25, 75])], FEES,
           kinds=("latest", "full"), base="eth/fee_market.yaml", optional=True, needs={"fork": "london"}),
    Result("eth_createAccessList", [rpc("eth_createAccessList", {"from": NOBODY, "to": NOBODY, "gas": "0xc350"},
                                        "latest")],
           [f("accessList", LIST), f("gasUsed", UINT), f("error", TEXT, must=False)], kinds=(),
           base="eth/execute.yaml", optional=True),
    Result("eth_simulateV1",
           [rpc("eth_simulateV1", {"blockStateCalls": [{"calls": [{"from": NOBODY, "to": NOBODY}]}]}, "latest")],
           [f("number", UINT), f("hash", HASH), f("gasUsed", UINT), f("gasLimit", UINT), f("timestamp", UINT),
            f("calls", LIST)], path="item", kinds=(), each="${result}", base="schemas/execute.yaml", optional=True),
    Result("eth_simulateV1",
           [rpc("eth_simulateV1", {"blockStateCalls": [{"calls": [{"from": NOBODY, "to": NOBODY}]}]}, "latest")],
           [f("status", BIT), f("returnData", BYTES), f("gasUsed", UINT), f("logs", LIST, must=False)], path="item",
           tag="calls", kinds=(), each="${result[0].calls}", base="schemas/execute.yaml", optional=True),
    Result("txpool_status", [rpc("txpool_status")], [f("pending", UINT), f("queued", UINT)], kinds=(),
           base="txpool", optional=True),
    Result("txpool_content", [rpc("txpool_content")], [f("pending", MAP), f("queued", MAP)], kinds=(),
           base="txpool", optional=True),
    Result("txpool_contentFrom", [rpc("txpool_contentFrom", NOBODY)], [f("pending", MAP), f("queued", MAP)],
           kinds=(), base="txpool", optional=True),
    Result("eth_config", [rpc("eth_config")],
           [f("current", MAP), f("next", either(MAP, None)), f("last", either(MAP, None))], kinds=(),
           base="EIP-7910", optional=True),
    Result("eth_config", [rpc("eth_config")],
           [f("activationTime", INT),
            f("blobSchedule", either(None, {"baseFeeUpdateFraction": INT, "max": INT, "target": INT})),
            f("chainId", UINT), f("forkId", {"$match": "0x[0-9a-f]{8}"}), f("precompiles", MAP),
            f("systemContracts", either(MAP, None))],
           path="result.current", tag="current", kinds=(), base="EIP-7910", optional=True),
]

# Methods that give one value.
SINGLE = [
    ("eth_chainId", [], UINT, "eth/client.yaml", False, None),
    ("eth_blockNumber", [], UINT, "eth/client.yaml", False, None),
    ("eth_syncing", [], either(False, {"$type": "map"}), "eth/client.yaml", False, None),
    ("eth_gasPrice", [], UINT, "eth/fee_market.yaml", False, None),
    ("eth_maxPriorityFeePerGas", [], UINT, "eth/fee_market.yaml", True, "london"),
    ("eth_baseFee", [], UINT, "eth/fee_market.yaml", True, "london"),
    ("eth_blobBaseFee", [], UINT, "eth/fee_market.yaml", True, "cancun"),
    ("net_version", [], {"$match": "[0-9]+"}, "net_version", True, None),
    ("web3_clientVersion", [], TEXT, "web3_clientVersion", True, None),
    ("web3_sha3", ["0x68656c6c6f20776f726c64"], HASH, "web3_sha3", True, None),
    ("eth_getBalance", [NOBODY, "latest"], UINT, "eth/state.yaml", False, None),
    ("eth_getTransactionCount", [NOBODY, "latest"], UINT, "eth/state.yaml", False, None),
    ("eth_getCode", [NOBODY, "latest"], BYTES, "eth/state.yaml", False, None),
    ("eth_getStorageAt", [NOBODY, SLOT, "latest"], WORD, "eth/state.yaml", False, None),
    ("eth_getStorageValues", [{NOBODY: [SLOT]}, "latest"], {NOBODY: [WORD]}, "eth/state.yaml", True, None),
    ("eth_call", [{"to": NOBODY}, "latest"], BYTES, "eth/execute.yaml", False, None),
    ("eth_estimateGas", [{"from": NOBODY, "to": NOBODY}], UINT, "eth/execute.yaml", False, None),
    ("eth_accounts", [], LIST, "eth/client.yaml", True, None),
    ("eth_newBlockFilter", [], UINT, "eth/filter.yaml", True, None),
    ("eth_newPendingTransactionFilter", [], UINT, "eth/filter.yaml", True, None),
    ("eth_newFilter", [{}], UINT, "eth/filter.yaml", True, None),
]
# … and take a block or a transaction.
AT_BLOCK = [
    ("eth_getBlockTransactionCountByHash", ["${at.hash}"], UINT, "eth/block.yaml", False, "block"),
    ("eth_getBlockTransactionCountByNumber", ["${at.number}"], UINT, "eth/block.yaml", False, "block"),
    ("eth_getUncleCountByBlockHash", ["${at.hash}"], UINT, "eth/block.yaml", True, "block"),
    ("eth_getUncleCountByBlockNumber", ["${at.number}"], UINT, "eth/block.yaml", True, "block"),
    ("debug_getRawHeader", ["${at.number}"], BYTES, "debug/getters.yaml", True, "block"),
    ("debug_getRawBlock", ["${at.number}"], BYTES, "debug/getters.yaml", True, "block"),
    ("debug_getRawReceipts", ["${at.number}"], LIST, "debug/getters.yaml", True, "full"),
    ("debug_getRawTransaction", ["${at.hash}"], BYTES, "debug/getters.yaml", True, "transaction"),
]


def lower(text):
    return text.lower().replace("_", "-")


def wrap(result, steps):
    """The steps at each anchor and for each item."""
    inner = list(result.ask)
    if result.each:
        inner.append({"foreach": result.each, "as": "item", "max": 100, "do": steps})
    else:
        inner += steps
    if not result.kinds:
        return inner
    out = []
    for kind in result.kinds:
        if isinstance(kind, tuple):
            out.append(anchors(kind[0], inner, most=kind[1], least=kind[2]))
        else:
            out.append(anchors(kind, inner, most=result.most))
    return out


def field_steps(result, field):
    ref = "${%s.%s}" % (result.path, field.name)
    kind = field.kind if field.must else either(ABSENT, field.kind if field.kind is not TO else ADDRESS)
    if field.kind is TO and not field.must:
        kind = either(ABSENT, None, ADDRESS)
    check = {"check": ref, "matches": kind}
    if isinstance(kind, str):
        check = {"check": ref, "equals": kind}
    steps = [check]
    if field.items:
        each = {"foreach": ref, "as": "one", "min": 0, "max": 100, "do": [{"check": "${one}", "matches": field.items}]}
        steps.append(each if field.must else {"if": ref, "matches": {"$any": True}, "do": [each]})
    return steps


def object_steps(result):
    known = [field.name for field in result.fields]
    if result.fields is INFO or result.tag in TYPED:
        known = sorted({x.name for fs in [INFO, *TYPED.values()] for x in fs})
    return [{"check": "${%s}" % result.path, "matches": MAP},
            {"note": {"$count": {"$omit": {"of": "${%s}" % result.path, "keys": known}}}, "equals": "0x0",
             "why": "there are members that the document does not name"}]


def name_of(result, member):
    tag = f"{result.tag}-" if result.tag else ""
    return f"BLK-RPC-{result.method}-{tag}{member}"


def needs_of(result, fork):
    needs = dict(result.needs or {})
    if result.optional:
        needs["methods"] = [result.method]
    if fork:
        needs["fork"] = fork
    return needs


def of_result(result):
    tag = f" of {result.tag}" if result.tag else ""
    rows = [("object", object_steps(result), None, "MUST",
             f"{result.method} gives a map{' for each item' if result.each else ''}{tag}.")]
    for field in result.fields:
        steps = field_steps(result, field)
        text = f"{result.method}{tag}: {field.name} is {'' if field.must else 'absent or '}{says(field.kind)}."
        rows.append((field.name, steps, field.fork, field.level, text))
    for member, steps, fork, level, text in rows:
        id_ = name_of(result, member)
        requirement = {"id": id_, "standard": "execution-apis", "clause": f"{result.method}; {result.base}"
                       + ("" if member == "object" else f", {member}"), "level": level, "text": text, "url": URL,
                       "optional": result.optional}
        vector = {"id": "block.node.schema." + lower(id_[len("BLK-RPC-"):]), "title": text[:-1], "requires": [id_],
                  "needs": needs_of(result, fork), "scenario": wrap(result, steps),
                  "source": f"execution-apis, {result.base}"
                            + (f"; {LATER}" if level == "SHOULD" else "")}
        yield requirement, vector


def of_single(method, params, kind, base, optional, fork=None, anchor=None):
    id_ = f"BLK-RPC-{method}-result"
    ask = rpc(method, *params)
    if anchor is None and not params:
        ask = {"rpc": method, "params": [], "save": "result"}
    steps = [ask, {"check": "${result}", "matches": kind}]
    if kind is LIST and method == "eth_accounts":
        steps.append({"foreach": "${result}", "as": "one", "min": 0, "max": 100,
                      "do": [{"check": "${one}", "matches": ADDRESS}]})
    if kind is LIST and method == "debug_getRawReceipts":
        steps.append({"foreach": "${result}", "as": "one", "min": 0, "max": 100,
                      "do": [{"check": "${one}", "matches": BYTES}]})
    if method.startswith("eth_new"):
        steps.append({"rpc": "eth_uninstallFilter", "params": ["${result}"], "expect": "either", "save": "gone"})
    if anchor:
        steps = [anchors(anchor, steps)]
    text = f"{method} gives {says(kind)}."
    needs = {}
    if optional:
        needs["methods"] = [method]
    if fork:
        needs["fork"] = fork
    return ({"id": id_, "standard": "execution-apis", "clause": f"{method}; {base}, result", "level": "MUST",
             "text": text, "url": URL, "optional": optional},
            {"id": f"block.node.schema.{lower(method)}.result", "title": text[:-1], "requires": [id_],
             "needs": needs, "scenario": steps, "source": f"execution-apis, {base}"})


def main(root):
    pairs = [of_single(*row) for row in SINGLE]
    pairs += [of_single(*row[:5], anchor=row[5]) for row in AT_BLOCK]
    for result in RESULTS:
        pairs += list(of_result(result))
    yaml_out.write(f"{root}/suites/block/requirements-rpc.yaml",
                   ["format: 1", "suite: block", "note: >-",
                    "  Members of results, one requirement each; written by tools/node/schema.py."],
                   "requirements", [p[0] for p in pairs], yaml_out.requirement)
    files = {}
    for requirement, vector in pairs:
        method = requirement["id"].split("-")[2]
        files.setdefault(method.split("_")[0] + "-" + (
            "single" if vector["id"].endswith(".result") else method.split("_")[1].lower()), []).append(vector)
    for name, vectors in files.items():
        yaml_out.write(f"{root}/vectors/block/node/schema/{name}.yaml",
                       ["format: 1", "suite: block", 'standard: "execution-apis"', "note: >-",
                        "  Results held to the document; written by tools/node/schema.py.  What the document leaves",
                        "  open, such as more members, is a note."],
                       "vectors", vectors, yaml_out.vector)
    whole = {p[0]["id"].split("-")[2] for p in pairs if not p[0]["optional"]}
    optional = sorted({p[0]["id"].split("-")[2] for p in pairs if p[0]["optional"]} - whole)
    print("\n".join(f'- {{id: "BLK-RPC-{m}-*", optional: true}}' for m in optional))


main(sys.argv[1])
