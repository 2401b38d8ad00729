// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import java.io.IOException;

/** The engine does not keep the output of a container, because of the container's log driver. */
final class OutputNotKeptException extends IOException {
  OutputNotKeptException(String message) {
    super(message);
  }
}
