// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import dev.baton.error.InvalidInputException;

/** Checks that the paths of volumes are absolute. */
final class CheckPath {
  private CheckPath() {}

  static void requireAbsolute(String field, String path) {
    if (!path.startsWith("/") || path.indexOf('\0') >= 0) {
      throw new InvalidInputException(
          field + " has the path '" + path + "'; expected an absolute one");
    }
  }
}
