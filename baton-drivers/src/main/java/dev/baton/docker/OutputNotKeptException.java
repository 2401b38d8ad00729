// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import java.io.IOException;

/** The engine does not keep what a container writes, by the choice of its log driver. */
final class OutputNotKeptException extends IOException {
  OutputNotKeptException(String message) {
    super(message);
  }
}
