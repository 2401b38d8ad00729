// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import dev.baton.backend.Backend;
import dev.baton.config.DataFolder;
import dev.baton.service.Clock;
import java.util.function.Supplier;

/** The place where jobs wait: the job store, or an external board. */
public sealed interface BoardOptions {

  /**
   * Whether the board is of a kind that Nuvla uses. Then a CIMI server may post its own jobs on the
   * board, and executors that are not Baton's may claim from it.
   */
  default boolean isSharedWithNuvla() {
    return false;
  }

  /** The job store is the board. */
  record InStore() implements BoardOptions {}

  /** The board is on servers of its product that already run, such as ZooKeeper servers. */
  non-sealed interface OnServers extends BoardOptions {

    /** The addresses of these servers, as the setting contains them. */
    String servers();

    /**
     * Connects to the servers once, and changes nothing.
     *
     * @throws dev.baton.error.BatonException if the servers cannot be used
     */
    void check();

    /**
     * Opens a backend whose jobs wait on these servers.
     *
     * @param jobs opens the backend that contains the jobs; it is not called if the options are
     *     invalid
     */
    Backend open(Supplier<Backend> jobs, Clock clock);
  }

  /** The board is on a server of its product that runs inside the process of {@code baton up}. */
  non-sealed interface Embedded extends BoardOptions {
    /** The kind of the board, for messages. */
    ExternalBoardKind kind();

    /** Checks that no other process uses the port of this server. */
    void requireFreePort();

    /**
     * Starts the server of the board, and opens a backend whose jobs wait on this board.
     *
     * @param jobs opens the backend that contains the jobs
     */
    Backend open(Supplier<Backend> jobs, DataFolder data, Clock clock);
  }
}
