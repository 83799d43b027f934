#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""lying_proxy: a node whose answers are those of another but for one member.

usage: lying_proxy.py URL METHOD MEMBER

Prints the port that it listens on.  In results of METHOD (itself, or each item
of a list) the last digit of the text MEMBER is another; "." is the result
itself, and METHOD "none" changes nothing.
"""
import http.server
import json
import sys
import urllib.request

URL, METHOD, MEMBER = sys.argv[1:4]
BODY_MAX = 32 * 1024 * 1024


def other(text):
    return text[:-1] + ('0' if text[-1] != '0' else '1')


def lie(result):
    if MEMBER == '.' and isinstance(result, str):
        return other(result)
    if isinstance(result, dict) and isinstance(result.get(MEMBER), str):
        return dict(result, **{MEMBER: other(result[MEMBER])})
    if isinstance(result, list):
        return [lie(item) for item in result]
    return result


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def do_POST(self):
        size = min(int(self.headers.get('Content-Length', 0)), BODY_MAX)
        body = self.rfile.read(size)
        request = urllib.request.Request(
            URL, body, {'Content-Type': 'application/json'})
        with urllib.request.urlopen(request, timeout=20) as got:
            answer = got.read(BODY_MAX)
        try:
            if json.loads(body)['method'] == METHOD:
                value = json.loads(answer)
                value['result'] = lie(value.get('result'))
                answer = json.dumps(value).encode()
        except (ValueError, KeyError, TypeError):
            pass
        self.send_response(200)
        self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
server.daemon_threads = True
print(server.server_address[1], flush=True)
server.serve_forever()
