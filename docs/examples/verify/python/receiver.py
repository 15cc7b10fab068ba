# SPDX-License-Identifier: Apache-2.0
"""Receives avvy-worker's callbacks: checks the signature over the bytes as they came, and says so before it works.

CALLBACK_SECRETS=current,previous PORT=8080 python3 receiver.py
"""

import hashlib
import hmac
import os
import queue
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# A callback with inline artifacts can be this large; take what your tasks need, and no more.
LARGEST = 64 << 20

FAMILIES = (
    "X-Model-Preview-Signature",
    "X-Model-Object-Signature",
    "X-Model-Projection-Signature",
    "X-Model-Projection-Model-Signature",
)


def verify(secrets, headers, body):
    """Tell whether any secret made any of the signatures, in the same time wherever they differ."""
    names = [name + suffix for name in FAMILIES for suffix in ("", "-Previous")]
    given = [value for name in names if (value := headers.get(name)) and re.fullmatch("[0-9a-f]{64}", value)]
    expected = [hmac.new(secret, body, hashlib.sha256).hexdigest() for secret in secrets]
    return any(hmac.compare_digest(one, other) for one in given for other in expected)


# An empty key would accept what anybody can sign.
SECRETS = [secret.encode() for secret in os.environ.get("CALLBACK_SECRETS", "").split(",") if secret]
SEEN = set()  # a table with a unique key, in earnest: it must outlive this process
LOCK = threading.Lock()
WORK = queue.Queue()  # decode the CBOR behind it, after the answer


class Receiver(BaseHTTPRequestHandler):
    timeout = 60  # of a silent sender

    def do_POST(self):
        length = self.headers.get("Content-Length", "")
        if not re.fullmatch("[0-9]{1,15}", length):  # this server reads no chunked bodies; the worker sends none
            return self.answer(411)
        if int(length) > LARGEST:
            return self.answer(413)
        body = self.rfile.read(int(length))
        if len(body) < int(length):
            return self.answer(400)
        if not verify(SECRETS, self.headers, body):
            return self.answer(401)
        key = self.headers.get("Idempotency-Key")
        with LOCK:
            known = key in SEEN
            SEEN.add(key)
        if not known:
            WORK.put(body)
        print("again" if known else "accepted", key, flush=True)
        return self.answer(204)

    def answer(self, status):
        self.send_response(status)
        self.end_headers()

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    if not SECRETS:
        raise SystemExit("CALLBACK_SECRETS: none (expected: one or two, separated by a comma)")
    server = ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", "0"))), Receiver)
    print("listening", server.server_port, flush=True)
    server.serve_forever()
