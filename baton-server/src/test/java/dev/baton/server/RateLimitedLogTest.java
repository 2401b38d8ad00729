// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.testkit.clock.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.AbstractLogger;
import org.slf4j.helpers.MessageFormatter;

final class RateLimitedLogTest {

  private final ManualClock clock = new ManualClock();
  private final Lines lines = new Lines();
  private final RateLimitedLog log = new RateLimitedLog(lines, clock);

  @Test
  void warnings_inAFlood_areCountedAndLoggedOnceAMinute() {
    for (int i = 1; i <= 936; i++) {
      log.warn("streams were refused", "user=user/" + i);
    }
    assertThat(lines.seen).containsExactly("streams were refused: user=user/1 events=1");
    clock.advance(Duration.ofMinutes(1));
    log.warn("streams were refused", "user=user/x");
    assertThat(lines.seen)
        .containsExactly(
            "streams were refused: user=user/1 events=1",
            "streams were refused: user=user/x events=936");
  }

  private static final class Lines extends AbstractLogger {
    private static final long serialVersionUID = 1;
    private final transient List<String> seen = new ArrayList<>();

    @Override
    protected String getFullyQualifiedCallerName() {
      return "";
    }

    @Override
    protected void handleNormalizedLoggingCall(
        Level level, Marker marker, String message, Object[] arguments, Throwable throwable) {
      seen.add(MessageFormatter.basicArrayFormat(message, arguments));
    }

    @Override
    public boolean isTraceEnabled() {
      return true;
    }

    @Override
    public boolean isTraceEnabled(Marker marker) {
      return true;
    }

    @Override
    public boolean isDebugEnabled() {
      return true;
    }

    @Override
    public boolean isDebugEnabled(Marker marker) {
      return true;
    }

    @Override
    public boolean isInfoEnabled() {
      return true;
    }

    @Override
    public boolean isInfoEnabled(Marker marker) {
      return true;
    }

    @Override
    public boolean isWarnEnabled() {
      return true;
    }

    @Override
    public boolean isWarnEnabled(Marker marker) {
      return true;
    }

    @Override
    public boolean isErrorEnabled() {
      return true;
    }

    @Override
    public boolean isErrorEnabled(Marker marker) {
      return true;
    }
  }
}
