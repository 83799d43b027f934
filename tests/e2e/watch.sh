#!/bin/sh
# Target files and the nightly job: runs, history, what changed, policy, and
# one clear line for each file that is wrong.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

command -v python3 >/dev/null || { echo "python3 is not installed"; exit 77; }
pids=
stop_all() {
    for one in $pids; do kill "$one" 2>/dev/null || true; done
}
trap 'stop_all; rm -rf "$work"' EXIT

# a node whose answers change when the file `worse` is there
cat >node.py <<'P'
import http.server, json, os
class Node(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    def log_message(self, *_): pass
    def do_POST(self):
        q = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        a = {"jsonrpc": "1.0" if os.path.exists("worse") else "2.0", "id": q.get("id") if isinstance(q, dict) else None}
        if isinstance(q, dict) and q.get("method") == "eth_chainId":
            a["result"] = "0x1"
        else:
            a["error"] = {"code": -32601, "message": "method not found"}
        text = json.dumps(a).encode()
        self.send_response(401 if self.headers.get("X-Key") != "let-me-in" else 200)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Node)
server.daemon_threads = True
print(server.server_port, flush=True)
server.serve_forever()
P
python3 node.py >port 2>node.log &
pids="$pids $!"
n=0
until [ -s port ] || [ "$n" -gt 100 ]; do n=$((n + 1)); sleep 0.1; done
port=$(cat port)
echo let-me-in >key
# the deviations of this poor node, as a baseline: everything that fails now
cat >targets.yaml <<Y
format: 1
history: nights.sqlite
policy: {nonconformant: warn}
targets:
- name: mock
  vendor: "A <b>|vendor"
  product: mock
  version: "1"
  endpoints: ["http://127.0.0.1:1", "http://127.0.0.1:$port"]
  headers: ["X-Key: file:key"]
  limits: {jobs: 2, timeout_ms: 2000}
  profile: evm-node
- name: gone
  endpoints: ["http://127.0.0.1:1"]
  profile: evm-node
Y

# one target, by run: the second endpoint answers, the secret is nowhere
status 1 "$etalon" run --target-file targets.yaml --only mock --quiet --level MUST --record one.ndjson
checks=$((checks + 1))
grep -q "127.0.0.1:$port" one.ndjson || fail "the second endpoint is not in the record"
grep -q let-me-in one.ndjson && fail "the secret is in the record"
grep -q -- "--target-file .*targets.yaml.* --only mock --id" one.ndjson || fail "no line that repeats a case"
status 3 "$etalon" run --target-file targets.yaml --only nobody
complains 'has no target nobody'
status 3 "$etalon" run --target-file targets.yaml --record r.ndjson
complains 'is for one target'
status 3 "$etalon" run --target-file targets.yaml --target ref:
one_line_error

# nights; a build without SQLite says so
if ! "$etalon" watch targets.yaml --only gone --out try >out 2>err; then
    if grep -q 'has no SQLite' err; then
        echo "$checks checks (this build keeps no history)"
        exit 0
    fi
fi
status 0 "$etalon" watch targets.yaml --out night1
says 'mock: nonconformant [warn]'
says 'gone: unreachable [warn]'
for file in summary.json summary.md summary.txt mock.ndjson mock/report.html; do
    checks=$((checks + 1))
    [ -s "night1/$file" ] || fail "night1/$file is not there"
done
checks=$((checks + 1))
grep -rq let-me-in night1 && fail "the secret is in a report"
python3 - <<'P' || fail "the summary does not say what it should"
import json
s = json.load(open("night1/summary.json"))
mock, gone = s["targets"]
assert s["exit_status"] == 0 and mock["outcome"] == "nonconformant" and gone["outcome"] == "unreachable"
assert mock["policy"] == "warn" and mock["since"] is None and len(mock["trend"]) == 1
assert mock["count"]["pass"] > 0 and mock["count"]["fail"] > 0
P
# a good night is one of exit status 0: say so in the history, then be worse
python3 - <<'P'
import sqlite3
db = sqlite3.connect("nights.sqlite")
assert db.execute("select count(*) from runs").fetchone() == (1,)
assert db.execute("select count(*) from cases").fetchone()[0] > 100
db.execute("update runs set exit_status = 0")
db.commit()
P
status 0 "$etalon" watch targets.yaml --only mock --out night2
says '0 worse, 0 better'
touch worse
status 4 "$etalon" watch targets.yaml --only mock --out night3
says 'block.node.jsonrpc.version pass -> fail'
checks=$((checks + 1))
grep -q 'block.node.jsonrpc.version' night3/summary.md || fail "the page does not name what is worse"
sed 's/policy: .*/policy: {nonconformant: warn, regression: ignore, unreachable: fail}/' targets.yaml >lenient.yaml
status 2 "$etalon" watch lenient.yaml --out night4
sed 's/policy: .*/policy: {regression: warn}/' targets.yaml >strict.yaml
status 1 "$etalon" watch strict.yaml --only mock --out night5
status 3 "$etalon" watch targets.yaml --out night1
one_line_error
echo "no database, but quite long enough to be looked at as one" >broken.sqlite
status 3 "$etalon" watch targets.yaml --out night6 --history broken.sqlite
complains 'history cannot be opened'

# files that are wrong: one line with the place
wrong() { # SED TEXT
    sed "$1" targets.yaml >wrong.yaml
    status 3 "$etalon" watch wrong.yaml --out nothing
    one_line_error
    complains 'wrong.yaml:'
    complains "$2"
}
wrong 's/jobs: 2/jobs: 0/' 'from 1 to 64'
wrong 's/limits/limit/' 'did you mean limits'
wrong 's/name: gone/name: mock/' 'two targets'
wrong 's/"http:..127.0.0.1:1"\]/"node.example"]/' 'an endpoint is a target'
wrong 's/: warn}/: perhaps}/' 'fail, warn or ignore'
wrong 's/format: 1/format: 2/' ''
wrong 's/  endpoints: \["http:..127.0.0.1:1"\]/  note: x/' 'endpoints'
sed 's/X-Key: file:key/X-Key: my-secret-itself/' targets.yaml >literal.yaml
status 3 "$etalon" run --target-file literal.yaml --only mock
complains 'does not belong'
checks=$((checks + 1))
grep -q my-secret-itself err && fail "a secret is shown"
status 0 "$etalon" lint --quiet
finish
