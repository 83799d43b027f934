#!/usr/bin/env python3
"""Writes chain/asset/token_tables.c from compiled token contracts.

usage: make_tables.py PACKAGE-FOLDER > chain/asset/token_tables.c

PACKAGE-FOLDER is the unpacked package @openzeppelin/contracts 4.9.6, whose
build/contracts/*.json hold interface and init code.
"""
import json
import sys

NAMES = ['ERC20PresetMinterPauser', 'ERC20PresetFixedSupply',
         'ERC721PresetMinterPauserAutoId', 'ERC1155PresetMinterPauser']


def types(items):
    return '(' + ','.join(x['type'] for x in items) + ')'


def main():
    out = ['/* SPDX-License-Identifier: Apache-2.0 */',
           '/* Made by tools/tokens/make_tables.py from OpenZeppelin Contracts',
           ' * 4.9.6, which is under the MIT licence,',
           ' * Copyright (c) 2016-2023 zOS Global Limited and contributors. */',
           '#include "chain/asset/token.h"', '',
           '/* clang-format off */']
    rows = []
    for i, name in enumerate(NAMES):
        path = '%s/build/contracts/%s.json' % (sys.argv[1], name)
        artifact = json.load(open(path))
        code = bytes.fromhex(artifact['bytecode'][2:])
        functions = sorted(x['name'] + types(x['inputs'])
                           for x in artifact['abi'] if x['type'] == 'function')
        constructor = next(types(x['inputs']) for x in artifact['abi']
                           if x['type'] == 'constructor')
        out.append('static const uint8_t CODE_%d[] = {' % i)
        for at in range(0, len(code), 20):
            out.append('    ' + ','.join('%d' % b for b in code[at:at + 20]) + ',')
        out += ['};', 'static const char *const FUNCTIONS_%d[] = {' % i]
        out += ['    "%s",' % f for f in functions] + ['    NULL', '};']
        rows.append('    { "@openzeppelin/contracts@4.9.6 build/contracts/%s.json",\n'
                    '      "%s", FUNCTIONS_%d, CODE_%d, sizeof CODE_%d },'
                    % (name, constructor, i, i, i))
    out += ['', 'const struct token_artifact TOKEN_ARTIFACTS[] = {'] + rows
    out += ['    { NULL, NULL, NULL, NULL, 0 }', '};', '/* clang-format on */']
    print('\n'.join(out))


if __name__ == '__main__':
    main()
