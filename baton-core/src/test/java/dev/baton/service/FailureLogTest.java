// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

final class FailureLogTest {

  private final Lines lines = new Lines();
  private final FailureLog failureLog = new FailureLog(lines, "cannot delete: engineJob={}");

  @Test
  void failure_isAWarningOnceUntilTheSubjectSucceeds() {
    IllegalStateException e = new IllegalStateException("x");
    failureLog.failed("a", e);
    failureLog.failed("a", e);
    failureLog.failed("b", e);
    failureLog.succeeded("a");
    failureLog.failed("a", e);

    assertThat(lines.all)
        .containsExactly(
            "WARN cannot delete: engineJob=a",
            "DEBUG cannot delete: engineJob=a",
            "WARN cannot delete: engineJob=b",
            "WARN cannot delete: engineJob=a");
  }

  /** A subject that never succeeds, such as a deleted job, must not silence all others. */
  @Test
  void failure_afterVeryManySubjectsThatNeverSucceed_isStillAWarning() {
    IllegalStateException e = new IllegalStateException("x");
    for (int i = 0; i < 10_001; i++) {
      failureLog.failed("subject-" + i, e);
    }
    assertThat(lines.all).hasSize(10_001).allMatch(line -> line.startsWith("WARN"));
  }

  private static final class Lines extends LegacyAbstractLogger {
    private static final long serialVersionUID = 1L;
    private final transient List<String> all = new ArrayList<>();

    @Override
    protected void handleNormalizedLoggingCall(
        Level level,
        @Nullable Marker marker,
        String pattern,
        Object @Nullable [] arguments,
        @Nullable Throwable e) {
      all.add(level + " " + MessageFormatter.arrayFormat(pattern, arguments).getMessage());
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
      return null;
    }

    @Override
    public boolean isTraceEnabled() {
      return true;
    }

    @Override
    public boolean isDebugEnabled() {
      return true;
    }

    @Override
    public boolean isInfoEnabled() {
      return true;
    }

    @Override
    public boolean isWarnEnabled() {
      return true;
    }

    @Override
    public boolean isErrorEnabled() {
      return true;
    }
  }
}
