// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.backend;

import dev.baton.backend.Backend;
import dev.baton.service.Clock;

/** An external board on a server that only one test uses and may break. */
public interface FaultyBoard extends AutoCloseable {

  /** Opens a view of the job store with this name. Each view may be closed by itself. */
  Backend openStore(String name, Clock clock);

  /**
   * Opens the board over a store.
   *
   * @param prefix the part of the server that the board uses
   * @param isCuttable whether {@link #cut} affects the connection
   */
  Backend openBoard(Backend store, String prefix, boolean isCuttable, Clock clock);

  /** Closes the cuttable connections, and every new one until {@link #heal}. */
  void cut();

  /** Accepts cuttable connections again. */
  void heal();

  /** Kills the server at once and starts it again with what it had stored durably. */
  void killAndRestart();

  /** Removes all data of the server. */
  void empty();

  @Override
  void close();
}
