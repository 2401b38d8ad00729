// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.plugin;

/** Ends an action that hands its job over to another executor. Actions must not catch it. */
public final class HandedOverException extends Exception {
  public HandedOverException() {
    super("handed over to another executor", null, false, false);
  }
}
