// SPDX-License-Identifier: Apache-2.0
// asset-gltf: files as Khronos' glTF-Validator judges them.  Resources outside
// the file are not fetched.
import validator from "gltf-validator";
import { serve } from "./loop.mjs";

async function issues({ base64, format }) {
  const report = await validator.validateBytes(Uint8Array.from(Buffer.from(base64, "base64")), { format, maxIssues: 0, writeTimestamp: false });
  const codes = report.issues.messages.filter((i) => i.severity < 2).map((i) => i.code);
  return { codes: [...new Set(codes)].sort() };
}
await serve({ name: "gltf-validator", version: validator.version(), ops: { "gltf.issues": issues } });
