// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

/** Receives lines of output in order. */
@FunctionalInterface
public interface LineSink {

  /** Receives a line. It may block while it cannot receive more. */
  void line(EngineLine line) throws InterruptedException;
}
