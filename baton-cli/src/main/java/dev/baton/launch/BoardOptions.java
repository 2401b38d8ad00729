// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import dev.baton.backend.Backend;
import dev.baton.config.DataFolder;
import dev.baton.service.Clock;
import java.util.function.Supplier;

/** The place where jobs wait: the job store, or an external board. */
public sealed interface BoardOptions {

  /** The job store is the board. */
  record InStore() implements BoardOptions {}

  /** The board is on servers that already run. */
  non-sealed interface OnServers extends BoardOptions {

    /** The servers, as the setting names them. */
    String servers();

    /**
     * Opens a backend, and moves its board to the servers.
     *
     * @param jobs opens the backend; is not called if the options are invalid
     */
    Backend open(Supplier<Backend> jobs, Clock clock);
  }

  /** The board is on a server inside the process of {@code baton up}. */
  non-sealed interface Embedded extends BoardOptions {
    /** The kind of the board, for messages. */
    ExternalBoardKind kind();

    /** Checks that the port of the server is free. */
    void requireFreePort();

    /** Opens a backend, starts the server, and moves the board of the backend to the server. */
    Backend open(Supplier<Backend> jobs, DataFolder data, Clock clock);
  }
}
