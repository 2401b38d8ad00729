// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.opentelemetry;

import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Turns the own log of the library off. It would write several lines about each outage to the
 * standard error output, past the format of Baton's log; {@link SendSpans} logs outages instead.
 */
final class SilenceLibraryLog {

  // The JVM keeps only a weak reference to a logger, and with the logger it would lose the level.
  private static final Logger LIBRARY = Logger.getLogger("io.opentelemetry");

  private SilenceLibraryLog() {}

  static void silence() {
    LIBRARY.setLevel(Level.OFF);
  }
}
