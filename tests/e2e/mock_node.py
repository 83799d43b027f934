#!/usr/bin/env python3
"""A node over HTTP for tests of the transport.

  mock_node.py [--tls CERT KEY [CLIENT-CA]] [--need FIELD VALUE] [--jwt HEX]
  mock_node.py --proxy

Prints its port.  Answers eth_chainId and a few more; `echo` gives back the
header fields, `shout` fails with the header fields in the message.
"""
import base64
import gzip
import hashlib
import hmac
import http.server
import json
import socket
import ssl
import sys
import threading
import time

args = sys.argv[1:]
need = jwt = None
posts = 0


def option(name, count):
    if name not in args:
        return None
    at = args.index(name)
    return args[at + 1:at + 1 + count]


def token_is_good(header):
    """RFC 7519, HS256, issued within the last minute."""
    try:
        head, claims, signature = header.removeprefix("Bearer ").split(".")
        want = hmac.new(bytes.fromhex(jwt), f"{head}.{claims}".encode(), hashlib.sha256).digest()
        pad = lambda text: text + "=" * (-len(text) % 4)
        issued = json.loads(base64.urlsafe_b64decode(pad(claims)))["iat"]
        return base64.urlsafe_b64decode(pad(signature)) == want and abs(time.time() - issued) < 60
    except (ValueError, KeyError):
        return False


class Node(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1

    def log_message(self, *_):
        pass

    def reply(self, status, body, **fields):
        self.send_response(status)
        for name, value in fields.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if need and self.headers.get(need[0]) != need[1]:
            return self.reply(401, b"who are you?")
        if jwt and not token_is_good(self.headers.get("Authorization", "")):
            return self.reply(401, b"no token")
        if self.path.startswith("/moved"):
            return self.reply(308, b"", Location="/")
        if self.path.startswith("/away"):
            return self.reply(307, b"", Location=f"http://localhost:{self.server.server_port}/")
        if self.path.startswith("/file"):
            return self.reply(307, b"", Location="file:///etc/passwd")
        if self.path.startswith("/loop"):
            return self.reply(307, b"", Location="/loop")
        request = json.loads(body)
        fields = {name.lower(): value for name, value in self.headers.items()}
        results = {"eth_chainId": "0x1", "web3_clientVersion": "mock/v1", "eth_blockNumber": "0x0", "echo": fields,
                   "zeros": "0" * 1000}
        answer = {"jsonrpc": "2.0", "id": request["id"]}
        if request["method"] in results:
            answer["result"] = results[request["method"]]
        elif request["method"] == "shout":
            answer["error"] = {"code": -32000, "message": json.dumps(fields)}
        else:
            answer["error"] = {"code": -32601, "message": "method not found"}
        text = json.dumps(answer).encode()
        if self.path.startswith("/bomb") and request["method"] == "zeros":
            text = b" " * (200 << 20)
        if self.path.startswith(("/gzip", "/bomb")):
            return self.reply(200, gzip.compress(text, 1), Content_Encoding="gzip")
        self.reply(200, text)


class Proxy(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_CONNECT(self):
        if need and self.headers.get(need[0]) != need[1]:
            self.send_response(407)
            self.send_header("Content-Length", "0")
            return self.end_headers()
        host, port = self.path.rsplit(":", 1)
        far = socket.create_connection((host, int(port)))
        self.send_response(200)
        self.end_headers()
        self.wfile.flush()

        def pump(a, b):
            try:
                while data := a.recv(65536):
                    b.sendall(data)
            except OSError:
                pass
            b.close()

        threading.Thread(target=pump, args=(far, self.connection), daemon=True).start()
        pump(self.connection, far)
        self.close_connection = True

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        host, _, path = self.path.removeprefix("http://").partition("/")
        near, port = host.rsplit(":", 1)
        far = http.client.HTTPConnection(near, int(port))
        far.request("POST", "/" + path, body, {"Content-Type": "application/json", "Via": "1.1 mock"})
        answer = far.getresponse()
        text = answer.read()
        self.send_response(answer.status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)


need = option("--need", 2)
jwt = (option("--jwt", 1) or [None])[0]
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Proxy if "--proxy" in args else Node)
server.daemon_threads = True
if "--tls" in args:
    words = option("--tls", 3)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(words[0], words[1])
    if len(words) > 2 and not words[2].startswith("--"):
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(words[2])
    server.socket = context.wrap_socket(server.socket, server_side=True)
import http.client  # noqa: E402

print(server.server_port, flush=True)
server.serve_forever()
