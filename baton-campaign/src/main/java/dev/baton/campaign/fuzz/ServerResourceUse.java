// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.fuzz;

import dev.baton.campaign.stack.FuzzedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/**
 * Checks that a server does not use more and more memory, threads or file descriptors. For one
 * thread.
 */
final class ServerResourceUse {

  /** The share of the heap that may be in use after a garbage collection. */
  private static final double MAX_HEAP = 0.8;

  /** The permitted increase of threads or descriptors since the first round. */
  private static final int MAX_MORE = 500;

  private final FuzzedServer server;
  private final FuzzFindings findings;
  private Optional<Reading> first = Optional.empty();
  private Optional<Reading> last = Optional.empty();

  /**
   * The resource use of a server at one time.
   *
   * @param heapMegabytes after a garbage collection
   */
  record Reading(long heapMegabytes, int threads, int descriptors) {
    static final Reading UNKNOWN = new Reading(0, 0, 0);
  }

  ServerResourceUse(FuzzedServer server, FuzzFindings findings) {
    this.server = server;
    this.findings = findings;
  }

  /** Measures the use and adds a finding for each exceeded limit. */
  void measure() throws IOException {
    Reading now = new Reading(server.usedHeapMegabytes(), server.threads(), server.descriptors());
    Reading before = first.orElse(now);
    first = Optional.of(before);
    last = Optional.of(now);
    if (now.heapMegabytes() > MAX_HEAP * server.heapMegabytes()
        || Files.readString(server.errors()).contains("OutOfMemoryError")) {
      findings.add("the heap is full", now + "; see " + server.errors());
    }
    if (now.threads() > before.threads() + MAX_MORE
        || now.descriptors() > before.descriptors() + MAX_MORE) {
      findings.add("threads or descriptors leak", before + ", then " + now);
    }
  }

  Reading first() {
    return first.orElse(Reading.UNKNOWN);
  }

  Reading last() {
    return last.orElse(Reading.UNKNOWN);
  }
}
