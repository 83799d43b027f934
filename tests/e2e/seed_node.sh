#!/bin/sh
# seed_node URL: gives a development chain with unlocked accounts something to
# look at: transfers of types 0 to 2, a creation that logs, a call that logs, a
# call that fails, and a block with several transactions where the node can
# hold its mining back.  Prints nothing; fails when the node refuses.
set -eu
url=$1
call() {
    curl -sS --max-time 20 -H 'Content-Type: application/json' \
        --data "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"$1\",\"params\":$2}" "$url" | jq -c 'if .error then error(.error.message) else .result end'
}
# send MEMBERS: the hash of a transaction of the first account.
send() {
    call eth_sendTransaction "[{\"from\":$from,$1}]"
}
from=$(call eth_accounts '[]' | jq -c '.[0]')
to='"to":"0x00000000000000000000000000000000c0ffee01"'
send "$to,\"value\":\"0x1\",\"gas\":\"0x5208\",\"gasPrice\":\"0x77359400\"" >/dev/null
send "$to,\"value\":\"0x2\",\"gas\":\"0xc350\",\"gasPrice\":\"0x77359400\",\"accessList\":[{\"address\":\"0x00000000000000000000000000000000c0ffee01\",\"storageKeys\":[]}]" >/dev/null
send "$to,\"value\":\"0x3\",\"gas\":\"0x5208\",\"maxFeePerGas\":\"0x77359400\",\"maxPriorityFeePerGas\":\"0x3b9aca00\"" >/dev/null
# The creation logs nothing with no topic; what it leaves logs two topics.
made=$(send '"gas":"0x30d40","data":"0x60006000a0696001600260206000a200600052600a6016f3"')
sleep 1
contract=$(call eth_getTransactionReceipt "[$made]" | jq -c .contractAddress)
call evm_setAutomine '[false]' >/dev/null 2>&1 || true
send "\"to\":$contract,\"gas\":\"0x186a0\"" >/dev/null
send "$to,\"value\":\"0x4\",\"gas\":\"0x5208\",\"gasPrice\":\"0x77359400\"" >/dev/null
send '"gas":"0x30d40","data":"0x60006000fd"' >/dev/null
send "\"to\":$contract,\"gas\":\"0x186a0\",\"maxFeePerGas\":\"0x77359400\",\"maxPriorityFeePerGas\":\"0x1\"" >/dev/null
call evm_mine '[]' >/dev/null 2>&1 || true
call evm_setAutomine '[true]' >/dev/null 2>&1 || true
