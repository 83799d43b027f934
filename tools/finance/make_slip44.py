#!/usr/bin/env python3
"""Writes chain/asset/slip44_table.c from registries of SLIP-0044.

usage: make_slip44.py SLIP44.json [ROWS.jsonl] > chain/asset/slip44_table.c

SLIP44.json is that of the package @metamask/slip44; ROWS.jsonl holds newer rows
of the registry as {"index": 2, "symbol": "LTC"}, which win.  Rows without a
symbol are left out: there is nothing to answer.
"""
import json
import sys


def main():
    rows = {}
    for index, row in json.load(open(sys.argv[1])).items():
        rows[int(index)] = row['symbol']
    if len(sys.argv) > 2:
        for line in open(sys.argv[2]):
            row = json.loads(line)
            rows[row['index']] = row['symbol']
    print('/* SPDX-License-Identifier: Apache-2.0 */')
    print('/* Made by tools/finance/make_slip44.py. */')
    print('#include "chain/asset/finance_tables.h"\n')
    print('#include "base/bytes.h"\n')
    print('/* clang-format off */')
    print('const struct slip44_row SLIP44_TABLE[] = {')
    for index, symbol in sorted(rows.items()):
        if symbol:
            print('    { %d, %s },' % (index, json.dumps(symbol)))
    print('};')
    print('/* clang-format on */')
    print('const size_t SLIP44_TABLE_SIZE = ARRAY_LEN(SLIP44_TABLE);')


if __name__ == '__main__':
    main()
