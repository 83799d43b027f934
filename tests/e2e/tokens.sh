#!/bin/sh
# Tokens that are wrong in one place, judged on the bundled chain and, where npm
# has it, on anvil: each must fail what its tag names, the right ones nothing.
# Skips (77) without python3.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"
command -v python3 >/dev/null || { echo "python3 is not installed: no token was judged"; exit 77; }

version=1.7.1
npm_dir=${ETALON_NPM_DIR:-$build/npm-nodes}
package=@foundry-rs/anvil-linux-amd64
node_pid=
trap '[ -z "$node_pid" ] || kill "$node_pid" 2>/dev/null || true; rm -rf "$work"' EXIT

# bad input is one error that names the place
status 3 "$etalon" run --target chain: --profile token-erc20 --set Token=1
one_line_error
complains "NAME=VALUE"
status 3 "$etalon" run --target chain: --profile token-erc20 --set init=@/nowhere
one_line_error
complains "/nowhere"
status 3 "$etalon" run --target chain: --profile token-erc20 --set a=1 --set a=2
one_line_error
# a run that names no contract decides nothing
status 2 "$etalon" run --quiet --target chain: --profile token-erc20 --record none.ndjson
checks=$((checks + 1))
grep -q '"verdict":"\(pass\|fail\)"' none.ndjson && fail "a run without a token has verdicts about it"

mkdir chain anvil
status 0 python3 "$root/tests/e2e/tokens.py" "$etalon" "$work/chain" chain: -
cat "$work/out"

if command -v npm >/dev/null && command -v curl >/dev/null; then
    mkdir -p "$npm_dir"
    [ -x "$npm_dir/node_modules/$package/bin/anvil" ] ||
        npm install --prefix "$npm_dir" --ignore-scripts --no-audit --no-fund --no-package-lock --loglevel=error \
            "$package@$version" >"$work/npm.log" 2>&1 || { echo "npm could not install anvil"; tail -n 2 "$work/npm.log"; }
fi
if [ -x "$npm_dir/node_modules/$package/bin/anvil" ]; then
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    "$npm_dir/node_modules/$package/bin/anvil" --host 127.0.0.1 --port "$port" --hardfork osaka --quiet >anvil.log 2>&1 &
    node_pid=$!
    n=0
    until curl -sf --max-time 1 -H 'Content-Type: application/json' \
        --data '{"jsonrpc":"2.0","id":1,"method":"eth_chainId","params":[]}' "http://127.0.0.1:$port" >/dev/null 2>&1; do
        n=$((n + 1))
        [ "$n" -lt 100 ] || { fail "anvil did not answer in 10 s"; break; }
        sleep 0.1
    done
    # the first of anvil's development accounts, which it signs for
    status 0 python3 "$root/tests/e2e/tokens.py" "$etalon" "$work/anvil" "http://127.0.0.1:$port" \
        0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266 3
    cat "$work/out"
else
    echo "anvil is not to be had: wrong tokens were judged on the bundled chain only"
fi

# known good: contracts of OpenZeppelin 4.9.6, as published
contracts=@openzeppelin/contracts
if command -v npm >/dev/null && [ ! -d "$npm_dir/node_modules/$contracts" ]; then
    npm install --prefix "$npm_dir" --ignore-scripts --no-audit --no-fund --no-package-lock --loglevel=error \
        "$contracts@4.9.6" >"$work/npm.log" 2>&1 || tail -n 2 "$work/npm.log"
fi
# published CONTRACT CONSTRUCTOR-ARGUMENTS PROFILE OPTIONS…: must conform.
published() {
    name=$1
    python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["bytecode"] + sys.argv[2])' \
        "$npm_dir/node_modules/$contracts/build/contracts/$name.json" "$2" >"$name.hex"
    profile=$3
    shift 3
    status 0 "$etalon" run --quiet --target chain: --profile "$profile" --set "init=@$name.hex" --record "$name.ndjson" "$@"
}
if [ -d "$npm_dir/node_modules/$contracts" ]; then
    # ("Tok", "TK", 1000000, the deployer); mint(deployer, …) where the constructor makes nothing
    deployer=0x657461000000000000000000000000000000d001
    published ERC20PresetFixedSupply \
        000000000000000000000000000000000000000000000000000000000000008000000000000000000000000000000000000000000000000000000000000000c000000000000000000000000000000000000000000000000000000000000f4240000000000000000000000000657461000000000000000000000000000000d0010000000000000000000000000000000000000000000000000000000000000003546f6b00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000002544b000000000000000000000000000000000000000000000000000000000000 \
        token-erc20
    published ERC20PresetMinterPauser \
        000000000000000000000000000000000000000000000000000000000000004000000000000000000000000000000000000000000000000000000000000000800000000000000000000000000000000000000000000000000000000000000003546f6b00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000002544b000000000000000000000000000000000000000000000000000000000000 \
        token-erc20 --set "setup=0x40c10f19000000000000000000000000657461000000000000000000000000000000d00100000000000000000000000000000000000000000000000000000000000f4240" \
        --set pause=0x8456cb59 --set "pauser=$deployer"
    published ERC721PresetMinterPauserAutoId \
        000000000000000000000000000000000000000000000000000000000000006000000000000000000000000000000000000000000000000000000000000000a000000000000000000000000000000000000000000000000000000000000000e00000000000000000000000000000000000000000000000000000000000000003546f6b00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000002544b000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000a68747470733a2f2f782f00000000000000000000000000000000000000000000 \
        token-erc721 --set id=0 --set "setup=0x6a627842000000000000000000000000657461000000000000000000000000000000d001"
    published ERC1155PresetMinterPauser \
        0000000000000000000000000000000000000000000000000000000000000020000000000000000000000000000000000000000000000000000000000000000e68747470733a2f2f782f7b69647d000000000000000000000000000000000000 \
        token-erc1155 --set "setup=0x731133e9000000000000000000000000657461000000000000000000000000000000d001000000000000000000000000000000000000000000000000000000000000000100000000000000000000000000000000000000000000000000000000000003e800000000000000000000000000000000000000000000000000000000000000800000000000000000000000000000000000000000000000000000000000000000"
    echo "four contracts of $contracts 4.9.6 conform"
else
    echo "$contracts is not to be had: no published token was judged"
fi
finish
