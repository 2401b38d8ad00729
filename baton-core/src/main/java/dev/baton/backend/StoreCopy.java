// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.backend;

import java.nio.file.Path;

/**
 * A consistent copy of an embedded store in a file that only its owner can read.
 *
 * @param file the copy, a complete database
 * @param delete deletes the copy; {@link #close} calls it
 */
public record StoreCopy(Path file, Runnable delete) implements AutoCloseable {

  @Override
  public void close() {
    delete.run();
  }
}
