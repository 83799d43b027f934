#!/usr/bin/env python3
"""Writes chain/asset/ens_tables.[ch] from the reference data of ENSIP-15.

usage: make_tables.py SPEC.json NF.json FOLDER

SPEC.json and NF.json are what adraffy/ens-normalize.js publishes in
derive/output; the tables are facts about Unicode and the standard in a form
that C can look up in constant time.  Output depends on the input alone.
"""
import json
import sys

BLOCK = 128
LAST = 0x110000
VALID, IGNORED, CM, NSM, FENCED, MAPPED, WHOLE, UNIQUE = (
    1 << i for i in range(8))


def words(bits, count):
    return ', '.join('0x%xu' % (bits >> 32 * i & 0xffffffff)
                     for i in range(count))


def lines(items, width):
    out, line = [], '   '
    for item in items:
        if len(line) + len(item) + 2 > width:
            out.append(line)
            line = '   '
        line += ' ' + item + ','
    if line.strip():
        out.append(line)
    return '\n'.join(out)


class Unicode:
    """Decompositions, to make the valid set closed and compositions a table."""

    def __init__(self, nf):
        self.pairs = {cp: cps for cp, cps in nf['decomp']}
        self.excluded = set(nf['exclusions'])
        self.rank = {cp: i + 1 for i, cps in enumerate(nf['ranks'])
                     for cp in cps}

    def full(self, cp):
        """Canonical decomposition, without reordering; Hangul is by rule."""
        if cp not in self.pairs:
            return [cp]
        return [x for part in self.pairs[cp] for x in self.full(part)]

    def compositions(self):
        out = []
        for cp, cps in self.pairs.items():
            if len(cps) == 2 and cp not in self.excluded and \
                    cp not in self.rank and cps[0] not in self.rank:
                out.append((cps[0], cps[1], cp))
        return sorted(out)


def hangul_parts(cp):
    if not 0xac00 <= cp < 0xac00 + 11172:
        return []
    s = cp - 0xac00
    parts = [0x1100 + s // 588, 0x1161 + s % 588 // 28]
    return parts + ([0x11a7 + s % 28] if s % 28 else [])


def whole_sets(spec, groups_of):
    """Per confusable character: groups that hold a look-alike of it outside
    its own extent (ENSIP-15, wholes)."""
    out = {}
    for whole in spec['wholes']:
        extents = []
        for cp in whole['valid'] + whole['confused']:
            gs = groups_of.get(cp, 0)
            extent = next((e for e in extents if e[0] & gs), None)
            if extent is None:
                extent = [0, []]
                extents.append(extent)
            extent[0] |= gs
            extent[1].append(cp)
        union = 0
        for gs, _ in extents:
            union |= gs
        confused = set(whole['confused'])
        for gs, cps in extents:
            for cp in cps:
                if cp in confused:
                    out[cp] = union & ~gs
    return out


def classes(spec, unicode):
    groups_of, count_of = {}, {}
    for i, g in enumerate(spec['groups']):
        for cp in g['primary'] + g['secondary']:
            groups_of[cp] = groups_of.get(cp, 0) | 1 << i
            count_of[cp] = count_of.get(cp, 0) + 1
    flags = {}

    def mark(cps, flag):
        for cp in cps:
            flags[cp] = flags.get(cp, 0) | flag
    wholes = whole_sets(spec, groups_of)
    mark(groups_of, VALID)
    for cp in list(groups_of):
        mark(unicode.full(cp) + hangul_parts(cp), VALID)
    mark(spec['ignored'], IGNORED)
    mark(spec['cm'], CM)
    mark(spec['nsm'], NSM)
    mark((cp for cp, _ in spec['fenced']), FENCED)
    mark((cp for cp, _ in spec['mapped']), MAPPED)
    mark(wholes, WHOLE)
    mark((cp for cp in groups_of
          if cp not in wholes and count_of[cp] == 1), UNIQUE)
    table, of = [(0, 0, 0)], {}
    index = {(0, 0, 0): 0}
    for cp in set(flags) | set(groups_of):
        key = (flags.get(cp, 0), groups_of.get(cp, 0), wholes.get(cp, 0))
        if key not in index:
            index[key] = None
        of[cp] = key
    for key in sorted(k for k in index if index[k] is None):
        index[key] = len(table)
        table.append(key)
    return table, {cp: index[key] for cp, key in of.items()}


def trie(of):
    blocks, index, first = [], {}, []
    for start in range(0, LAST, BLOCK):
        block = tuple(of.get(start + i, 0) for i in range(BLOCK))
        if block not in index:
            index[block] = len(blocks)
            blocks.append(block)
        first.append(index[block])
    return first, blocks


def emoji_nodes(sequences):
    """A tree in which U+FE0F may be left out where a sequence has it."""
    root = {}
    for sequence in sequences:
        at = [root]
        for cp in sequence:
            more = [node.setdefault(cp, {}) for node in at]
            if cp == 0xfe0f:
                at = at + [m for m in more if not any(m is x for x in at)]
            else:
                at = more
        for node in at:
            node['end'] = True
    flat, queue = [[0, 0, 0, 0]], [(root, 0)]
    while queue:
        node, place = queue.pop(0)
        children = sorted(k for k in node if k != 'end')
        flat[place][1] = len(flat)
        flat[place][2] = len(children)
        flat[place][3] = int('end' in node)
        for cp in children:
            queue.append((node[cp], len(flat)))
            flat.append([cp, 0, 0, 0])
    return flat


def pool_of(rows):
    pool, out = [], []
    for cp, cps in rows:
        out.append((cp, len(pool), len(cps)))
        pool += cps
    return pool, out


HEAD = '''/* ens_tables: the data of ENSIP-15, made by tools/ens/make_tables.py.
 *
 * Unicode %s.  A code point has a class; a class says what may be
 * done with it, which groups hold it, and for a confusable which groups hold a
 * look-alike. */
#ifndef ETALON_CHAIN_ASSET_ENS_TABLES_H
#define ETALON_CHAIN_ASSET_ENS_TABLES_H

#include <stdint.h>

enum {
%s
};

struct ens_class {
    uint16_t flags;
    uint32_t groups[ENS_GROUP_WORDS], look_alikes[ENS_GROUP_WORDS];
};

/* What a code point stands for: length code points of the pool. */
struct ens_mapping {
    uint32_t code_point;
    uint16_t offset, length;
};

struct ens_rank {
    uint32_t code_point, rank;
};

struct ens_pair {
    uint32_t first, second, whole;
};

/* Children stand side by side, in order of their code points. */
struct ens_emoji {
    uint32_t code_point;
    uint16_t first_child, child_count;
    uint16_t end; /* a sequence ends here */
};

extern const struct ens_class ENS_CLASSES[];
extern const uint16_t ENS_BLOCK_OF[];             /* code point / ENS_BLOCK */
extern const uint16_t ENS_BLOCKS[][ENS_BLOCK];    /* classes */
extern const uint32_t ENS_CM_GROUPS[ENS_GROUP_WORDS]; /* marks not counted */
extern const struct ens_mapping ENS_MAPPINGS[ENS_MAPPED_COUNT];
extern const uint32_t ENS_MAPPED_POOL[];
extern const struct ens_mapping ENS_DECOMPOSED[ENS_DECOMPOSED_COUNT];
extern const uint32_t ENS_DECOMPOSED_POOL[];
extern const struct ens_rank ENS_RANKS[ENS_RANK_COUNT];
extern const struct ens_pair ENS_PAIRS[ENS_PAIR_COUNT];
extern const struct ens_emoji ENS_EMOJI[];

#endif
'''


def write_header(path, spec, counts):
    names = ['ENS_%s = %d,' % (k, v) for k, v in counts]
    with open(path, 'w') as f:
        f.write(HEAD % (spec['unicode'].split()[0],
                        '\n'.join('    ' + n for n in names)))


def write_source(path, tables):
    with open(path, 'w') as f:
        f.write('/* SPDX-License-Identifier: Apache-2.0 */\n'
                '/* Made by tools/ens/make_tables.py; change that. */\n'
                '#include "chain/asset/ens_tables.h"\n\n'
                '/* clang-format off */\n')
        for head, items in tables:
            f.write('const %s = {\n%s\n};\n\n' % (head, lines(items, 78)))
        f.write('/* clang-format on */\n')


def rows_of(rows):
    return ['{ ' + ', '.join('%d' % x for x in row) + ' }' for row in rows]


def main():
    spec = json.load(open(sys.argv[1]))
    nf = json.load(open(sys.argv[2]))
    folder = sys.argv[3]
    unicode = Unicode(nf)
    group_words = (len(spec['groups']) + 31) // 32
    table, of = classes(spec, unicode)
    first, blocks = trie(of)
    emoji = emoji_nodes(spec['emoji'])
    mapped_pool, mapped = pool_of(sorted(spec['mapped']))
    decomposed_pool, decomposed = pool_of(
        (cp, unicode.full(cp)) for cp in sorted(unicode.pairs))
    ranks = sorted(unicode.rank.items())
    pairs = unicode.compositions()
    cm_groups = sum(1 << i for i, g in enumerate(spec['groups']) if 'cm' in g)
    assert len(table) < 1 << 16 and len(emoji) < 1 << 16
    write_header(folder + '/ens_tables.h', spec, [
        ('BLOCK', BLOCK), ('GROUP_WORDS', group_words),
        ('NSM_MAX', spec['nsm_max']), ('MAPPED_COUNT', len(mapped)),
        ('DECOMPOSED_COUNT', len(decomposed)), ('RANK_COUNT', len(ranks)),
        ('PAIR_COUNT', len(pairs)), ('VALID', VALID), ('IGNORED', IGNORED),
        ('CM', CM), ('NSM', NSM), ('FENCED', FENCED), ('MAPPED', MAPPED),
        ('WHOLE', WHOLE), ('UNIQUE', UNIQUE)])
    write_source(folder + '/ens_tables.c', [
        ('struct ens_class ENS_CLASSES[]',
         ['{ %d, { %s }, { %s } }' % (f, words(g, group_words),
                                      words(w, group_words))
          for f, g, w in table]),
        ('uint16_t ENS_BLOCK_OF[]', ['%d' % x for x in first]),
        ('uint16_t ENS_BLOCKS[][ENS_BLOCK]',
         ['{ ' + ', '.join('%d' % x for x in b) + ' }' for b in blocks]),
        ('uint32_t ENS_CM_GROUPS[ENS_GROUP_WORDS]',
         [words(cm_groups, group_words)]),
        ('struct ens_mapping ENS_MAPPINGS[ENS_MAPPED_COUNT]', rows_of(mapped)),
        ('uint32_t ENS_MAPPED_POOL[]', ['%d' % x for x in mapped_pool]),
        ('struct ens_mapping ENS_DECOMPOSED[ENS_DECOMPOSED_COUNT]',
         rows_of(decomposed)),
        ('uint32_t ENS_DECOMPOSED_POOL[]', ['%d' % x for x in decomposed_pool]),
        ('struct ens_rank ENS_RANKS[ENS_RANK_COUNT]', rows_of(ranks)),
        ('struct ens_pair ENS_PAIRS[ENS_PAIR_COUNT]', rows_of(pairs)),
        ('struct ens_emoji ENS_EMOJI[]', rows_of(emoji)),
    ])


if __name__ == '__main__':
    main()
