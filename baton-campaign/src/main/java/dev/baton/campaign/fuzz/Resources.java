// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.fuzz;

import dev.baton.campaign.stack.TargetServer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/** Whether a server takes ever more memory, threads or file descriptors. For one thread. */
final class Resources {

  /** Share of the heap that may be in use after a collection. */
  private static final double MAX_HEAP = 0.8;

  /** How many more threads or descriptors there may be than after the first round. */
  private static final int MAX_MORE = 500;

  private final TargetServer server;
  private final FuzzFindings findings;
  private Optional<ResourceUse> first = Optional.empty();
  private Optional<ResourceUse> last = Optional.empty();

  /**
   * What a server uses.
   *
   * @param heapMegabytes after a collection
   */
  record ResourceUse(long heapMegabytes, int threads, int descriptors) {
    static final ResourceUse UNKNOWN = new ResourceUse(0, 0, 0);
  }

  Resources(TargetServer server, FuzzFindings findings) {
    this.server = server;
    this.findings = findings;
  }

  /** Looks, and reports what is too much. */
  void look() throws IOException {
    ResourceUse now =
        new ResourceUse(server.usedHeapMegabytes(), server.threads(), server.descriptors());
    ResourceUse before = first.orElse(now);
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

  ResourceUse first() {
    return first.orElse(ResourceUse.UNKNOWN);
  }

  ResourceUse last() {
    return last.orElse(ResourceUse.UNKNOWN);
  }
}
