// SPDX-License-Identifier: Apache-2.0
// trie-model: the trie as the Yellow Paper's appendices C and D define it, over
// a plain map; slow, recursive, and independent of any trie library.
import { RLP } from "@ethereumjs/rlp";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { hexToBytes, bytesToHex } from "@ethereumjs/util";

export const keccak = (b) => keccak_256(b);
const nibbles = (b) => Array.from(b).flatMap((x) => [x >> 4, x & 15]);

/** Appendix C. */
export function hexPrefix(path, leaf) {
  const flag = leaf ? 2 : 0;
  const n = path.length % 2 ? [flag + 1, ...path] : [flag, 0, ...path];
  return Uint8Array.from({ length: n.length / 2 }, (_, i) => 16 * n[2 * i] + n[2 * i + 1]);
}

/** Appendix D, c(J, i): pairs share the first `at` nibbles. */
function compose(pairs, at, seen) {
  const [first] = pairs;
  if (pairs.length === 1) return [hexPrefix(first.path.slice(at), true), first.value];
  let end = at;
  while (pairs.every((p) => p.path.length > end && p.path[end] === first.path[end])) end++;
  if (end > at) return [hexPrefix(first.path.slice(at, end), false), refer(pairs, end, seen)];
  const slots = Array.from({ length: 16 }, (_, d) => refer(pairs.filter((p) => p.path[at] === d), at + 1, seen));
  return [...slots, pairs.find((p) => p.path.length === at)?.value ?? new Uint8Array()];
}

/** Appendix D, n(J, i). */
function refer(pairs, at, seen) {
  if (!pairs.length) return new Uint8Array();
  const node = compose(pairs, at, seen), rlp = RLP.encode(node);
  if (rlp.length < 32) return node;
  const hash = keccak(rlp);
  seen.set(bytesToHex(hash), rlp);
  return hash;
}

/** Entries [key, value|null] in hex, applied in order. */
export function trie(entries, secure = false) {
  const map = new Map();
  for (const [k, value] of entries) {
    const key = secure ? bytesToHex(keccak(hexToBytes(k))) : k;
    if (value === null || value === "0x") map.delete(key);
    else map.set(key, value);
  }
  const pairs = [...map].map(([k, value]) => ({ path: nibbles(hexToBytes(k)), value: hexToBytes(value) }));
  const nodes = new Map();
  const rlp = pairs.length ? RLP.encode(compose(pairs, 0, nodes)) : RLP.encode(new Uint8Array());
  const root = bytesToHex(keccak(rlp));
  nodes.set(root, rlp);
  return { root, nodes, get: (k) => map.get(secure ? bytesToHex(keccak(hexToBytes(k))) : k) ?? null, prove: (k) => prove(root, nodes, secure ? keccak(hexToBytes(k)) : hexToBytes(k)) };
}

/** The hashed nodes on the path of a key, root first. */
function prove(root, nodes, key) {
  const proof = [];
  let ref = hexToBytes(root), path = nibbles(key);
  for (;;) {
    let node = ref;
    if (ref instanceof Uint8Array) {
      if (!ref.length) return proof;
      const rlp = nodes.get(bytesToHex(ref));
      proof.push(bytesToHex(rlp));
      node = RLP.decode(rlp);
    }
    if (node.length === 17) {
      if (!path.length) return proof;
      ref = node[path[0]];
      path = path.slice(1);
      continue;
    }
    const own = nibbles(node[0]), shared = own.slice(own[0] % 2 ? 1 : 2);
    if (own[0] >= 2 || shared.some((d, i) => d !== path[i])) return proof;
    ref = node[1];
    path = path.slice(shared.length);
  }
}
