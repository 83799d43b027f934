/* SPDX-License-Identifier: Apache-2.0 */
#include "suites/block/block.h"

/* Conventions of this table: structured values use the member names of
 * Ethereum's JSON-RPC (parentHash, sha3Uncles, miner, gasLimit, …); bytes and
 * quantities are 0x strings; `fork` is a name of chain/eth/fork.c.  Transactions
 * and headers given as `data` are canonical bytes.  Where a rule needs state or
 * execution, the answer carries needs: "execution" beside what it could check. */

#define RLP_REASONS \
    "empty truncated trailing not-minimal overrun too-deep expected-string " \
    "expected-list leading-zero too-wide length field-count "
#define SIG_REASONS "r-range s-range high-s v-value recovery "
#define PROOF_REASONS "proof-missing proof-node proof-hash proof-extra "
#define TX_REASONS \
    RLP_REASONS SIG_REASONS \
    "type tx-type chain-id to nonce-limit gas-limit-cap priority-above-max " \
    "fee-overflow initcode-size intrinsic-gas floor-gas no-blobs blob-count " \
    "blob-version no-authorization fee-below-base blob-fee block-gas "
#define HEADER_REASONS \
    RLP_REASONS \
    "field-missing field-extra number parent-hash timestamp future extra-data " \
    "gas-used gas-limit gas-limit-step difficulty nonce ommers-hash base-fee " \
    "blob-gas-used excess-blob-gas "

/* clang-format off */
static const struct op ops[] = {
/* --- hashes, keys, signatures ------------------------------------------------ */
{ "keccak256",          "{data:bytes}", "bytes32", "", "Yellow Paper 4.1", "web3_sha3" },
{ "sha256",             "{data:bytes}", "bytes32", "", "FIPS 180-4", "eth_call:precompile:2" },
{ "sm3",                "{data:bytes}", "bytes32", "", "GB/T 32905-2016", NULL },
/* hash is the 32-byte digest that was signed; lowS: demand s <= n/2 (EIP-2).  */
{ "secp256k1.recover",  "{hash:bytes32, r:quantity, s:quantity, yParity:quantity, lowS?:bool}",
                        "{publicKey:bytes, address:address}", SIG_REASONS, "Yellow Paper, appendix F; SEC 1", NULL },
/* Deterministic, low s; what steps of scenarios sign with. */
{ "secp256k1.sign",     "{key:bytes32, hash:bytes32}", "{r:bytes32, s:bytes32, yParity:quantity}", "key", "RFC 6979; EIP-2", NULL },
/* curve: secp256k1, p256, ed25519; hash: sha256, sha512, sha3-256, … or none when message is
 * the digest; signature: r||s (encoding p1363) or DER for ECDSA; publicKey uncompressed or compressed point. */
{ "signature.verify",   "{curve:text, hash:text, publicKey:bytes, message:bytes, signature:bytes, encoding?:text, lowS?:bool}",
                        "{valid:bool}", "key signature length r-range s-range high-s grammar truncated too-wide", "SEC 1; FIPS 186-5; RFC 8032", NULL },
{ "address.of_key",     "{publicKey:bytes}", "address", "key length prefix", "Yellow Paper, appendix F", NULL },
{ "address.create",     "{sender:address, nonce:quantity}", "address", "too-wide", "Yellow Paper 7", NULL },
{ "address.create2",    "{sender:address, salt:bytes32, initCode:bytes}", "address", "", "EIP-1014", NULL },

/* --- RLP: an item is "0x…" or a list of items ----------------------------------- */
{ "rlp.encode",         "{item:any}", "bytes", "too-deep", "Yellow Paper, appendix B", NULL },
{ "rlp.encode_scalar",  "{value:quantity}", "bytes", "", "Yellow Paper, appendix B", NULL },
{ "rlp.decode",         "{data:bytes}", "any", RLP_REASONS, "Yellow Paper, appendix B", NULL },
{ "rlp.decode_scalar",  "{data:bytes, bits:int}", "quantity", RLP_REASONS, "Yellow Paper, appendix B", NULL },
{ "rlp.decode_fixed",   "{data:bytes, length:int}", "bytes", RLP_REASONS, "Yellow Paper, appendix B", NULL },
{ "rlp.decode_list",    "{data:bytes}", "list", RLP_REASONS, "Yellow Paper, appendix B", NULL },

/* --- tries: entries are [key, value] pairs, value null or "0x" deletes ------------ */
{ "hex_prefix.encode",  "{nibbles:list, leaf:bool}", "bytes", "range", "Yellow Paper, appendix C", NULL },
{ "hex_prefix.decode",  "{data:bytes}", "{nibbles:list, leaf:bool}", "empty prefix padding", "Yellow Paper, appendix C", NULL },
{ "mpt.root",           "{entries:list, secure?:bool}", "bytes32", "", "Yellow Paper, appendix D", NULL },
{ "mpt.list_root",      "{items:list}", "bytes32", "", "Yellow Paper 4.3.2", NULL },
{ "mpt.get",            "{entries:list, key:bytes, secure?:bool}", "{value:any}", "", "Yellow Paper, appendix D", NULL },
{ "mpt.prove",          "{entries:list, key:bytes, secure?:bool}", "{root:bytes32, proof:list, value:any}", "", "Yellow Paper, appendix D; EIP-1186", NULL },
/* value null: the proof shows that the key is absent.  expect?: the claimed value ("0x" or
 * null for absence); another one is rejected as proof-value. */
{ "mpt.verify",         "{root:bytes32, key:bytes, proof:list, secure?:bool, expect?:any}", "{value:any}",
                        PROOF_REASONS "proof-value", "Yellow Paper, appendix D; EIP-1186", NULL },

/* --- accounts and state ------------------------------------------------------------ */
{ "account.encode",     "{nonce:quantity, balance:quantity, storageHash:bytes32, codeHash:bytes32}", "bytes", "too-wide", "Yellow Paper 4.1", NULL },
{ "account.decode",     "{data:bytes}", "{nonce:quantity, balance:quantity, storageHash:bytes32, codeHash:bytes32}", RLP_REASONS, "Yellow Paper 4.1", NULL },
/* accounts: address -> {nonce?, balance?, code?, storage?: {slot: value}} */
{ "state.root",         "{accounts:map}", "bytes32", "", "Yellow Paper 4.1", NULL },
{ "storage.root",       "{storage:map}", "bytes32", "", "Yellow Paper 4.1", NULL },
/* proof: an eth_getProof result; exists: the account is in the trie */
{ "eip1186.verify",     "{stateRoot:bytes32, proof:map}", "{exists:bool}",
                        PROOF_REASONS "proof-value root", "EIP-1186", NULL },

/* --- headers ------------------------------------------------------------------------ */
{ "header.decode",      "{data:bytes, fork?:fork}", "map", HEADER_REASONS, "Yellow Paper 4.3; EIP-1559, 4895, 4844, 4788, 7685, 7928", NULL },
{ "header.encode",      "{header:map, fork?:fork}", "bytes", "field-missing field-extra too-wide", "Yellow Paper 4.3", NULL },
{ "header.hash",        "{header:map, fork?:fork}", "bytes32", "field-missing field-extra too-wide", "Yellow Paper 4.3", "eth_getBlockByNumber" },
/* header and parent are JSON headers; firstOfFork?: the parent has the rules of the fork
 * before; now?: local time in seconds for the future-block rule; ttdReached?: see docs.
 * The answer {valid: true} concerns the header alone. */
{ "header.validate",    "{header:map, parent:map, fork:fork, parentFork?:fork, chain?:text, now?:quantity}", "{valid:bool}", HEADER_REASONS, "Yellow Paper 4.3.4; EIP-1559, 3675, 4844, 7918", NULL },
{ "fork.at",            "{chain:text, number:quantity, timestamp:quantity}", "{fork:fork}", "value", "EIP-2124; network upgrade specifications", "eth_config" },
/* blocks, times: activation points in ascending order, zeros and repeats already dropped */
{ "forkid.compute",     "{genesis:bytes32, blocks:list, times:list, number:quantity, timestamp:quantity}", "{hash:bytes, next:quantity}", "", "EIP-2124; EIP-6122", NULL },
{ "forkid.validate",    "{genesis:bytes32, blocks:list, times:list, number:quantity, timestamp:quantity, remote:map}", "{compatible:bool}", "remote-stale local-stale", "EIP-2124; EIP-6122", NULL },
{ "difficulty.next",    "{fork:fork, parentDifficulty:quantity, parentTimestamp:quantity, parentHasOmmers:bool, number:quantity, timestamp:quantity}", "quantity", "timestamp too-wide", "Yellow Paper 4.3.4; EIP-2, 100, 649, 1234, 2384, 3554, 4345, 5133", NULL },
{ "header.seal_hash",   "{header:map, fork?:fork}", "bytes32", "field-missing field-extra too-wide", "Yellow Paper 4.3.4, appendix J", NULL },
{ "ethash.epoch",       "{number:quantity}", "{epoch:quantity, seed:bytes32, cacheSize:quantity, datasetSize:quantity}", "", "Ethash; Yellow Paper, appendix J", NULL },
/* sealHash is header.seal_hash; valid: mixHash is that of the seal and the result reaches the difficulty */
{ "ethash.verify",      "{sealHash:bytes32, nonce:bytes, mixHash:bytes32, difficulty:quantity, number:quantity}", "{valid:bool}", "", "Ethash; Yellow Paper 4.3.4, appendix J", NULL },
{ "basefee.next",       "{gasLimit:quantity, gasUsed:quantity, baseFeePerGas?:quantity, firstOfFork?:bool}", "quantity", "gas-used gas-limit too-wide", "EIP-1559", NULL },
{ "effective_gas_price","{baseFeePerGas:quantity, maxFeePerGas:quantity, maxPriorityFeePerGas:quantity}", "quantity", "fee-below-base priority-above-max", "EIP-1559", NULL },

/* --- blobs ------------------------------------------------------------------------------ */
{ "blob.fake_exponential","{factor:quantity, numerator:quantity, denominator:quantity}", "quantity", "value too-wide", "EIP-4844", NULL },
{ "blob.base_fee",      "{fork:fork, excessBlobGas:quantity}", "quantity", "type too-wide", "EIP-4844; EIP-7691; EIP-7892", "eth_blobBaseFee" },
{ "blob.schedule",      "{fork:fork}", "{target:int, max:int, baseFeeUpdateFraction:int}", "type", "EIP-7840; EIP-7892", "eth_config" },
{ "blob.excess_next",   "{fork:fork, parentExcessBlobGas?:quantity, parentBlobGasUsed?:quantity, parentBaseFeePerGas?:quantity}", "quantity", "type too-wide", "EIP-4844; EIP-7918", NULL },
{ "blob.versioned_hash","{commitment:bytes}", "bytes32", "length", "EIP-4844", NULL },
{ "blob.gas_used",      "{fork:fork, counts:list}", "quantity", "blob-gas-used blob-count type", "EIP-4844", NULL },

/* --- transactions ------------------------------------------------------------------------- */
/* The decoded form has type, nonce, gasPrice | maxFeePerGas…, gas, to (null for creation),
 * value, input, accessList, chainId, v | yParity, r, s, and hash, as in JSON-RPC. */
{ "tx.decode",          "{data:bytes, fork?:fork}", "map", TX_REASONS, "EIP-2718; EIP-155, 2930, 1559, 4844, 7702", NULL },
{ "tx.encode",          "{tx:map}", "bytes", "type field-missing field-extra", "EIP-2718", NULL },
{ "tx.hash",            "{data:bytes}", "bytes32", TX_REASONS, "EIP-2718", NULL },
{ "tx.signing_hash",    "{tx:map}", "bytes32", "type field-missing field-extra", "EIP-155; EIP-2930, 1559, 4844, 7702", NULL },
{ "tx.sender",          "{data:bytes, fork?:fork}", "address", TX_REASONS, "Yellow Paper, appendix F", NULL },
{ "tx.intrinsic_gas",   "{data:bytes, fork:fork}", "{intrinsic:quantity, floor?:quantity}", TX_REASONS, "Yellow Paper 6.2; EIP-2028, 2930, 3860, 7623, 7702", NULL },
/* Static validity (specs: no state).  block?: {baseFeePerGas, excessBlobGas | blobBaseFee,
 * gasLeft} brings the rules that need a header.  needs: "execution" is always in the answer,
 * since nonce, balance and code of the sender are not known. */
{ "tx.validate",        "{data:bytes, fork:fork, chainId:quantity, block?:map}", "{hash:bytes32, sender:address, intrinsicGas:quantity, needs:text}", TX_REASONS, "Yellow Paper 6.2; EIP-2, 155, 1559, 2681, 3860, 4844, 7594, 7623, 7702, 7825", "eth_sendRawTransaction" },
/* Network form of a type 3 transaction: {version: 0|1, tx: canonical bytes, blobs: n, …} */
{ "tx.decode_network",  "{data:bytes, fork:fork}", "{tx:bytes, hash:bytes32, wrapperVersion:int, blobs:int, commitments:int, proofs:int}", TX_REASONS "version value", "EIP-4844; EIP-7594", NULL },
{ "authorization.signing_hash", "{chainId:quantity, address:address, nonce:quantity}", "bytes32", "too-wide", "EIP-7702", NULL },
/* skip: the tuple is passed over (true) or applied; reasons are those of the skip */
{ "authorization.check","{authorization:map, chainId:quantity}", "{authority:any, skip:bool, reason?:text}", "too-wide", "EIP-7702", NULL },
{ "delegation.encode",  "{address:address}", "bytes", "", "EIP-7702", NULL },
{ "delegation.decode",  "{code:bytes}", "{address:address}", "prefix length", "EIP-7702", NULL },

/* --- receipts and logs ------------------------------------------------------------------------ */
/* receipt: {type, status | root, cumulativeGasUsed, logsBloom?, logs: [{address, topics, data}]};
 * in lists of receipts an item may also be its canonical bytes */
{ "receipt.encode",     "{receipt:map}", "bytes", "type status topics field-missing field-extra", "Yellow Paper 4.3.1; EIP-658; EIP-2718", NULL },
{ "receipt.decode",     "{data:bytes, fork?:fork}", "map", RLP_REASONS "type tx-type status topics logs-bloom", "Yellow Paper 4.3.1; EIP-658; EIP-2718", "debug_getRawReceipts" },
{ "receipts.root",      "{receipts:list}", "bytes32", "type status topics", "Yellow Paper 4.3.2", "eth_getBlockReceipts" },
{ "receipts.validate",  "{receipts:list, header:map, fork:fork}", "{valid:bool}", RLP_REASONS "type tx-type status topics logs-bloom receipts-root cumulative-gas gas-used", "Yellow Paper 4.3.2", NULL },
{ "log.encode",         "{log:map}", "bytes", "topics", "Yellow Paper 4.3.1", NULL },
{ "bloom.of_logs",      "{logs:list}", "bytes256", "topics", "Yellow Paper 4.3.1", NULL },
{ "bloom.union",        "{blooms:list}", "bytes256", "", "Yellow Paper 4.3.1", NULL },
{ "bloom.may_contain",  "{bloom:bytes256, item:bytes}", "{present:bool}", "", "Yellow Paper 4.3.1", NULL },

/* --- withdrawals, requests ------------------------------------------------------------------------ */
{ "withdrawal.encode",  "{withdrawal:map}", "bytes", "too-wide", "EIP-4895", NULL },
{ "withdrawal.decode",  "{data:bytes}", "map", RLP_REASONS, "EIP-4895", NULL },
{ "withdrawals.root",   "{withdrawals:list}", "bytes32", "too-wide", "EIP-4895", "eth_getBlockByNumber" },
{ "withdrawal.wei",     "{amount:quantity}", "quantity", "too-wide", "EIP-4895", NULL },
/* requests: list of "0x type||data" */
{ "requests.hash",      "{requests:list}", "bytes32", "order repeated empty", "EIP-7685", NULL },
/* as the Engine API takes them: no empty data, ascending, no repeats, item sizes by type */
{ "requests.validate",  "{requests:list, fork:fork}", "{valid:bool, hash:bytes32}", "order repeated empty length type too-long", "EIP-7685; EIP-6110, 7002, 7251", NULL },
{ "deposit.from_event", "{data:bytes}", "bytes", "deposit-layout", "EIP-6110", NULL },
/* items: maps with the names of the Engine API (pubkey, withdrawalCredentials, amount, signature,
 * index; sourceAddress, validatorPubkey; sourcePubkey, targetPubkey) */
{ "request.decode",     "{data:bytes}", "{type:int, items:list}", "empty length type", "EIP-6110, 7002, 7251", NULL },

/* --- bodies and blocks ---------------------------------------------------------------------------------- */
{ "transactions.root",  "{transactions:list}", "bytes32", "", "Yellow Paper 4.3.2; EIP-2718", "eth_getBlockByNumber" },
{ "ommers.hash",        "{ommers:list}", "bytes32", "field-missing field-extra too-wide", "Yellow Paper 4.3.2", NULL },
/* header, transactions (hashes), ommers (hashes), withdrawals?, size */
{ "block.decode",       "{data:bytes, fork?:fork}", "map", TX_REASONS HEADER_REASONS "withdrawals block-size sidecar", "Yellow Paper 4.3; EIP-4895", NULL },
/* transactions: canonical bytes, or maps as tx.encode takes them */
{ "block.encode",       "{header:map, transactions:list, ommers:list, withdrawals?:list}", "bytes", "type field-missing field-extra too-wide", "Yellow Paper 4.3", NULL },
{ "block.hash",         "{data:bytes}", "bytes32", TX_REASONS HEADER_REASONS "withdrawals", "Yellow Paper 4.3", "eth_getBlockByNumber" },
/* Everything that can be known without state: header against parent, roots, sizes, senders.
 * ancestors?: JSON headers, nearest first, for the ommer rules. */
{ "block.validate",     "{data:bytes, fork:fork, parent?:map, parentFork?:fork, ancestors?:list, ancestorForks?:list, ancestorOmmers?:list, chainId?:quantity, chain?:text, withSenders?:bool}", "{hash:bytes32, needs:text, senders?:list}", TX_REASONS HEADER_REASONS "withdrawals block-size sidecar ommer ommer-count transactions-root withdrawals-root", "Yellow Paper 4.3; EIP-7934", NULL },
/* is a JSON header usable as ommer: see BLK-BODY-014 … 017 */

/* --- block access lists (Amsterdam, not final) ---------------------------------------------------------------- */
{ "bal.encode",         "{accessList:list}", "bytes", "too-wide", "EIP-7928", NULL },
{ "bal.hash",           "{accessList:list}", "bytes32", "too-wide", "EIP-7928", NULL },
{ "bal.decode",         "{data:bytes}", "list", RLP_REASONS, "EIP-7928", NULL },
{ "bal.validate",       "{data:bytes, transactions:int, gasLimit:quantity}", "{hash:bytes32, items:int, needs:text}", RLP_REASONS "order repeated slot-in-both no-change index access-list-size too-long", "EIP-7928; EIP-7954", NULL },

/* --- SSZ ------------------------------------------------------------------------------------------------------------ */
{ "ssz.merkle_branch",  "{leaf:bytes32, branch:list, depth:int, index:quantity, root:bytes32}", "{valid:bool}", "length", "consensus-specs, phase0: is_valid_merkle_branch", NULL },
{ "ssz.merkleize",      "{chunks:list, limit?:int, length?:quantity}", "bytes32", "too-long", "consensus-specs, simple-serialize", NULL },
{ "ssz.gindex",         "{fork:text, name:text}", "{gindex:int, depth:int, index:int}", "value", "consensus-specs, light-client", NULL },

/* --- Conflux: rules are heights (pos, cip40, cip94, cip112, cip1559), an absent one never holds ---------------- */
{ "conflux.header.decode", "{data:bytes, rules:map}", "map", RLP_REASONS "value too-long prefix count repeated difficulty gas-limit field-missing", "conflux-rust block_header.rs; CIP-112; CIP-1559", NULL },
/* test mode: Octopus, of the public networks, is not asked for */
{ "conflux.pow.check",  "{problemHash:bytes32, nonce:quantity, difficulty:quantity}", "{hash:bytes32, quality:quantity}", "difficulty", "conflux-rust cfxcore pow", NULL },
{ "conflux.list_root",  "{items:list}", "bytes32", "", "conflux-rust simple_mpt.rs", NULL },
{ "conflux.tx.decode",  "{data:bytes}", "map", RLP_REASONS SIG_REASONS "type to field-missing", "conflux-rust native_transaction.rs; CIP-1559", NULL },
/* packedGas: the gas limits of this block's transactions of the space; spaceGasLimit 0 keeps the price */
{ "conflux.base_price.next", "{basePrice:quantity, spaceGasLimit:quantity, packedGas:quantity, minimum:quantity}", "quantity", "gas-used too-wide", "CIP-1559 of Conflux", NULL },
/* block, tx and receipt: as a Core node's RPC shows them.  Unless gasLimit and cip112 are given, the header's limit
 * and the form of its custom items are those that lead to block.hash. */
{ "conflux.header.hash", "{block:map, espaceBasePrice?:quantity, gasLimit?:quantity, cip112?:bool}", "{hash:bytes32, problemHash:bytes32, gasLimit:quantity, data:bytes}", "", "conflux-rust block_header.rs; CIP-112; CIP-1559", NULL },
{ "conflux.tx.encode",  "{tx:map}", "{data:bytes, hash:bytes32, signingHash:bytes32}", "type", "conflux-rust native_transaction.rs; CIP-1559", NULL },
{ "conflux.receipt.encode", "{receipt:map}", "bytes", "status topics", "conflux-rust receipt.rs", NULL },
{ "conflux.receipt.decode", "{data:bytes}", "map", RLP_REASONS "value status topics logs-bloom field-missing", "conflux-rust receipt.rs, log_entry.rs", NULL },
{ "conflux.receipts_root", "{receipts:list}", "{root:bytes32, logsBloom:bytes256}", RLP_REASONS "value status topics logs-bloom field-missing", "conflux-rust receipt.rs, simple_mpt.rs", NULL },
/* blocks: the receipts of each block of an epoch, in its order */
{ "conflux.epoch_roots", "{blocks:list}", "{deferredReceiptsRoot:bytes32, deferredLogsBloomHash:bytes32}", RLP_REASONS "value status topics logs-bloom field-missing", "conflux-rust block_header.rs, simple_mpt.rs", NULL },
{ "conflux.header.validate", "{data:bytes, parent:bytes, rules:map}", "{hash:bytes32}", RLP_REASONS "value too-long prefix count repeated difficulty gas-limit field-missing field-extra parent-hash number timestamp gas-limit-step", "conflux-rust verification.rs, synchronization_graph.rs", NULL },
/* a transaction of either space as it stands in a block at height */
{ "conflux.tx.check",   "{data:bytes, chainId:quantity, espaceChainId:quantity, height:quantity, cip130?:bool, cip645?:bool}", "{space:text, hash:bytes32, from:address}", RLP_REASONS SIG_REASONS "type to field-missing chain-id fee-below-base range priority-above-max intrinsic-gas nonce-limit", "conflux-rust verification.rs; CIP-90; CIP-130; CIP-645", NULL },
/* data: the RLP list of a block's transactions; the gas is that of their limits */
{ "conflux.body.check", "{data:bytes, chainId:quantity, espaceChainId:quantity, height:quantity, gasLimit:quantity, cip130?:bool, cip645?:bool}", "{transactionsRoot:bytes32, count:int, coreGas:quantity, espaceGas:quantity}", RLP_REASONS SIG_REASONS "type to field-missing chain-id fee-below-base range priority-above-max intrinsic-gas nonce-limit block-size gas-used", "conflux-rust transaction/mod.rs, verification.rs; CIP-1559", NULL },
{ "conflux.bloom_hash", "{blooms:list}", "bytes32", "length", "conflux-rust block_header.rs", NULL },
{ "conflux.state_root", "{snapshot:bytes32, intermediate:bytes32, delta:bytes32}", "bytes32", "", "conflux-rust state_root.rs", NULL },
/* roots: that of the block itself first, then those of the blamed ones */
{ "conflux.blame_root", "{roots:list, blame:int}", "bytes32", "count length", "conflux-rust block_header.rs", NULL },
{ "conflux.tree_root",  "{entries:list}", "bytes32", "empty repeated length", "conflux-rust merkle.rs", NULL },
{ "conflux.difficulty.next", "{difficulty:quantity, blocks:quantity, seconds:quantity}", "quantity", "value too-wide", "CIP-86; conflux-rust target_difficulty_manager.rs", NULL },
/* blocks: {hash, parent, referees, difficulty, adaptive, quality?}, each after what it names; the first one is the root */
{ "conflux.ghast.order", "{blocks:list}", "{pivot:list, epochs:list}", "empty order repeated too-wide", "conflux-rust consensus_inner", NULL },
{ "conflux.ghast.weights", "{blocks:list}", "{own:list, subtree:list}", "empty order repeated too-wide", "conflux-rust consensus_inner", NULL },
{ "conflux.address.create", "{from:address, nonce:quantity, initCode:bytes}", "address", "", "conflux-rust cal_contract_address", NULL },
{ "conflux.address.user", "{publicKey:bytes}", "address", "key", "conflux-rust public_to_address", NULL },
{ "conflux.address.mapped", "{address:address}", "address", "", "CIP-90", NULL },
{ "conflux.address.encode", "{address:address, netId:int, verbose?:bool}", "text", "range", "CIP-37", NULL },
{ "conflux.address.decode", "{text:text}", "{address:address, netId:int, type:text}", "case grammar prefix character checksum version length padding type", "CIP-37", NULL },
/* headers: the blocks of an epoch, the pivot last; empty: it has no eSpace transaction */
{ "conflux.espace.block", "{headers:list, rules:map, empty:bool}", "map", RLP_REASONS "value too-long field-missing", "conflux-rust rpc-eth-types block.rs", NULL },
{ "conflux.phantom.encode", "{from:address, to?:any, nonce:quantity, value:quantity, data:bytes, chainId:quantity}", "{data:bytes, hash:bytes32}", "too-wide", "conflux-rust eth_transaction.rs", NULL },
{ "conflux.phantoms",   "{txHash:bytes32, logs:list, chainId:quantity}", "list", "topics truncated order too-wide", "CIP-90; conflux-rust phantom_tx", NULL },
{ "conflux.gas_shares", "{gasLimit:quantity, height:quantity}", "{core:quantity, espace:quantity}", "too-wide", "CIP-1559 of Conflux; CIP-90", NULL },
};
/* clang-format on */

const struct suite suite_block = {
    .id = "block",
    .title = "Block formats",
    .ops = ops,
    .op_count = ARRAY_LEN(ops),
};
