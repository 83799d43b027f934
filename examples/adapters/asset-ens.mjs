// SPDX-License-Identifier: Apache-2.0
// asset-ens: names as the reference implementation of ENSIP-15 or its
// predecessor eth-ens-namehash read them.
//   node asset-ens.mjs [@adraffy/ens-normalize|eth-ens-namehash]
import { readFileSync } from "node:fs";
import { serve } from "./loop.mjs";

const lib = process.argv[2] ?? "@adraffy/ens-normalize";
const m = await import(lib);
const old = m.default ?? m;
const ops = lib === "eth-ens-namehash"
  ? { "ens.normalize": (i) => old.normalize(i), "ens.namehash": (i) => old.hash(i) }
  : { "ens.normalize": (i) => m.ens_normalize(i) };
const version = JSON.parse(readFileSync(new URL(`./node_modules/${lib}/package.json`, import.meta.url))).version;
await serve({ name: lib, version, ops });
