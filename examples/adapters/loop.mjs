// SPDX-License-Identifier: Apache-2.0
// loop: the adapter protocol for JavaScript, so that an adapter is only a
// table from operation to a function.
//
//   import { serve, Unsupported } from "./loop.mjs";
//   serve({ name: "x", version: "1.0", ops: { keccak256: (i) => x(i.data) } });
//
// What a function returns is the answer; what it throws is a rejection with
// that message.  Throw Unsupported where the library has no such function for
// this input: that says nothing about the library's correctness.
import { createInterface } from "node:readline";

export class Unsupported extends Error {}

const LINE_MAX = 32 * 1024 * 1024; // characters; a longer question is refused

async function run(ops, q) {
  const op = Object.hasOwn(ops, q.op) ? ops[q.op] : null;
  if (!op) return { id: q.id, unsupported: true };
  try {
    return { id: q.id, out: await op(q.in) };
  } catch (e) {
    if (e instanceof Unsupported) return { id: q.id, unsupported: true };
    return { id: q.id, reject: { message: String(e?.message ?? e).slice(0, 500) } };
  }
}

function text(value) {
  return JSON.stringify(value, (_, v) => (typeof v === "bigint" ? "0x" + v.toString(16) : v));
}

async function answer({ name, version, features, ops }, line) {
  if (line.length > LINE_MAX) return { error: "the line is too long" };
  let q;
  try {
    q = JSON.parse(line);
  } catch (e) {
    return { error: `not JSON: ${e.message}` };
  }
  switch (q?.verb) {
    case "hello":
      return { protocol: 1, name, version, operations: Object.keys(ops), features: features ?? [], pipeline: 1, reasons: false };
    case "run":
      return run(ops, q);
    case "reset":
      return { ok: true };
    case "bye":
      return null;
    default:
      return { id: q?.id, error: "unknown verb" };
  }
}

export async function serve(adapter) {
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    const a = await answer(adapter, line);
    if (a === null) break;
    process.stdout.write(text(a) + "\n");
  }
  process.exit(0);
}
