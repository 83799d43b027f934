// SPDX-License-Identifier: Apache-2.0
// asset-gltf: files as Khronos' glTF-Validator judges them.  Files beside the
// asset come with the question; nothing is fetched.
import validator from "gltf-validator";
import { serve } from "./loop.mjs";

/* Some images end the validator outside of its promise: that is its answer. */
let breakOff = null;
process.on("uncaughtException", (e) => { if (breakOff) breakOff(e); else throw e; });
process.on("unhandledRejection", (e) => { if (breakOff) breakOff(e); else throw e; });

async function issues({ base64, format, resources }) {
  const beside = async (uri) => {
    const file = resources?.[decodeURIComponent(uri)];
    if (file === undefined) throw new Error(`${uri} is not there`);
    return Uint8Array.from(Buffer.from(file, "base64"));
  };
  const report = await new Promise((done, failed) => {
    breakOff = failed;
    validator.validateBytes(Uint8Array.from(Buffer.from(base64, "base64")), { format, maxIssues: 0, writeTimestamp: false, externalResourceFunction: beside }).then(done, failed);
  });
  const codes = report.issues.messages.filter((i) => i.severity < 2).map((i) => i.code);
  return { codes: [...new Set(codes)].sort() };
}
await serve({ name: "gltf-validator", version: validator.version(), ops: { "gltf.issues": issues } });
