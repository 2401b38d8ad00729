// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * The TCP ports of one campaign. A campaign owns a block of ports as long as its process lives, so
 * that two campaigns on one machine never use the same port, not even a port whose server is being
 * restarted. The blocks are below the ports that Linux assigns to outgoing connections. The process
 * that listens on the first port of a block owns the block.
 */
final class PortBlock {

  private static final int FIRST = 12_000;
  private static final int BLOCK = 50;
  private static final int BLOCKS = 400;

  private static final class Own {
    static final PortBlock PORTS = claim();
  }

  private final int block;

  // Held until the process ends.
  @SuppressWarnings({"unused", "FieldCanBeLocal"})
  private final ServerSocket mark;

  private int next;

  private PortBlock(int block, ServerSocket mark) {
    this.block = block;
    this.mark = mark;
  }

  /** Returns a port of this process's block on which nothing listens. */
  static int free() {
    return Own.PORTS.take();
  }

  /**
   * The number of this process's block, which no other campaign on this machine has; less than 400.
   */
  static int block() {
    return Own.PORTS.block;
  }

  static PortBlock claim() {
    // Does not always start with the first block, because that block may belong to another
    // container on the same machine.
    int start = Math.floorMod(ProcessHandle.current().pid() * 7, BLOCKS);
    for (int i = 0; i < BLOCKS; i++) {
      int block = (start + i) % BLOCKS;
      try {
        return new PortBlock(block, listen(FIRST + block * BLOCK));
      } catch (IOException e) {
        // Another campaign or program owns this block; try the next one.
      }
    }
    throw new IllegalStateException(
        "all ports from " + FIRST + " to " + (FIRST + BLOCKS * BLOCK) + " are in use");
  }

  synchronized int take() {
    while (next < BLOCK - 1) {
      next++;
      int port = FIRST + block * BLOCK + next;
      try (ServerSocket probe = listen(port)) {
        return probe.getLocalPort();
      } catch (IOException e) {
        // Another program listens on this port; try the next one.
      }
    }
    throw new IllegalStateException("this campaign needs more than " + BLOCK + " ports");
  }

  private static ServerSocket listen(int port) throws IOException {
    return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
  }
}
