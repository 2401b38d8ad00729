# SPDX-FileCopyrightText: 2026 The Baton authors
# SPDX-License-Identifier: Apache-2.0
"""A client of kazoo's recipes that a test talks to by lines.

    peer.py put HOSTS PRIORITY      reads job ids, puts each, answers 'put <id>'
    peer.py consume HOSTS SECONDS   answers 'got <id>', waits for a line, consumes; ends when idle
    peer.py drain HOSTS SECONDS     the same without waiting, for measurements
    peer.py hold HOSTS              answers 'got <id>' and keeps it
    peer.py lead HOSTS OFFICE NAME  answers 'leads', gives up at a line, answers 'resigned'
"""
import sys
import time

from kazoo.client import KazooClient
from kazoo.recipe.queue import LockingQueue


def say(*words):
    print(*words, flush=True)


def put(client, priority):
    queue = LockingQueue(client, "/job")
    for line in sys.stdin:
        queue.put(line.strip().encode(), priority=int(priority))
        say("put", line.strip())


def consume(client, seconds, asks=True):
    queue = LockingQueue(client, "/job")
    while True:
        value = queue.get(timeout=float(seconds))
        if value is None:
            break
        say("got", value.decode())
        if asks:
            sys.stdin.readline()
        if not queue.consume():
            say("not-consumed", value.decode())
    say("idle")


def drain(client, seconds):
    queue = LockingQueue(client, "/job")
    end = time.monotonic() + float(seconds)
    say("ready")
    sys.stdin.readline()
    count = 0
    while time.monotonic() < end and queue.get(timeout=1) is not None:
        queue.consume()
        count += 1
    say("drained", count)


def hold(client):
    value = LockingQueue(client, "/job").get()
    say("got", value.decode())
    sys.stdin.readline()


def lead(client, office, name):
    def leading():
        say("leads", name)
        sys.stdin.readline()

    while True:
        client.Election("/election/" + office, name).run(leading)
        say("resigned", name)
        if not sys.stdin.readline():
            break


def main(command, hosts, *rest):
    client = KazooClient(hosts=hosts, timeout=2.0)
    client.start()
    say("connected")
    {"put": put, "consume": consume, "drain": drain, "hold": hold, "lead": lead}[command](
        client, *rest
    )
    client.stop()


main(*sys.argv[1:])
