// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.peers;

/** The work of each job of a measurement. */
enum JobWork {
  NOOP("no-op"),
  RESULT("a separate result"),
  RESULT_AND_LOG("a separate result and one log line");

  private final String text;

  JobWork(String text) {
    this.text = text;
  }

  boolean hasResult() {
    return this != NOOP;
  }

  boolean hasLog() {
    return this == RESULT_AND_LOG;
  }

  @Override
  public String toString() {
    return text;
  }
}
