// SPDX-License-Identifier: Apache-2.0
// asset-multiformats: multibase, varint, multihash and CID as multiformats
// reads them.  The library decodes a base only when told which; the prefix
// chooses here.
import { readFileSync } from "node:fs";
import { CID, bases, digest, varint } from "multiformats/basics";
import { Unsupported, serve } from "./loop.mjs";

const hex = (b) => Buffer.from(b).toString("hex");
const all = Object.values(bases).flatMap((m) => (m?.prefix ? [m] : Object.values(m ?? {}))).filter((m) => m?.prefix && m.decoder);
const byName = (n) => all.find((b) => b.name === n);
function codec(text) {
  const found = all.find((b) => b.prefix === [...text][0]);
  if (!found) throw new Error("no base has this prefix");
  return found;
}
const bytes = (text) => Uint8Array.from(Buffer.from(text, "hex"));
function whole(size, b) {
  if (size !== b.length) throw new Error("bytes follow");
}
const ops = {
  "multibase.encode": (i) => {
    if (!byName(i.base)) throw new Unsupported();
    return byName(i.base).encode(bytes(i.hex));
  },
  "multibase.decode": (i) => hex(codec(i).decode(i)),
  "varint.decode": (i) => {
    const [value, size] = varint.decode(bytes(i));
    whole(size, bytes(i));
    return value;
  },
  "multihash.decode": (i) => {
    const d = digest.decode(bytes(i));
    return { code: d.code, length: d.size, digest: hex(d.digest) };
  },
  "cid.parse": (i) => {
    const c = CID.parse(i, i[0] === "Q" ? undefined : codec(i));
    return { version: c.version, codec: c.code, mh_code: c.multihash.code, mh_len: c.multihash.size, digest: hex(c.multihash.digest) };
  },
  "cid.v0_to_v1": (i) => CID.parse(i).toV1().toString(),
};
const version = JSON.parse(readFileSync(new URL("./node_modules/multiformats/package.json", import.meta.url))).version;
await serve({ name: "multiformats", version, ops });
