// conflux_node BASE FOLDER KEY,…: a Conflux node in development mode: port BASE is Core, BASE+1 eSpace, BASE+2 and +3 their
// WebSockets.  Blocks are made by hand.  FOLDER is emptied; the keys (hexadecimal digits without 0x) have funds in both spaces.
// Run in a folder where npm installed @xcfx/node and the package for this platform.  Ends on SIGTERM.
"use strict";
const fs = require("fs"), path = require("path");
const from = { paths: [process.cwd()] };
const { ConfluxNode } = require(require.resolve("@xcfx/node-linux-x64-gnu", from));
const base = Number(process.argv[2]), folder = path.resolve(process.argv[3]), keys = process.argv[4].split(",");
const pos = path.join(path.dirname(require.resolve("@xcfx/node/package.json", from)), "configs", "pos_config");
// Every upgrade from the first height on.
const upgrades = [
  "tanzanite_transition_height", "hydra_transition_number", "hydra_transition_height", "cip78_patch_transition_number",
  "cip90_transition_height", "cip90_transition_number", "dao_vote_transition_number", "dao_vote_transition_height",
  "cip105_transition_number", "sigma_fix_transition_number", "cip107_transition_number", "cip112_transition_height",
  "cip118_transition_number", "cip119_transition_number", "base_fee_burn_transition_number", "base_fee_burn_transition_height",
  "cip1559_transition_height", "cancun_opcodes_transition_number", "c2_fix_transition_height", "eoa_code_transition_height",
  "align_evm_transition_height",
];
const options = {
  mode: "dev", node_type: "full", block_db_type: "sqlite", conflux_data_dir: folder, block_db_dir: `${folder}/db`,
  netconf_dir: `${folder}/net`, chain_id: 1234, evm_chain_id: 1235, public_rpc_apis: "all", public_evm_rpc_apis: "evm,ethdebug",
  jsonrpc_http_port: base, jsonrpc_http_eth_port: base + 1, jsonrpc_ws_port: base + 2, jsonrpc_ws_eth_port: base + 3,
  tcp_port: base + 4, udp_port: base + 4, stratum_port: base + 5, stratum_listen_address: "127.0.0.1", mining_type: "disable",
  genesis_secrets: `${folder}/secrets.txt`, genesis_evm_secrets: `${folder}/secrets.txt`, dev_pack_tx_immediately: false,
  poll_lifetime_in_seconds: 180, pos_config_path: `${pos}/pos_config.yaml`, pos_initial_nodes_path: `${pos}/initial_nodes.json`,
  pos_private_key_path: `${folder}/pos_key`, dev_pos_private_key_encryption_password: "123456", pos_reference_enable_height: 0,
  cip43_init_end_number: 100000,
};
for (const name of upgrades) options[name] = 1;
fs.rmSync(folder, { recursive: true, force: true });
fs.mkdirSync(folder, { recursive: true });
fs.writeFileSync(`${folder}/secrets.txt`, keys.join("\n") + "\n");
fs.writeFileSync(`${folder}/node.toml`,
  Object.entries(options).map(([name, value]) => `${name} = ${JSON.stringify(value)}`).join("\n") + "\n");
const node = new ConfluxNode();
node.startNode({ configFile: `${folder}/node.toml` }).catch((e) => { console.error(e); process.exit(1); });
setInterval(() => {}, 1e6);
const stop = () => Promise.race([node.stopNode(), new Promise((resolve) => setTimeout(resolve, 3000))]).finally(() => process.exit(0));
process.on("SIGTERM", stop);
process.on("SIGINT", stop);
