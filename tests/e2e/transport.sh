#!/bin/sh
# The way to a node: header fields, credentials, TLS with a throw-away CA,
# client certificates, a proxy, compression, redirects, pace and budget - each
# against a real server on this machine.  No secret may be seen in any output.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

for tool in python3 openssl; do
    command -v "$tool" >/dev/null || { echo "$tool is not installed"; exit 77; }
done
pids=
stop_all() {
    for pid in $pids; do kill "$pid" 2>/dev/null || true; done
}
trap 'stop_all; rm -rf "$work"' EXIT

# serve NAME WORDS…: a server; its port in $port.
serve() {
    name=$1
    shift
    python3 "$root/tests/e2e/mock_node.py" "$@" >"$name.port" 2>"$name.log" &
    pids="$pids $!"
    n=0
    until [ -s "$name.port" ]; do
        n=$((n + 1))
        [ "$n" -lt 100 ] || { echo "no server: $name"; cat "$name.log"; exit 99; }
        sleep 0.1
    done
    port=$(cat "$name.port")
}

# ask STATUS METHOD WORDS…: a call by hand.
ask() {
    want=$1
    method=$2
    shift 2
    echo "{\"method\": \"$method\", \"params\": []}" >in.json
    got=0
    "$etalon" ask rpc --no-check --compact "$@" >out 2>err <in.json || got=$?
    checks=$((checks + 1))
    [ "$got" = "$want" ] || fail "exit status $got instead of $want: ask $method $*"
}

lacks() {
    checks=$((checks + 1))
    if grep -rqF -- "$1" out err ./*.ndjson 2>/dev/null; then fail "a secret is shown: $1"; fi
}

mkdir ca
ca_make() { # a CA, a server's certificate and a client's
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "/CN=throw-away CA" \
        -keyout ca/ca.key -out ca/ca.pem >/dev/null 2>&1
    for who in server client; do
        openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=$who" \
            -keyout "ca/$who.key" -out "ca/$who.csr" >/dev/null 2>&1
        echo "subjectAltName=IP:127.0.0.1,DNS:localhost" >ca/ext
        openssl x509 -req -in "ca/$who.csr" -CA ca/ca.pem -CAkey ca/ca.key -CAcreateserial -days 2 -extfile ca/ext \
            -out "ca/$who.pem" >/dev/null 2>&1
    done
    openssl ec -in ca/client.key -aes128 -passout pass:open-sesame -out ca/client.enc.key >/dev/null 2>&1
}
ca_make

# header fields: given, named by a variable or a file; the vector's id
serve plain
plain=$port
KEY=s3cret-api-key
export KEY
ask 0 echo --target "http://127.0.0.1:$plain" --header 'X-Team: one' --header 'X-Api-Key: env:KEY'
says '"x-team":"one"'
says '"x-api-key":"***"'
says '"x-etalon-vector":"ask"'
lacks "$KEY"
printf 'f1le-token\n' >token
for http in 1 any; do # both ways that plain HTTP has
    if [ "$http" = 1 ]; then set -- --http-version 1; else set --; fi
    ask 0 shout --target "http://127.0.0.1:$plain" --bearer file:token --header 'X-Api-Key: env:KEY' "$@"
    says 'Bearer ***'
    lacks f1le-token
    lacks "$KEY"
done
ask 3 echo --target "http://127.0.0.1:$plain" --header 'X-Api-Key: s3cret-literal'
complains 'does not belong on a command line'
lacks s3cret-literal
ask 3 echo --target "http://127.0.0.1:$plain" --bearer abc-literal
lacks abc-literal
ask 3 echo --target "http://127.0.0.1:$plain" --header 'Content-Length: 3'
ask 3 echo --target "http://127.0.0.1:$plain" --bearer env:NO_SUCH_VARIABLE
complains 'NO_SUCH_VARIABLE'
# user and password of the address, in whatever form they come back
ask 0 shout --target "http://me:hunter2%21x@127.0.0.1:$plain"
lacks hunter2
lacks "$(printf 'me:hunter2!x' | base64 | tr -d =)"

# a record shows no secret either
status 1 "$etalon" run --quiet --target "http://me:hunter2@127.0.0.1:$plain/k3yk3yk3yk3yk3yk3yk3y0" --bearer file:token \
    --id 'block.node.*' --level MUST --record secret.ndjson --report html=page.html
lacks hunter2
lacks f1le-token
lacks k3yk3yk3yk3yk3yk3yk3y0
checks=$((checks + 1))
! grep -qE 'hunter2|f1le-token|k3yk3yk3' page.html || fail "a secret is in the page"

# nor does the script that asks by hand
status 0 "$etalon" explain --curl block.node.hash.latest --target "http://me:hunter2@127.0.0.1:$plain/k3yk3yk3yk3yk3yk3yk3y0"
checks=$((checks + 1))
! grep -qE 'hunter2|k3yk3yk3' out err || fail "a secret is in the script"

# JWT
printf '%064d\n' 7 >jwt.hex
serve jwt --jwt "$(cat jwt.hex)"
ask 0 eth_chainId --target "http://127.0.0.1:$port" --jwt-secret file:jwt.hex
ask 0 echo --target "http://127.0.0.1:$port" --jwt-secret file:jwt.hex --http-version 1
lacks eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9
ask 2 eth_chainId --target "http://127.0.0.1:$port"
complains 401

# TLS: unknown CA, own CA, wrong name; client certificate
serve tls --tls ca/server.pem ca/server.key
ask 2 eth_chainId --target "https://127.0.0.1:$port"
complains 'certificate'
ask 0 eth_chainId --target "https://127.0.0.1:$port" --ca ca/ca.pem
ask 2 eth_chainId --target "https://127.0.0.2:$port" --ca ca/ca.pem
tls=$port
serve mutual --tls ca/server.pem ca/server.key ca/ca.pem
ask 2 eth_chainId --target "https://127.0.0.1:$port" --ca ca/ca.pem
ask 0 eth_chainId --target "https://127.0.0.1:$port" --ca ca/ca.pem --client-cert ca/client.pem --client-key ca/client.key
PASS="open-sesame"
export PASS
ask 0 eth_chainId --target "https://127.0.0.1:$port" --ca ca/ca.pem --client-cert ca/client.pem \
    --client-key ca/client.enc.key --key-password env:PASS
ask 3 eth_chainId --target "https://127.0.0.1:$port" --client-cert ca/client.pem

# a proxy, with and without TLS behind it; one that asks who we are
serve proxy --proxy
ask 0 echo --target "http://127.0.0.1:$plain" --proxy "http://127.0.0.1:$port"
says '"via":"1.1 mock"'
ask 0 eth_chainId --target "https://127.0.0.1:$tls" --ca ca/ca.pem --proxy "http://127.0.0.1:$port"
serve guarded --proxy --need Proxy-Authorization "Basic $(printf 'me:pr0xy-pass' | base64)"
ask 2 eth_chainId --target "https://127.0.0.1:$tls" --ca ca/ca.pem --proxy "http://127.0.0.1:$port"
ask 0 eth_chainId --target "https://127.0.0.1:$tls" --ca ca/ca.pem --proxy "http://me:pr0xy-pass@127.0.0.1:$port"
lacks pr0xy-pass
ask 3 eth_chainId --target "https://127.0.0.1:$tls" --proxy "ftp://127.0.0.1"

# compression, and a body that grows 200 MB when it is expanded
ask 0 zeros --target "http://127.0.0.1:$plain/gzip" --http-version 1
says 0000000000
ask 1 zeros --target "http://127.0.0.1:$plain/bomb" --http-version 1 --line-max 100000
says 'longer than the limit'

# redirects: none, on the same server, to another one, to a file, in a circle
ask 2 eth_chainId --target "http://127.0.0.1:$plain/moved"
complains 'redirects are not followed'
ask 0 eth_chainId --target "http://127.0.0.1:$plain/moved" --redirects 1
for path in away file; do
    ask 2 eth_chainId --target "http://127.0.0.1:$plain/$path" --redirects 5
    complains 'to another server are not followed'
done
ask 2 eth_chainId --target "http://127.0.0.1:$plain/loop" --redirects 3
complains 'more than 3'

# pace and budget: the discovery alone asks more than ten times
begin=$(date +%s%N)
ask 0 eth_chainId --target "http://127.0.0.1:$plain" --rate 20
checks=$((checks + 1))
[ $(($(date +%s%N) - begin)) -gt 500000000 ] || fail "20 a second were not kept to"
status 2 "$etalon" run --quiet --target "http://127.0.0.1:$plain" --max-requests 3 --id 'block.node.*' --record few.ndjson
checks=$((checks + 1))
grep -q 'used up' few.ndjson || fail "the budget is not kept to"

# HTTP/2, where a server for it is to be had
if command -v node >/dev/null; then
    cat >h2.mjs <<'J'
import http2 from 'node:http2'
import { readFileSync } from 'node:fs'
const answer = (stream, headers) => {
  let body = ''
  stream.on('data', d => { body += d })
  stream.on('end', () => {
    const q = JSON.parse(body)
    stream.respond({ ':status': 200, 'content-type': 'application/json' })
    stream.end(JSON.stringify({ jsonrpc: '2.0', id: q.id, result: q.method === 'echo' ? 'HTTP/2' : '0x1' }))
  })
}
const open = http2.createServer()
const tls = http2.createSecureServer({ key: readFileSync('ca/server.key'), cert: readFileSync('ca/server.pem') })
for (const s of [open, tls]) s.on('stream', answer)
open.listen(0, '127.0.0.1', () => tls.listen(0, '127.0.0.1', () => {
  console.log(open.address().port + ' ' + tls.address().port)
}))
J
    node h2.mjs >h2.port 2>h2.log &
    pids="$pids $!"
    n=0
    until [ -s h2.port ] || [ "$n" -gt 100 ]; do n=$((n + 1)); sleep 0.1; done
    read -r open tls2 <h2.port
    ask 0 echo --target "http://127.0.0.1:$open" --http-version 2
    says 'HTTP/2'
    ask 0 echo --target "https://127.0.0.1:$tls2" --ca ca/ca.pem
    says 'HTTP/2'
fi

# WebSocket and a Unix socket, with subscriptions, on a real node
anvil=${ETALON_NPM_DIR:-$build/npm-nodes}/node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil
if [ -x "$anvil" ]; then
    wsport=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    "$anvil" --port "$wsport" --ipc "$work/node.ipc" --quiet >anvil.log 2>&1 &
    pids="$pids $!"
    n=0
    until [ -S node.ipc ] || [ "$n" -gt 100 ]; do n=$((n + 1)); sleep 0.1; done
    sleep 0.3
    for target in "ws://127.0.0.1:$wsport" "ipc:$work/node.ipc"; do
        if "$etalon" help targets | grep -q "^  ${target%%:*}:.*not in this build"; then continue; fi
        rm -f sub.ndjson
        status 0 "$etalon" run --quiet --allow-writes --target "$target" --id 'block.node.subscribe.*' --record sub.ndjson
        checks=$((checks + 1))
        [ "$(grep -c '"verdict":"pass"' sub.ndjson)" = 4 ] || fail "$target: not every subscription passed"
    done
else
    echo "(no anvil: WebSocket and Unix sockets were not asked)"
fi
status 3 "$etalon" run --quiet --target ipc: --record none.ndjson
status 2 "$etalon" run --quiet --target "ipc:$work/absent" --record none.ndjson
complains 'No such file'

# a variable for an adapter
cat >adapter.py <<'P'
import json, os, sys
for line in sys.stdin:
    q = json.loads(line)
    if "hello" in line:
        a = {"protocol": 1, "name": "env", "version": "1", "operations": ["keccak256"]}
    else:
        a = {"id": q.get("id"), "out": {"v": os.environ.get("SEEN", "none"), "h": os.environ.get("KEY", "none")}}
    print(json.dumps(a), flush=True)
P
SEEN=yes
export SEEN
echo '{"data":"0x"}' >in.json
"$etalon" ask keccak256 --compact --target "stdio:python3 $work/adapter.py" --adapter-env SEEN <in.json >out 2>err || true
says '"v":"yes"'
says '"h":"none"'
finish
