#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the scenarios that hold whatever chain a node has, at its anchors.

The same truth is asked at blocks and transactions of each kind that discovery
found, each pinned by the hash of its block.

Usage: observed.py ROOT
"""
import sys

import yaml_out

VECTORS = []
NOBODY = "0x4e6f626f64792d4e6f626f64792d4e6f626f6479"
SLOT = "0x" + "00" * 32
EMPTY_ROOT = "0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421"
TYPES = ["legacy", "access-list", "dynamic-fee", "blob", "set-code"]
LIST = {"$type": "list"}
THERE = {"$any": True}
ABSENT = {"$absent": True}


def rpc(method, *params, save=None, **more):
    step = {"rpc": method, "params": list(params)}
    if save:
        step["save"] = save
    step.update(more)
    return step


def op(name, save, refusal=None, **given):
    step = {"op": name, "in": given, "save": save}
    if refusal:
        step["refusal"] = refusal
    return step


def check(value, how="equals", want=None, why=None):
    step = {"check": value, how: want}
    if why:
        step["why"] = why
    return step


def when(value, how, want, *do):
    return {"if": value, how: want, "do": list(do)}


def each(value, name, *do, index=None, least=None, most=1024):
    step = {"foreach": value, "as": name}
    if index:
        step["index"] = index
    if least is not None:
        step["min"] = least
    step["max"] = most
    step["do"] = list(do)
    return step


def at(kind, *do, most=None):
    step = {"anchors": kind, "as": "at"}
    if most:
        step["max"] = most
    step["do"] = list(do)
    return step


def add(name, title, requires, source, steps, needs=None, risk=None):
    VECTORS.append({"id": f"block.node.at.{name}", "title": title,
                    "requires": requires if isinstance(requires, list) else [requires],
                    "needs": needs or {}, "scenario": steps, "source": source, "risk": risk})


BLOCK = rpc("eth_getBlockByHash", "${at.hash}", True, save="block")
HEADER = rpc("eth_getBlockByHash", "${at.hash}", False, save="block")
PARENT = [{"need": "${block.number}", "differs": "0x0", "why": "the first block has no parent"},
          rpc("eth_getBlockByHash", "${block.parentHash}", False, save="parent")]
# Without eth_getBlockReceipts they are asked one by one.
RECEIPTS = [
    rpc("eth_getBlockReceipts", "${at.hash}", save="all", expect="either"), {"set": "receipts", "to": []},
    when("${all.result}", "matches", LIST, {"set": "receipts", "to": "${all.result}"}),
    when("${all.result}", "matches", ABSENT,
         each("${block.transactions}", "tx", rpc("eth_getTransactionReceipt", "${tx.hash}", save="receipt"),
              {"set": "receipts", "to": {"$append": ["${receipts}", "${receipt}"]}}, least=0)),
]
# yParity is the required member; a node that gives only v is told so elsewhere.
PARITY = when("${tx.yParity}", "matches", ABSENT,
              when("${tx.type}", "differs", "0x0",
                   {"set": "tx", "to": {"$with": {"of": "${tx}", "more": {"yParity": "${tx.v}"}}}}))
TX = rpc("eth_getTransactionByHash", "${at.hash}", save="tx")
RECEIPT = rpc("eth_getTransactionReceipt", "${at.hash}", save="receipt")


def blocks():
    for kind, says in [("block", "sampled blocks"), ("full", "blocks with transactions"), ("blobs", "blocks with blobs"),
                       ("withdrawals", "blocks with withdrawals"), ("empty", "empty blocks"),
                       ("safe", "the safe block"), ("finalized", "the finalized block")]:
        add(f"{kind}.hash", f"hashes of {says} are those of their headers", "BLK-NODE-001",
            "Yellow Paper 4.3: H = KEC(RLP(header))",
            [at(kind, HEADER, op("header.hash", "hash", header="${block}"), check("${block.hash}", want="${hash}"),
                check("${at.hash}", want="${hash}"))], risk="light clients and bridges follow a hash that no header has")
        add(f"{kind}.views", f"{says} are the same by hash and by number", "BLK-NODE-018",
            "execution-apis: eth_getBlockByHash, eth_getBlockByNumber",
            [at(kind, BLOCK, rpc("eth_getBlockByNumber", "${at.number}", True, save="other"),
                check("${other}", want="${block}"))])
    for kind, says in [("block", "sampled blocks"), ("full", "blocks with transactions"), ("blobs", "blocks with blobs")]:
        add(f"{kind}.timestamp", f"{says} are later than their parents", "BLK-NODE-003", "Yellow Paper 4.3.4: H_s > P(H)_s",
            [at(kind, HEADER, when("${block.number}", "differs", "0x0",
                rpc("eth_getBlockByHash", "${block.parentHash}", False, save="parent"),
                check("${block.timestamp}", "matches", {"$range": {"min": {"$add": ["${parent.timestamp}", 1]}}},
                      "the timestamp must grow")))])
        add(f"{kind}.parent", f"{says} follow their parents", "BLK-NODE-002", "Yellow Paper 4.3.4: P(H)",
            [at(kind, HEADER, when("${block.number}", "differs", "0x0",
                rpc("eth_getBlockByHash", "${block.parentHash}", False, save="parent"),
                check("${parent.hash}", want="${block.parentHash}"),
                check("${block.number}", want={"$add": ["${parent.number}", 1]})))])
        add(f"{kind}.base-fee", f"base fees of {says} follow from their parents", "BLK-NODE-004", "EIP-1559",
            [at(kind, HEADER, when("${block.number}", "differs", "0x0",
                rpc("eth_getBlockByHash", "${block.parentHash}", False, save="parent"),
                when("${parent.baseFeePerGas}", "matches", THERE,
                     op("basefee.next", "fee", gasLimit="${parent.gasLimit}", gasUsed="${parent.gasUsed}",
                        baseFeePerGas="${parent.baseFeePerGas}"),
                     check("${block.baseFeePerGas}", want="${fee}"))))], needs={"fork": "london"})
        add(f"{kind}.gas-limit", f"gas limits of {says} stay near their parents", "BLK-NODE-005",
            "Yellow Paper 4.3.4: H_l",
            [at(kind, HEADER, when("${block.number}", "differs", "0x0",
                rpc("eth_getBlockByHash", "${block.parentHash}", False, save="parent"),
                {"set": "step", "to": {"$div": ["${parent.gasLimit}", 1024]}},
                check("${block.gasLimit}", "matches", {"$range": {
                    "min": {"$add": [{"$sub": ["${parent.gasLimit}", "${step}"]}, 1]},
                    "max": {"$sub": [{"$add": ["${parent.gasLimit}", "${step}"]}, 1]}}}),
                check("${block.gasUsed}", "matches", {"$range": {"max": "${block.gasLimit}"}})))])
        add(f"{kind}.blob-gas", f"excess blob gas of {says} follows from their parents", "BLK-NODE-028",
            "EIP-4844: calc_excess_blob_gas; EIP-7691, EIP-7918",
            [op("blob.schedule", "schedule", fork="${node.fork}"),
             {"need": "${node.config.current.blobSchedule}", "equals": "${schedule}",
              "why": "eth_config does not name the blob schedule that the fork brought"},
             {"set": "since", "to": {"$add": ["${node.config.current.activationTime}", 0]}},
             at(kind, HEADER, when("${block.number}", "differs", "0x0",
                rpc("eth_getBlockByHash", "${block.parentHash}", False, save="parent"),
                when("${parent.timestamp}", "matches", {"$range": {"min": "${since}"}},
                     op("blob.excess_next", "excess", fork="${node.fork}", parentExcessBlobGas="${parent.excessBlobGas}",
                        parentBlobGasUsed="${parent.blobGasUsed}", parentBaseFeePerGas="${parent.baseFeePerGas}"),
                     check("${block.excessBlobGas}", want="${excess}"))))], needs={"fork": "cancun"})
    add("blobs.used", "blob gas of a block is that of its blobs", "BLK-NODE-028", "EIP-4844: GAS_PER_BLOB",
        [at("blobs", BLOCK, {"set": "sum", "to": "0x0"},
            each("${block.transactions}", "tx", when("${tx.type}", "equals", "0x3",
                 each("${tx.blobVersionedHashes}", "one", {"set": "sum", "to": {"$add": ["${sum}", 131072]}}, most=64))),
            check("${block.blobGasUsed}", want="${sum}"))], needs={"fork": "cancun"})


def roots():
    for kind, says in [("full", "blocks with transactions"), ("several", "blocks with several transactions"),
                       ("empty", "empty blocks"), ("blobs", "blocks with blobs")]:
        add(f"{kind}.transactions-root", f"transactions roots of {says} are those of their transactions",
            "BLK-NODE-007", "Yellow Paper 4.3.2; EIP-2718",
            [at(kind, BLOCK, {"set": "raw", "to": []},
                each("${block.transactions}", "tx", PARITY, op("tx.encode", "bytes", tx="${tx}"),
                     {"set": "raw", "to": {"$append": ["${raw}", "${bytes}"]}}, least=0),
                op("transactions.root", "root", transactions="${raw}"),
                check("${block.transactionsRoot}", want="${root}"))], risk="proofs of inclusion fail")
        add(f"{kind}.receipts-root", f"receipts roots of {says} are those of their receipts", "BLK-NODE-009",
            "Yellow Paper 4.3.2; EIP-658; EIP-2718",
            [at(kind, BLOCK, *RECEIPTS, op("receipts.root", "root", receipts="${receipts}"),
                check("${block.receiptsRoot}", want="${root}"))], needs={"fork": "byzantium"},
            risk="bridges that prove events reject honest ones")
        add(f"{kind}.bloom", f"blooms of {says} are those of their logs", "BLK-NODE-010", "Yellow Paper 4.3.1",
            [at(kind, BLOCK, *RECEIPTS,
                op("bloom.of_logs", "bloom", logs={"$flatten": {"$each": {"of": "${receipts}", "key": "logs"}}}),
                check("${block.logsBloom}", want="${bloom}"),
                each("${receipts}", "receipt", op("bloom.of_logs", "one", logs="${receipt.logs}"),
                     check("${receipt.logsBloom}", want="${one}"), least=0))])
        add(f"{kind}.gas", f"cumulative gas of {says} adds up", "BLK-NODE-013", "Yellow Paper 4.3.1",
            [at(kind, BLOCK, *RECEIPTS, {"set": "sum", "to": "0x0"},
                each("${receipts}", "receipt", {"set": "sum", "to": {"$add": ["${sum}", "${receipt.gasUsed}"]}},
                     check("${receipt.cumulativeGasUsed}", want="${sum}"), least=0),
                check("${block.gasUsed}", want="${sum}"))])
        add(f"{kind}.counts", f"transactions of {says} are counted alike", "BLK-NODE-021",
            "execution-apis: eth_getBlockTransactionCountByHash, …ByNumber",
            [at(kind, HEADER, rpc("eth_getBlockTransactionCountByHash", "${at.hash}", save="one"),
                rpc("eth_getBlockTransactionCountByNumber", "${at.number}", save="two"),
                check("${one}", want={"$count": "${block.transactions}"}),
                check("${two}", want={"$count": "${block.transactions}"}))])
        add(f"{kind}.hashes", f"{says} name their transactions by hash and as objects alike", "BLK-NODE-019",
            "execution-apis: eth_getBlockByHash, hydrated transactions",
            [at(kind, HEADER, rpc("eth_getBlockByHash", "${at.hash}", True, save="full"),
                check({"$each": {"of": "${full.transactions}", "key": "hash"}}, want="${block.transactions}"))])
    for kind in ("block", "withdrawals"):
        add(f"{kind}.withdrawals-root", f"withdrawals roots are those of the withdrawals ({kind})", "BLK-NODE-008",
            "EIP-4895",
            [at(kind, HEADER, when("${block.withdrawalsRoot}", "matches", THERE,
                op("withdrawals.root", "root", withdrawals="${block.withdrawals}"),
                check("${block.withdrawalsRoot}", want="${root}")))], needs={"fork": "shanghai"})
    add("empty.roots", "empty blocks have the root of the empty trie, twice", ["BLK-NODE-007", "BLK-NODE-009"],
        "Yellow Paper, appendix D: TRIE of nothing",
        [at("empty", HEADER, check("${block.transactionsRoot}", want=EMPTY_ROOT),
            check("${block.receiptsRoot}", want=EMPTY_ROOT), check("${block.gasUsed}", want="0x0"))])
    add("full.raw-block", "raw blocks with transactions have the hash of the block", "BLK-NODE-024",
        "execution-apis: debug_getRawBlock, debug_getRawHeader",
        [at("full", rpc("debug_getRawBlock", "${at.number}", save="raw"),
            op("block.hash", "hash", refusal="fail", data="${raw}"), check("${hash}", want="${at.hash}"),
            rpc("debug_getRawHeader", "${at.number}", save="header"), op("keccak256", "own", data="${header}"),
            check("${own}", want="${at.hash}"))], needs={"methods": ["debug_getRawBlock", "debug_getRawHeader"]})


def transactions():
    for kind in TYPES + ["creation", "failed", "logs"]:
        says = f"transactions ({kind})"
        add(f"{kind}.tx-hash", f"hash and sender of {says} follow from what was signed", ["BLK-NODE-011", "BLK-NODE-012"],
            "EIP-2718; Yellow Paper, appendix F",
            [at(kind, TX, PARITY, op("tx.encode", "bytes", tx="${tx}"), op("tx.hash", "hash", data="${bytes}"),
                check("${tx.hash}", want="${hash}"), check("${at.hash}", want="${hash}"),
                op("tx.sender", "sender", data="${bytes}"), check("${tx.from}", want="${sender}"))],
            risk="funds are shown as sent by somebody else")
        add(f"{kind}.tx-views", f"{says} are the same by hash, by index and in their block", "BLK-NODE-020",
            "execution-apis: eth_getTransactionByBlockHashAndIndex, …ByBlockNumberAndIndex",
            [at(kind, TX, rpc("eth_getTransactionByBlockHashAndIndex", "${at.block.hash}", "${at.index}", save="one"),
                rpc("eth_getTransactionByBlockNumberAndIndex", "${at.block.number}", "${at.index}", save="two"),
                check("${one}", want="${tx}"), check("${two}", want="${tx}"),
                check("${tx.blockHash}", want="${at.block.hash}"), check("${tx.blockNumber}", want="${at.block.number}"),
                check("${tx.transactionIndex}", want="${at.index}"))])
        add(f"{kind}.receipt", f"receipts of {says} name their transaction and place", "BLK-NODE-015",
            "execution-apis, schemas/receipt: ReceiptInfo",
            [at(kind, TX, RECEIPT, check("${receipt.transactionHash}", want="${at.hash}"),
                check("${receipt.blockHash}", want="${at.block.hash}"),
                check("${receipt.blockNumber}", want="${at.block.number}"),
                check("${receipt.transactionIndex}", want="${at.index}"),
                check("${receipt.from}", want="${tx.from}"),
                when("${tx.to}", "matches", {"$type": "address"}, check("${receipt.to}", want="${tx.to}")),
                when("${receipt.type}", "matches", THERE, check("${receipt.type}", want="${tx.type}")))])
        add(f"{kind}.price", f"effective gas prices of {says} follow from base fee and caps", "BLK-NODE-016",
            "EIP-1559: effective gas price",
            [at(kind, TX, RECEIPT, rpc("eth_getBlockByHash", "${at.block.hash}", False, save="block"),
                when("${block.baseFeePerGas}", "matches", THERE,
                     when("${tx.maxFeePerGas}", "matches", THERE,
                          op("effective_gas_price", "price", baseFeePerGas="${block.baseFeePerGas}",
                             maxFeePerGas="${tx.maxFeePerGas}", maxPriorityFeePerGas="${tx.maxPriorityFeePerGas}"),
                          check("${receipt.effectiveGasPrice}", want="${price}")),
                     when("${tx.maxFeePerGas}", "matches", ABSENT,
                          check("${receipt.effectiveGasPrice}", want="${tx.gasPrice}"))))], needs={"fork": "london"})
        add(f"{kind}.nonce", f"the sender of {says} has a higher nonce afterwards", "BLK-NODE-032", "Yellow Paper 6.2",
            [at(kind, TX, rpc("eth_getTransactionCount", "${tx.from}", "${at.block.number}", save="answer",
                             expect="either"),
                {"need": "${answer.result}", "matches": {"$type": "quantity"}, "why": "the state of that block is gone"},
                check("${answer.result}", "matches", {"$range": {"min": {"$add": ["${tx.nonce}", 1]}}}))])
    add("failed.status", "transactions that failed have status 0 and no logs", "BLK-NODE-035",
        "EIP-658; Yellow Paper 6.2: the logs of what is reverted are not kept",
        [at("failed", RECEIPT, check("${receipt.status}", want="0x0"), check("${receipt.logs}", want=[]),
            check("${receipt.gasUsed}", "matches", {"$range": {"min": 21000}}))], needs={"fork": "byzantium"})
    add("contract.address", "contracts are where sender and nonce put them", "BLK-NODE-017", "Yellow Paper 7",
        [at("contract", TX, RECEIPT, when("${tx.to}", "equals", None,
            op("address.create", "address", sender="${tx.from}", nonce="${tx.nonce}"),
            check("${receipt.contractAddress}", want="${address}")))])
    add("contract.nonce", "contracts have a nonce of at least one", "BLK-NODE-036", "EIP-161",
        [at("contract", rpc("eth_getTransactionCount", "${at.address}", "${at.block.number}", save="answer",
                            expect="either"),
            {"need": "${answer.result}", "matches": {"$type": "quantity"}, "why": "the state of that block is gone"},
            check("${answer.result}", "matches", {"$range": {"min": 1}}))], needs={"fork": "spurious-dragon"})
    add("blob.gas", "receipts of blob transactions have blob gas and its price", "BLK-NODE-029",
        "EIP-4844; execution-apis, schemas/receipt: blobGasUsed",
        [at("blob", TX, RECEIPT, {"set": "sum", "to": "0x0"},
            each("${tx.blobVersionedHashes}", "one", {"set": "sum", "to": {"$add": ["${sum}", 131072]}}, most=64),
            check("${receipt.blobGasUsed}", want="${sum}"),
            check("${tx.maxFeePerBlobGas}", "matches", {"$range": {"min": "${receipt.blobGasPrice}"}}))],
        needs={"fork": "cancun"})
    add("set-code.list", "set-code transactions have at least one authorization", "BLK-NODE-043", "EIP-7702",
        [at("set-code", TX, check("${tx.authorizationList}", "matches", {"$len": {"min": 1}}),
            each("${tx.authorizationList}", "one", check("${one}", "matches", {
                "chainId": {"$type": "quantity"}, "address": {"$type": "address"}, "nonce": {"$type": "quantity"},
                "yParity": {"$type": "quantity"}, "r": {"$type": "quantity"}, "s": {"$type": "quantity"}})))],
        needs={"fork": "prague"})


LOGS = [BLOCK, *RECEIPTS, {"set": "logs", "to": {"$flatten": {"$each": {"of": "${receipts}", "key": "logs"}}}}]
PLAIN = {"fromBlock": "${at.block.number}", "toBlock": "${at.block.number}"}


def same(found, logs):
    return [check({"$each": {"of": found, "key": key}}, want={"$each": {"of": logs, "key": key}})
            for key in ("logIndex", "address", "topics", "data", "transactionHash")]


def with_topics(least):
    """The first log of the block that has so many topics."""
    return [{"set": "having", "to": []},
            each("${logs}", "log", when("${log.topics}", "matches", {"$len": {"min": least}},
                                        {"set": "having", "to": {"$append": ["${having}", "${log}"]}}))]


def matching(name, title, condition, query, more=()):
    """Logs of the block for which the condition holds are found, no others."""
    add(f"logs.{name}", title, "BLK-NODE-027", "execution-apis: eth_getLogs, schemas/filter.yaml",
        [at("logs", rpc("eth_getLogs", {"blockHash": "${at.block.hash}"}, save="logs"),
            {"set": "having", "to": "${logs}"}, *more,
            when("${having}", "matches", {"$len": {"min": 1}}, {"set": "first", "to": "${having[0]}"},
                 {"set": "want", "to": []}, each("${logs}", "log", *condition),
                 rpc("eth_getLogs", query, save="found"), *same("${found}", "${want}")))])


KEEP = {"set": "want", "to": {"$append": ["${want}", "${log}"]}}


def logs():
    inner = [s for s in LOGS]
    inner[0] = rpc("eth_getBlockByHash", "${at.block.hash}", True, save="block")
    inner[1] = rpc("eth_getBlockReceipts", "${at.block.hash}", save="all", expect="either")
    add("logs.of-block", "eth_getLogs of a block gives the logs of its receipts", "BLK-NODE-025", "EIP-234",
        [at("logs", *inner, rpc("eth_getLogs", {"blockHash": "${at.block.hash}"}, save="found"),
            *same("${found}", "${logs}"))])
    add("logs.index", "logs are counted through their block and name it", "BLK-NODE-014",
        "execution-apis, schemas/receipt: Log",
        [at("logs", *inner, each("${logs}", "log", check("${log.logIndex}", want="${i}"),
                                 check("${log.blockHash}", want="${at.block.hash}"),
                                 check("${log.blockNumber}", want="${at.block.number}"), index="i"))])
    add("logs.by-number", "a range of one block gives the logs of its hash", "BLK-NODE-027",
        "execution-apis: eth_getLogs, fromBlock, toBlock",
        [at("logs", rpc("eth_getLogs", {"blockHash": "${at.block.hash}"}, save="logs"),
            rpc("eth_getLogs", PLAIN, save="found"), *same("${found}", "${logs}"))])
    matching("address", "a filter of an address gives its logs", [when("${log.address}", "equals", "${first.address}", KEEP)],
             {**PLAIN, "address": "${first.address}"})
    matching("addresses", "a filter of several addresses gives the logs of each",
             [when("${log.address}", "equals", "${first.address}", KEEP)],
             {**PLAIN, "address": ["${first.address}", NOBODY]})
    topic = with_topics(1)
    first = [when("${log.topics[0]}", "equals", "${first.topics[0]}", KEEP)]
    matching("topic", "a filter of a topic gives the logs that begin with it", first,
             {**PLAIN, "topics": ["${first.topics[0]}"]}, topic)
    matching("topic-choice", "a filter of a choice of topics gives the logs of each", first,
             {**PLAIN, "topics": [["${first.topics[0]}", SLOT[:-1] + "7"]]}, topic)
    matching("topic-any", "a topic of null is any topic", [when("${log.topics}", "matches", {"$len": {"min": 1}}, KEEP)],
             {**PLAIN, "topics": [None]}, topic)
    two = with_topics(2)
    matching("topic-second", "a filter of the second topic looks at the second", [
        when("${log.topics[1]}", "equals", "${first.topics[1]}", KEEP)],
        {**PLAIN, "topics": [None, "${first.topics[1]}"]}, two)
    add("logs.nothing", "a filter that nothing matches gives an empty list", "BLK-NODE-027", "execution-apis: eth_getLogs",
        [at("logs", rpc("eth_getLogs", {**PLAIN, "address": NOBODY}, save="found"), check("${found}", want=[]),
            rpc("eth_getLogs", {**PLAIN, "topics": [SLOT[:-1] + "7"]}, save="found"), check("${found}", want=[]))])
    add("logs.hash-and-range", "a block hash beside a range is an error", "BLK-NODE-027",
        "EIP-234: blockHash excludes fromBlock and toBlock",
        [at("logs", rpc("eth_getLogs", {"blockHash": "${at.block.hash}", "fromBlock": "${at.block.number}"},
                        expect="error", save="error"), most=1)])
    add("logs.unknown-hash", "the logs of a block that nobody has are an error", "BLK-NODE-027",
        "EIP-234: an error when the block is not found",
        [rpc("eth_getLogs", {"blockHash": SLOT[:-8] + "deadbeef"}, expect="error", save="error")])


def state():
    gone = "the state of that block is gone"

    def proof_at(kind, address, number, hash_, extra=(), keys=()):
        return [at(kind, *extra, rpc("eth_getBlockByHash", hash_, False, save="block"),
                   rpc("eth_getProof", address, list(keys), number, save="answer", expect="either"),
                   when("${answer.error}", "matches", THERE, when("${answer.error.code}", "matches", {
                       "$oneOf": [-32601, -32004]}, {"need": 1, "equals": 2, "why": "the node has no eth_getProof"})),
                   {"need": "${answer.result}", "matches": {"$type": "map"}, "why": gone},
                   op("eip1186.verify", "seen", refusal="fail", stateRoot="${block.stateRoot}", proof="${answer.result}"))]

    def with_checks(steps, *checks):
        steps[0]["do"] += list(checks)
        return steps
    needs = {"methods": ["eth_getProof"]}
    source = "EIP-1186; verified by the reference against stateRoot"
    add("block.proof.absent", "at sampled blocks the proof of an unused account verifies", "BLK-NODE-031", source,
        with_checks(proof_at("block", NOBODY, "${at.number}", "${at.hash}", keys=[SLOT]),
                    check("${seen.exists}", want=False)), needs)
    for kind in TYPES + ["failed"]:
        add(f"{kind}.proof.sender", f"proofs of senders verify at their block ({kind})", "BLK-NODE-030", source,
            with_checks(proof_at(kind, "${tx.from}", "${at.block.number}", "${at.block.hash}", extra=[TX]),
                        check("${seen.exists}", want=True), check("${answer.result.nonce}", "differs", "0x0")), needs)
    add("contract.proof", "proofs of contracts verify with slots that are absent", "BLK-NODE-038", source,
        with_checks(proof_at("contract", "${at.address}", "${at.block.number}", "${at.block.hash}",
                             keys=[SLOT, SLOT[:-2] + "ff"]),
                    check("${seen.exists}", want=True), check("${answer.result.storageProof}", "matches", {"$len": 2}),
                    rpc("eth_getStorageAt", "${at.address}", SLOT, "${at.block.number}", save="slot"),
                    {"set": "value", "to": "${answer.result.storageProof[0].value}"},
                    when("${value}", "equals", "0x0", check("${slot}", want=SLOT)),
                    when("${slot}", "equals", SLOT, check("${value}", want="0x0"))), needs)
    add("contract.code", "the code of a contract has the hash that its proof names", "BLK-NODE-032", source,
        with_checks(proof_at("contract", "${at.address}", "${at.block.number}", "${at.block.hash}"),
                    rpc("eth_getCode", "${at.address}", "${at.block.number}", save="code"),
                    op("keccak256", "hash", data="${code}"), check("${answer.result.codeHash}", want="${hash}"),
                    rpc("eth_getBalance", "${at.address}", "${at.block.number}", save="balance"),
                    check("${answer.result.balance}", want="${balance}"),
                    rpc("eth_getTransactionCount", "${at.address}", "${at.block.number}", save="nonce"),
                    check("${answer.result.nonce}", want="${nonce}")), needs)
    add("contract.by-hash", "state methods give the same by block hash and by number", "BLK-NODE-034", "EIP-1898",
        [at("contract", *[step for n, m in enumerate(("eth_getBalance", "eth_getTransactionCount", "eth_getCode"))
                          for step in (
            rpc(m, "${at.address}", "${at.block.number}", save=f"a{n}"),
            rpc(m, "${at.address}", {"blockHash": "${at.block.hash}"}, save=f"b{n}"),
            check("${b%d}" % n, want="${a%d}" % n))])])
    add("latest.by-hash.unknown", "state at a block hash that nobody has is an error", "BLK-NODE-034", "EIP-1898",
        [rpc("eth_getBalance", NOBODY, {"blockHash": SLOT[:-8] + "deadbeef"}, expect="error", save="error")])
    for kind in ("block", "earliest"):
        add(f"{kind}.archive", f"the state of old blocks is answered ({kind})", "BLK-NODE-039",
            "execution-apis: eth_getBalance, eth_getCode, eth_getTransactionCount, eth_getStorageAt",
            [at(kind, rpc("eth_getBalance", NOBODY, "${at.number}", save="balance"), check("${balance}", want="0x0"),
                rpc("eth_getTransactionCount", NOBODY, "${at.number}", save="nonce"), check("${nonce}", want="0x0"),
                rpc("eth_getCode", NOBODY, "${at.number}", save="code"), check("${code}", want="0x"),
                rpc("eth_getStorageAt", NOBODY, SLOT, "${at.number}", save="slot"), check("${slot}", want=SLOT))],
            needs={"capabilities": ["archive"]})
    add("tags", "the finalized block is no later than the safe one, and that no later than the latest", "BLK-NODE-045",
        "execution-apis, schemas/block.yaml: BlockTag",
        [rpc("eth_getBlockByNumber", "finalized", False, save="finalized", expect="either"),
         {"need": "${finalized.result.number}", "matches": {"$type": "quantity"}, "why": "there is no finalized block"},
         rpc("eth_getBlockByNumber", "safe", False, save="safe", expect="either"),
         {"need": "${safe.result.number}", "matches": {"$type": "quantity"}, "why": "there is no safe block"},
         rpc("eth_getBlockByNumber", "latest", False, save="latest"),
         check("${safe.result.number}", "matches", {"$range": {"min": "${finalized.result.number}"}}),
         check("${latest.number}", "matches", {"$range": {"min": "${safe.result.number}"}})])
    add("pending", "the pending block is null or the next one", "BLK-NODE-045", "execution-apis: BlockTag, pending",
        [rpc("eth_getBlockByNumber", "latest", False, save="before"),
         rpc("eth_getBlockByNumber", "pending", False, save="pending", expect="either"),
         {"need": "${pending.result.parentHash}", "matches": {"$type": "bytes32"}, "why": "there is no pending block"},
         {"need": "${pending.result.parentHash}", "differs": "${before.parentHash}",
          "why": "pending is served as the latest block, which is the node's choice"},
         rpc("eth_getBlockByNumber", "latest", False, save="after"),
         {"need": "${after.hash}", "equals": "${before.hash}", "why": "a block came meanwhile"},
         check("${pending.result.parentHash}", want="${after.hash}"),
         {"note": "${pending.result.number}", "equals": {"$add": ["${after.number}", 1]},
          "why": "the pending block does not name the next number"}])


def fees():
    for kind in ("block", "full"):
        add(f"{kind}.fee-history", f"the fee history ends with what the block says ({kind})",
            ["BLK-NODE-026", "BLK-NODE-037"], "execution-apis: eth_feeHistory; EIP-1559",
            [at(kind, HEADER, when("${block.baseFeePerGas}", "matches", THERE,
                rpc("eth_feeHistory", "0x1", "${at.number}", [25, 75], save="history"),
                check("${history.oldestBlock}", want="${at.number}"),
                check("${history.baseFeePerGas}", "matches", {"$len": 2}),
                check("${history.baseFeePerGas[0]}", want="${block.baseFeePerGas}"),
                check("${history.gasUsedRatio}", "matches", {"$len": 1}),
                check("${history.reward}", "matches", [[{"$type": "quantity"}, {"$type": "quantity"}]]),
                op("basefee.next", "next", gasLimit="${block.gasLimit}", gasUsed="${block.gasUsed}",
                   baseFeePerGas="${block.baseFeePerGas}"), check("${history.baseFeePerGas[1]}", want="${next}")))],
            needs={"fork": "london", "methods": ["eth_feeHistory"]})
    add("empty.fee-history", "the fee history of an empty block has a ratio of zero and rewards of zero", "BLK-NODE-037",
        "execution-apis: eth_feeHistory, reward: all zeroes are returned if the block is empty",
        [at("empty", HEADER, when("${block.baseFeePerGas}", "matches", THERE,
            rpc("eth_feeHistory", "0x1", "${at.number}", [50], save="history"),
            check("${history.gasUsedRatio[0]}", "matches", {"$oneOf": [0, 0.0]}),
            check("${history.reward[0]}", want=["0x0"])))], needs={"fork": "london", "methods": ["eth_feeHistory"]})


def calls():
    over = {"0x00000000000000000000000000000000000e7a10": {"code": "0x602a60005260206000f3"}}
    target = {"to": "0x00000000000000000000000000000000000e7a10", "gas": "0x186a0"}

    def laid(name, title, state_of, data, want):
        add(f"override.{name}", title, "BLK-NODE-056", "execution-apis: eth_call, state override (optional)",
            [rpc("eth_call", data, "latest", state_of, save="answer", expect="either"),
             {"need": "${answer.result}", "matches": {"$type": "bytes"}, "why": "the node has no state overrides"},
             rpc("eth_call", target, "latest", over, save="plain"),
             {"need": "${plain}", "equals": SLOT[:-2] + "2a", "why": "the node has no state overrides"},
             check("${answer.result}", want=want)])
    there = target["to"]
    laid("code", "a call runs the code that is laid over", over, target, SLOT[:-2] + "2a")
    laid("balance", "a call sees the balance that is laid over",
         {there: {"code": "0x4760005260206000f3", "balance": "0x1234"}}, target, SLOT[:-4] + "1234")
    laid("state-diff", "a call sees the slot that is laid over",
         {there: {"code": "0x60075460005260206000f3", "stateDiff": {SLOT[:-1] + "7": SLOT[:-2] + "99"}}}, target,
         SLOT[:-2] + "99")
    laid("state", "a call sees the storage that is laid over, and nothing else of it",
         {there: {"code": "0x60085460075460010160005260206000f3"[:2] + "60085460005260206000f3",
                  "state": {SLOT[:-1] + "7": SLOT[:-2] + "99"}}}, target, SLOT)
    for name, call in [("transfer", {"from": NOBODY, "to": NOBODY}),
                       ("data", {"from": NOBODY, "to": NOBODY, "data": "0x" + "ff" * 64}),
                       ("init-code", {"from": NOBODY, "data": "0x602a60005260206000f3"}),
                       ("storage", {"from": NOBODY, "data": "0x602a600755602a60085560006000f3"}),
                       ("precompile", {"from": NOBODY, "to": "0x" + "00" * 19 + "02", "data": "0x616263"})]:
        add(f"estimate.{name}", f"what is estimated is enough ({name})", "BLK-NODE-057",
            "execution-apis: eth_estimateGas; an estimate above the least gas is the node's choice",
            [rpc("eth_estimateGas", {**call, "gasPrice": "0x0"}, save="answer", expect="either"),
             when("${answer.error}", "matches", THERE, rpc("eth_estimateGas", call, save="answer", expect="either")),
             {"need": "${answer.result}", "matches": {"$type": "quantity"},
              "why": "the node does not estimate for an account without funds"},
             check("${answer.result}", "matches", {"$range": {"min": 21000}}),
             rpc("eth_call", {**call, "gas": "${answer.result}"}, "latest", save="out", why="with the gas estimated")])
    add("estimate.revert", "an estimate of what reverts is an error", "BLK-NODE-051", "execution-apis: eth_estimateGas",
        [rpc("eth_estimateGas", {"from": NOBODY, "data": "0x60006000fd"}, expect="error", save="error")])
    add("call.at-number", "a call at a block sees its number", "BLK-NODE-058", "Yellow Paper, appendix H: NUMBER",
        [at("latest", rpc("eth_call", {"data": "0x4360005260206000f3", "gas": "0x186a0"}, "${at.number}", save="out"),
            {"set": "want", "to": {"$add": ["${at.number}", 0]}}, check("${out}", "matches", {"$type": "bytes32"}))])


def filters():
    add("filter.blocks", "a filter of blocks gives lists and can be uninstalled once", "BLK-NODE-074",
        "execution-apis: eth_newBlockFilter, eth_getFilterChanges, eth_uninstallFilter",
        [rpc("eth_newBlockFilter", save="id"), rpc("eth_getFilterChanges", "${id}", save="changes"),
         check("${changes}", "matches", LIST), rpc("eth_uninstallFilter", "${id}", save="first"),
         check("${first}", want=True), rpc("eth_uninstallFilter", "${id}", save="second"), check("${second}", want=False),
         rpc("eth_getFilterChanges", "${id}", expect="either", save="gone"),
         check("${gone.result}", "matches", {"$oneOf": [ABSENT, None]}, why="there are no changes of what is gone"),
         {"note": "${gone.error}", "matches": THERE, "why": "a filter that is gone is null and no error"}],
        needs={"methods": ["eth_newBlockFilter"]})
    add("filter.logs", "a filter of logs gives those of its block, and no changes", "BLK-NODE-074",
        "execution-apis: eth_newFilter, eth_getFilterLogs",
        [at("logs", rpc("eth_newFilter", PLAIN, save="id"), rpc("eth_getFilterLogs", "${id}", save="found"),
            rpc("eth_getLogs", {"blockHash": "${at.block.hash}"}, save="logs"), *same("${found}", "${logs}"),
            rpc("eth_uninstallFilter", "${id}", save="gone"), check("${gone}", want=True), most=1)],
        needs={"methods": ["eth_newFilter"]})
    add("filter.unknown", "a filter that nobody has gives no changes", "BLK-NODE-074",
        "execution-apis: eth_getFilterChanges",
        [rpc("eth_getFilterChanges", "0x7fffffffffffffffffffffffffff", expect="either", save="gone"),
         check("${gone.result}", "matches", {"$oneOf": [ABSENT, None]}, why="there are no changes of what is not there"),
         {"note": "${gone.error}", "matches": THERE, "why": "a filter that is not there is null and no error"}],
        needs={"methods": ["eth_newBlockFilter"]})


def lenient():
    """What is not settled or is read leniently: notes, never failures."""
    add("leniency.quantity", "quantities in other spellings are refused, or read leniently", "BLK-NODE-050",
        "execution-apis, schemas/base-types: uint; leniency in what is read is a note",
        [rpc("eth_getBlockByNumber", "earliest", False, save="first"), check("${first}", "matches", {"$type": "map"}),
         each(["0x00", "0", "0x"], "odd", rpc("eth_getBlockByNumber", "${odd}", False, save="answer", expect="either"),
              {"note": "${answer.result}", "matches": ABSENT, "why": "a quantity in another spelling is accepted"})])
    add("leniency.version", "a request of jsonrpc 1.0 is refused, or read leniently", "BLK-NODE-060",
        "JSON-RPC 2.0, section 4; leniency in what is read is a note",
        [{"post": {"json": {"jsonrpc": "1.0", "id": 1, "method": "eth_chainId", "params": []}}, "save": "answer"},
         {"note": "${answer.body.result}", "matches": ABSENT, "why": "jsonrpc \"1.0\" is accepted"},
         {"post": {"json": {"jsonrpc": "2.0", "id": 1, "method": "eth_chainId", "params": []}}, "save": "good"},
         check("${good.body.jsonrpc}", want="2.0")])


WRITTEN = [  # name, type, fork, status
    ("legacy", "0x0", None, "0x1"), ("access-list", "0x1", "berlin", "0x1"), ("dynamic-fee", "0x2", "london", "0x1"),
    ("token", "0x0", None, "0x1"), ("transfer", "0x2", "london", "0x1"), ("failing", "0x0", "byzantium", "0x0"),
    ("data", "0x2", "london", "0x1"), ("blob", "0x3", "cancun", "0x1"), ("set-code", "0x4", "prague", "0x1"),
    ("creation-list", "0x1", "berlin", "0x1"),
]
TRANSFER = "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef"
COFFEE = "00000000000000000000000000000000c0ffee01"


def written():
    """What came of the transactions that were sent before (--key-file, --seed-dev)."""
    asked = {"need": "${node.seeded}", "matches": {"$type": "map"}, "why": "neither --key-file nor --seed-dev is given"}
    for name, type_, fork, status in WRITTEN:
        needs = {"writes": True, **({"fork": fork} if fork else {})}
        sent = "${node.seeded.%s" % name
        funds = when(sent + ".error.message}", "matches", {"$match": ".*([Ii]nsufficient|[Uu]nderpriced|[Nn]once).*"},
                     {"need": 1, "equals": 2, "why": "the account or the market did not allow it"})
        add(f"written.{name}.taken", f"a valid transaction is taken ({name})", "BLK-NODE-080",
            "execution-apis: eth_sendRawTransaction",
            [asked, {"need": sent + "}", "matches": {"$type": "map"}, "why": "it was not sent"}, funds,
             check(sent + ".hash}", want=sent + ".own}", why="the answer is the hash of what was sent")], needs=needs)
        add(f"written.{name}.included", f"what was taken is included with its status ({name})", "BLK-NODE-081",
            "Yellow Paper 6.2; EIP-658",
            [asked, {"need": sent + ".hash}", "matches": {"$type": "bytes32"}, "why": "it was not taken"},
             check(sent + ".receipt}", "matches", {"$type": "map"}, why="a receipt came within a minute"),
             check(sent + ".receipt.transactionHash}", want=sent + ".own}"),
             check(sent + ".receipt.type}", "matches", {"$oneOf": [type_, ABSENT]}),
             check(sent + ".receipt.status}", want=status),
             rpc("eth_getTransactionByHash", sent + ".own}", save="tx"), check("${tx.type}", want=type_),
             check("${tx.from}", want="${node.seeded.account}")], needs=needs)
    add("written.token.logs", "the token logs its transfer with three topics and stores the amount", "BLK-NODE-082",
        "Yellow Paper, appendix H: LOG3, SSTORE; ERC-20: Transfer",
        [asked, {"need": "${node.seeded.transfer.receipt.status}", "equals": "0x1", "why": "the transfer did not happen"},
         {"set": "log", "to": "${node.seeded.transfer.receipt.logs[0]}"},
         check("${log.topics}", want=[TRANSFER, {"$join": ["0x" + "00" * 12, "${node.seeded.account}"]},
                                      "0x" + "00" * 12 + COFFEE]),
         check("${log.data}", want=SLOT[:-1] + "7"),
         check("${log.address}", want="${node.seeded.transfer.receipt.to}"),
         rpc("eth_getStorageAt", "${log.address}", "0x" + "00" * 12 + COFFEE, "latest", save="slot"),
         check("${slot}", want=SLOT[:-1] + "7")], needs={"writes": True, "fork": "london"})
    add("written.token.proof", "the proof of the token's slot verifies", "BLK-NODE-038", "EIP-1186",
        [asked, {"need": "${node.seeded.transfer.receipt.status}", "equals": "0x1", "why": "the transfer did not happen"},
         {"set": "receipt", "to": "${node.seeded.transfer.receipt}"},
         rpc("eth_getBlockByHash", "${receipt.blockHash}", False, save="block"),
         rpc("eth_getProof", "${receipt.to}", ["0x" + "00" * 12 + COFFEE], "${receipt.blockNumber}", save="proof"),
         op("eip1186.verify", "seen", refusal="fail", stateRoot="${block.stateRoot}", proof="${proof}"),
         check("${proof.storageProof[0].value}", want="0x7")],
        needs={"writes": True, "fork": "london", "methods": ["eth_getProof"]})
    add("written.set-code.delegated", "the account that authorized is delegated", "BLK-NODE-081", "EIP-7702",
        [asked, {"need": "${node.seeded.set-code.receipt.status}", "equals": "0x1", "why": "it was not included"},
         rpc("eth_getTransactionByHash", "${node.seeded.set-code.own}", save="tx"),
         check("${tx.authorizationList}", "matches", {"$len": 1}),
         check("${tx.authorizationList[0].address}", want="0x" + COFFEE)], needs={"writes": True, "fork": "prague"})


def main(root):
    for part in (blocks, roots, transactions, logs, state, fees, calls, filters, lenient, written):
        part()
    groups = {}
    for v in VECTORS:
        kind = v["id"].split(".")[3]
        groups.setdefault(kind if kind in TYPES + ["full", "several", "empty", "blobs", "logs", "block", "creation",
                                                   "failed", "contract", "withdrawals", "written"] else "other", []).append(v)
    for kind, vectors in groups.items():
        yaml_out.write(f"{root}/vectors/block/node/at/{kind}.yaml",
                       ["format: 1", "suite: block", 'standard: "Yellow Paper"', "note: >-",
                        f"  At anchors ({kind}); written by tools/node/observed.py."], "vectors", vectors, yaml_out.vector)


main(sys.argv[1])
