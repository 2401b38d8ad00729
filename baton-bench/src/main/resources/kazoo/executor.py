# SPDX-FileCopyrightText: 2026 The Baton authors
# SPDX-License-Identifier: Apache-2.0
"""executor.py HOSTS API_HOST:PORT SECONDS MOST: takes jobs from the queue and ends them.

Sends the requests of Nuvla's executor for a job without an action: take the entry, GET the job,
PUT RUNNING, PUT SUCCESS, consume the entry. Keeps one connection to the API. Prints one line:
the number of jobs and the seconds that they took.
"""
import http.client
import json
import socket
import sys
import time

from kazoo.client import KazooClient
from kazoo.recipe.queue import LockingQueue

HEADERS = {
    "Accept": "application/json",
    "Accept-Encoding": "gzip",
    "Connection": "keep-alive",
    "nuvla-authn-info": "internal group/nuvla-admin group/nuvla-admin group/nuvla-user",
}


class Api:
    def __init__(self, address):
        host, port = address.rsplit(":", 1)
        self.connection = http.client.HTTPConnection(host, int(port), timeout=120)
        self.connection.connect()
        self.connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def call(self, method, path, document=None):
        body = None if document is None else json.dumps(document)
        headers = dict(HEADERS)
        if body is not None:
            headers["Content-Type"] = "application/json"
        self.connection.request(method, "/api/" + path, body, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        if answer.status != 200:
            raise RuntimeError("%s %s: %d %s" % (method, path, answer.status, content))
        return json.loads(content)


def main(hosts, address, seconds, most):
    client = KazooClient(hosts=hosts, timeout=30.0)
    client.start()
    queue = LockingQueue(client, "/job")
    api = Api(address)
    done = 0
    begin = time.monotonic()
    end = begin + float(seconds)
    while time.monotonic() < end and done < int(most):
        entry = queue.get(timeout=5)
        if entry is None:
            break
        job = entry.decode()
        if api.call("GET", job)["state"] in ("QUEUED", "RUNNING"):
            api.call("PUT", job, {"state": "RUNNING"})
            api.call("PUT", job, {"state": "SUCCESS", "return-code": 0})
            done += 1
        queue.consume()
    print("%d %.6f" % (done, time.monotonic() - begin))
    client.stop()


main(*sys.argv[1:])
