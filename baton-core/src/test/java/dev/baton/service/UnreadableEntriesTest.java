// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.AbstractLogger;
import org.slf4j.helpers.MessageFormatter;

final class UnreadableEntriesTest {

  private final Lines lines = new Lines();
  private final UnreadableRecords entries = new UnreadableRecords("table", lines);

  @Test
  void read_ofAnEntryThatCannotBeRead_isLoggedOnceUntilItCanBeRead() {
    for (int pass = 0; pass < 3; pass++) {
      assertThat(entries.read("a", () -> Integer.parseInt("x"))).isEmpty();
      assertThat(entries.read("b", () -> Integer.parseInt("7"))).contains(7);
    }
    assertThat(lines.seen)
        .containsExactly(
            "stored record cannot be read and is left out until it can be read: record=a"
                + " source=table");
    assertThat(entries.read("a", () -> 1)).contains(1);
    assertThat(entries.read("a", () -> Integer.parseInt("x"))).isEmpty();
    assertThat(lines.seen)
        .containsExactly(
            "stored record cannot be read and is left out until it can be read: record=a"
                + " source=table",
            "stored record can be read again: record=a source=table",
            "stored record cannot be read and is left out until it can be read: record=a"
                + " source=table");
  }

  @Test
  void read_whereNoEntryCanBeRead_logsABoundedNumber() {
    IntStream.range(0, 5000).forEach(i -> entries.read("entry-" + i, () -> Integer.parseInt("x")));
    assertThat(lines.seen).hasSize(1001);
    assertThat(lines.seen.getLast())
        .isEqualTo(
            "further stored records cannot be read and are not logged: source=table logged=1000");
  }

  private static final class Lines extends AbstractLogger {
    private static final long serialVersionUID = 1;
    private final transient List<String> seen = new ArrayList<>();

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
      return null;
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
