// SPDX-License-Identifier: Apache-2.0
// asset-codes: IBAN and BIC as ibantools, iban or bic judge them.
//   node asset-codes.mjs [ibantools|iban|bic]
import { readFileSync } from "node:fs";
import { serve } from "./loop.mjs";

const lib = process.argv[2] ?? "ibantools";
const m = await import(lib);
const ops = {
  ibantools: { "iban.valid": (i) => m.isValidIBAN(i), "bic.valid": (i) => m.isValidBIC(i) },
  iban: { "iban.valid": (i) => m.default.isValid(i) },
  bic: { "bic.valid": (i) => m.default.isValid(i) },
}[lib];
const version = JSON.parse(readFileSync(new URL(`./node_modules/${lib}/package.json`, import.meta.url))).version;
await serve({ name: lib, version, ops });
