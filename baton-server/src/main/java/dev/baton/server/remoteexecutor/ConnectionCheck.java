// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.remoteexecutor;

import java.io.IOException;

/** Checks whether the client of a call that waits is still connected. */
@FunctionalInterface
public interface ConnectionCheck {

  /**
   * Sends a blank to the client, which readers of JSON ignore. The first check after the end of the
   * client may still succeed; the next one fails.
   *
   * @throws IOException if the client has disconnected
   */
  void check() throws IOException;
}
