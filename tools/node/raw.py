#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the malformed transactions of the block suite as questions to nodes.

Taken are those that every fork and every chain must refuse before any account
is looked at: bad encodings, signatures out of range, and the like.  A node that
complains of funds, nonce or price instead was looking at the account, which
decides nothing.

Usage: raw.py ROOT   (needs PyYAML)
"""
import glob
import re
import sys

import yaml
import yaml_out

ANYWHERE = {
    "empty", "expected-list", "expected-string", "field-count", "leading-zero", "length", "to", "too-wide", "trailing",
    "truncated", "not-minimal", "overrun", "too-deep", "v-value", "high-s", "r-range", "s-range", "recovery",
    "priority-above-max", "no-authorization", "no-blobs", "nonce-limit", "blob-version", "type",
}
OPS = {"tx.decode", "tx.sender", "tx.validate", "tx.hash"}
DATA_MAX = 8192
ACCOUNT = ("[Ii]nsufficient (funds|balance)|enough funds|[Nn]once (is )?too|[Uu]nderpriced|[Bb]ase fee|"
           "[Uu]pfront cost|[Ll]ack of funds|[Aa]lready known|[Ss]ender account")


def taken(op, vector):
    given = vector.get("in") or {}
    data = given.get("data")
    reason = vector.get("reject")
    if op not in OPS or reason not in ANYWHERE or not isinstance(data, str) or "block" in given:
        return False
    if len(data) > DATA_MAX or not re.fullmatch("0x([0-9a-f]{2})*", data):
        return False
    if given.get("fork") == "frontier" and reason in ("v-value", "nonce-limit"):
        return False
    # A type is unknown on old forks only, when it is one of those that exist.
    return reason != "type" or not re.match("0x0[1-6]", data)


def main(root):
    seen, out = set(), []
    for path in sorted(glob.glob(f"{root}/vectors/block/tx/*.yaml")):
        with open(path, encoding="utf-8") as text:
            document = yaml.safe_load(text)
        for vector in document["vectors"]:
            op = vector.get("op", document.get("op"))
            if not taken(op, vector) or vector["in"]["data"] in seen:
                continue
            seen.add(vector["in"]["data"])
            out.append({
                "id": "block.node.raw-tx." + vector["id"].removeprefix("block.").removeprefix("tx."),
                "title": f"a node refuses: {vector['title']}", "requires": ["BLK-NODE-059"],
                "scenario": [
                    {"rpc": "eth_sendRawTransaction", "params": [vector["in"]["data"]], "expect": "error",
                     "save": "error", "why": f"every fork and chain refuses it: {vector['reject']}"},
                    {"if": "${error.message}", "matches": {"$match": f".*({ACCOUNT}).*"}, "do": [
                        {"need": 1, "equals": 2, "why": "the node looked at the account or the market first"}]}],
                "source": f"{vector['source']}; the bytes of {vector['id']}"})
    yaml_out.write(f"{root}/vectors/block/node/raw-tx.yaml",
                   ["format: 1", "suite: block", 'standard: "execution-apis"', "note: >-",
                    "  Bytes that are no transaction on any chain; written by tools/node/raw.py."],
                   "vectors", out, yaml_out.vector)


main(sys.argv[1])
