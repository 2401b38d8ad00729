// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.backend;

import dev.baton.backend.Backend;
import dev.baton.service.Clock;
import java.time.Duration;

/** The backend that a contract suite is run against: one fixture per test. */
public interface BackendFixture extends AutoCloseable {

  /** The backend under test, empty at first; always the same. */
  Backend backend();

  /**
   * Another view of the same data, as another process has it; may be the same object where there
   * can be no other process. Closed by {@link #close()}.
   */
  Backend otherProcessView();

  /** The time that the backend goes by. */
  Clock clock();

  /** Returns when at least so much time has passed for the backend, and little more. */
  void passTime(Duration duration);

  /** A lease long enough for a test to be done in, short enough to wait for its end. */
  Duration lease();

  @Override
  void close();

  /** A view of the backend, as a process has it that only runs jobs and has no further rights. */
  default Backend executorView(Backend view) {
    return view;
  }
}
