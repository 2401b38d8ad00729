// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.backend;

import dev.baton.backend.Backend;
import dev.baton.service.Clock;
import java.time.Duration;

/** Opens and closes the backend that a contract tests. Each test has its own fixture. */
public interface BackendFixture extends AutoCloseable {

  /** Returns the backend under test, always the same object. It is empty at the start of a test. */
  Backend backend();

  /**
   * Returns a view of the same data as another process would have it. It may be the same object if
   * the backend cannot have other processes. {@link #close()} closes it.
   */
  Backend otherProcessView();

  /** Returns the clock of the backend. */
  Clock clock();

  /** Returns when at least this time has passed on the clock of the backend, and not much more. */
  void passTime(Duration duration);

  /** Returns a lease that is long enough for a whole test and short enough to wait for its end. */
  Duration lease();

  @Override
  void close();

  /** Returns the view with only the rights of a process that runs jobs. */
  default Backend executorView(Backend view) {
    return view;
  }
}
