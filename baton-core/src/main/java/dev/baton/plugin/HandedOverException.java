// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.plugin;

/** Unwinds an action that hands its job over to another executor; not to be caught. */
public final class HandedOverException extends Exception {
  public HandedOverException() {
    super("handed over to another executor", null, false, false);
  }
}
