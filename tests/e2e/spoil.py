"""spoil URL METHOD:MEMBER=VALUE: a proxy on loopback that hands requests on to
a node and, in answers to METHOD, puts VALUE in place of the member (of the
whole result where MEMBER is empty).  What discovery asks is left alone.
Prints its port.  For peers-conflux.sh: a scenario must notice the change."""
import http.server
import json
import sys
import urllib.request

URL = sys.argv[1]
METHOD, _, CHANGE = sys.argv[2].partition(":")
MEMBER, _, TEXT = CHANGE.partition("=")
VALUE = [] if TEXT == "[]" else TEXT


class Proxy(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        request = json.loads(body)
        answer = urllib.request.urlopen(urllib.request.Request(
            URL, body, {"Content-Type": "application/json"}), timeout=20).read()
        found = isinstance(request, dict) and request["method"] == METHOD
        if found and not request["id"].startswith("etalon-"):
            reply = json.loads(answer)
            if not MEMBER:
                reply["result"] = VALUE
            elif isinstance(reply.get("result"), dict):
                reply["result"][MEMBER] = VALUE
            answer = json.dumps(reply).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *words):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
print(server.server_address[1], flush=True)
server.serve_forever()
