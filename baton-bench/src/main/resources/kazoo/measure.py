# SPDX-FileCopyrightText: 2026 The Baton authors
# SPDX-License-Identifier: Apache-2.0
"""measure.py HOSTS DEPTH SECONDS: fills a LockingQueue, then gets and consumes for some time."""
import sys
import time

from kazoo.client import KazooClient
from kazoo.recipe.queue import LockingQueue


def main(hosts, depth, seconds):
    client = KazooClient(hosts=hosts, timeout=30.0)
    client.start()
    client.ensure_path("/kazoo/entries")
    queue = LockingQueue(client, "/kazoo")
    there = len(client.get_children("/kazoo/entries"))
    values = [b"job/%036d" % i for i in range(there, int(depth))]
    for start in range(0, len(values), 200):
        queue.put_all(values[start : start + 200])
    took = []
    end = time.monotonic() + float(seconds)
    begin = time.monotonic()
    while time.monotonic() < end and len(took) < int(depth):
        before = time.monotonic()
        if queue.get(timeout=1) is None:
            break
        took.append(time.monotonic() - before)
        queue.consume()
    rate = len(took) / (time.monotonic() - begin)
    took.sort()
    print(
        "%.0f get+consume/s, get p50 %.2f ms, p99 %.2f ms"
        % (rate, 1000 * took[len(took) // 2], 1000 * took[len(took) * 99 // 100])
    )
    client.stop()


main(*sys.argv[1:])
