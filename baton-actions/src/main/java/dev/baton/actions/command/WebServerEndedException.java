// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.command;

/** The process of a web server ended by itself; a new process may work. */
final class WebServerEndedException extends Exception {
  private static final long serialVersionUID = 1;

  WebServerEndedException(String message) {
    super(message);
  }
}
