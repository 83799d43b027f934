#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Judges the specimens of vectors/asset/token: each wrong contract must fail
the requirement that its tag names, each right one nothing.

usage: tokens.py ETALON WORK TARGET [ANVIL-ACCOUNT | -] [EVERY]

With an account the contract is deployed by a transaction of that account and
named by its address; else the simulation deploys it.  EVERY: only every n-th.
"""
import json
import subprocess
import sys
import time
import urllib.request

SCENARIOS = {'erc20': ['erc20.*', 'permit.*', 'erc3009.*'], 'erc721': ['erc721.*', 'erc2981.*'],
             'erc5192': ['erc721.*', 'erc2981.*', 'erc4906.*', 'erc5192.*'], 'erc1155': ['erc1155.*']}
etalon, work, target, account = sys.argv[1:5]
every = int(sys.argv[5]) if len(sys.argv) > 5 else 1


def rpc(method, *params):
    body = json.dumps({'jsonrpc': '2.0', 'id': 1, 'method': method, 'params': params}).encode()
    request = urllib.request.Request(target, body, {'Content-Type': 'application/json'})
    return json.load(urllib.request.urlopen(request, timeout=20))['result']


def ask(*words, text=None):
    return subprocess.run([etalon, *words], input=text, capture_output=True, text=True)


def deploy(code):
    sent = rpc('eth_sendTransaction', {'from': account, 'data': code, 'gas': '0x7a1200'})
    for _ in range(200):
        receipt = rpc('eth_getTransactionReceipt', sent)
        if receipt:
            return receipt['contractAddress']
        time.sleep(0.05)
    sys.exit('tokens: the contract was not mined in 10 s')


def failures(kind, code, number):
    """Ids of the requirements that failed, and how many scenarios passed."""
    record = '%s/token-%d.ndjson' % (work, number)
    words = ['run', '--quiet', '--target', target, '--record', record, '--set', 'locked_id=3',
             '--set', 'update=' + update]
    if account == '-':
        path = '%s/token-%d.hex' % (work, number)
        with open(path, 'w') as f:
            f.write(code)
        words += ['--set', 'init=@' + path]
    else:
        words += ['--set', 'token=' + deploy(code), '--set', 'holder=' + account]
    for pattern in SCENARIOS[kind]:
        words += ['--id', 'asset.token.' + pattern]
    done = ask(*words)
    failed, passed = set(), 0
    with open(record) as f:
        for line in f:
            row = json.loads(line)
            if row.get('verdict') == 'fail':
                failed.update(row['requires'])
            elif row.get('verdict') in ('error', 'inconclusive'):
                sys.exit('tokens: %s is in error: %s' % (row['id'], done.stdout))
            passed += row.get('verdict') == 'pass'
    return failed, passed


def main():
    listed = ask('list', '--ids', '--id', 'asset.token.specimen.*').stdout
    ids = listed.split()
    bad, judged, seen = [], 0, set()
    for number, name in enumerate(ids):
        kind, _, wrong = name[len('asset.token.specimen.'):].partition('.')
        right = wrong.startswith('right.')
        if right and kind in seen:
            continue
        if not right and number % every:
            continue
        if right:
            seen.add(kind)
        vector = json.loads(ask('show', name).stdout)
        failed, passed = failures(kind, vector['in']['initcode'], number)
        caught = {t[len('caught.'):] for t in vector.get('tags', []) if t.startswith('caught.')}
        if account != '-' and 'ERC20-005' in caught:
            continue  # who deployed it is not seen when it is there already
        judged += 1
        if right and (failed or passed < 20):
            bad.append('%s: %d passed, failed: %s' % (name, passed, sorted(failed)))
        if not right and not caught <= failed:
            bad.append('%s: must fail %s, failed %s' % (name, sorted(caught), sorted(failed)))
    print('%d contracts judged on %s, %d not as they should be' % (judged, target, len(bad)))
    for line in bad:
        print(line)
    sys.exit(1 if bad or judged < 12 else 0)


update = json.loads(ask('ask', 'abi.selector', '--compact', text='"refresh(uint256)"').stdout)['out'] + '%064x' % 1
main()
