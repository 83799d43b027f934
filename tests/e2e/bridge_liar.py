# SPDX-License-Identifier: Apache-2.0
"""A chain that lies, in front of the bundled one: for bridge.sh.

usage: bridge_liar.py CHAIN LIE OPTION...   (options of etalon-chain)
"""
import http.server
import json
import subprocess
import sys
import urllib.request


def replays_succeed(method, result):
    """Transactions that failed are said to have succeeded."""
    if method == 'eth_getTransactionReceipt' and result:
        result['status'] = '0x1'


def flags_absent(method, result):
    """Every slot is said to hold nothing, the proof left as it is."""
    if method == 'eth_getProof' and result:
        for slot in result['storageProof']:
            slot['value'] = '0x0'


def receipts_bent(method, result):
    """Gas of receipts is another, so that their trie is another."""
    if method == 'eth_getBlockReceipts':
        for receipt in result or []:
            receipt['cumulativeGasUsed'] = '0x5209'


LIES = {'replays': replays_succeed, 'flags': flags_absent,
        'receipts': receipts_bent}


def main():
    program, lie, options = sys.argv[1], LIES[sys.argv[2]], sys.argv[3:]
    chain = subprocess.Popen([program] + options, stdout=subprocess.PIPE,
                             text=True)
    url = next(line for line in chain.stdout if 'listening on ' in line)
    url = url.split('listening on ')[1].strip()

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = 'HTTP/1.1'

        def log_message(self, *_):
            pass

        def do_POST(self):
            body = self.rfile.read(int(self.headers['Content-Length']))
            request = urllib.request.Request(
                url, body, {'Content-Type': 'application/json'})
            answer = json.load(urllib.request.urlopen(request))
            method = json.loads(body)['method']
            if 'result' in answer:
                lie(method, answer['result'])
            text = json.dumps(answer).encode()
            self.send_response(200)
            self.send_header('Content-Type', 'application/json')
            self.send_header('Content-Length', str(len(text)))
            self.end_headers()
            self.wfile.write(text)

    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
    server.daemon_threads = True
    print('listening on http://127.0.0.1:%d' % server.server_port, flush=True)
    try:
        server.serve_forever()
    finally:
        chain.kill()


if __name__ == '__main__':
    import signal
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    main()
