// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import java.io.IOException;
import java.io.UncheckedIOException;

/** The version of this program. */
final class BatonVersion {

  private BatonVersion() {}

  static String current() {
    try {
      return Main.version();
    } catch (IOException e) {
      throw new UncheckedIOException("the program's own files cannot be read", e);
    }
  }
}
