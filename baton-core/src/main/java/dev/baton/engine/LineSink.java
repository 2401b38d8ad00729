// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

/** Takes lines of output in order. */
@FunctionalInterface
public interface LineSink {

  /** Takes a line; may block while it cannot take more. */
  void line(EngineLine line) throws InterruptedException;
}
