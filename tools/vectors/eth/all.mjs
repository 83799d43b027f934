// SPDX-License-Identifier: Apache-2.0
// all: writes every vector file of the second half of the Ethereum areas.
//
//   cd tools/vectors && npm install --ignore-scripts --no-package-lock
//   node eth/all.mjs
//
// Everything in it is deterministic: a second run changes no file.
for (const name of ["header_validate", "header_codec", "forks", "fees", "receipt", "requests", "bal", "ssz", "body", "ethash"])
  await import(`./${name}.mjs`);
