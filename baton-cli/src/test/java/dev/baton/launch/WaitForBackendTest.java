// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.error.ForbiddenException;
import dev.baton.error.UnavailableException;
import dev.baton.service.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class WaitForBackendTest {

  private final AtomicInteger tries = new AtomicInteger();

  private static WaitForBackend atMost(@Nullable Duration duration) {
    return new WaitForBackend("e1", duration, Clock.system());
  }

  private Supplier<String> availableAfter(int failures) {
    return () -> {
      if (tries.incrementAndGet() <= failures) {
        throw new UnavailableException("away");
      }
      return "opened";
    };
  }

  @Test
  void open_serversThatComeLater_areWaitedFor() {
    assertThat(atMost(null).open(availableAfter(2))).isEqualTo("opened");
    assertThat(tries).hasValue(3);
  }

  @Test
  void open_whileTheProcessMayOpenNoFiles_waits() {
    Supplier<String> opening =
        () -> {
          if (tries.incrementAndGet() == 1) {
            // HttpClient throws this exception.
            throw new UncheckedIOException(new IOException("Too many open files"));
          }
          return "opened";
        };
    assertThat(atMost(null).open(opening)).isEqualTo("opened");
    assertThat(tries).hasValue(2);
  }

  @Test
  void open_withoutWaiting_failsAtOnce() {
    assertThatThrownBy(() -> atMost(Duration.ZERO).open(availableAfter(1)))
        .isInstanceOf(UnavailableException.class)
        .hasMessage("away");
    assertThat(tries).hasValue(1);
  }

  @Test
  void open_serversThatStayAway_areGivenUpAfterTheTimeAllowed() {
    assertThatThrownBy(() -> atMost(Duration.ofMillis(400)).open(availableAfter(Integer.MAX_VALUE)))
        .isInstanceOf(UnavailableException.class);
    assertThat(tries.get()).isBetween(2, 10);
  }

  @Test
  void open_wrongCredentials_areNotTriedAgain() {
    assertThatThrownBy(() ->
            atMost(null)
                .open(() -> {
                  tries.incrementAndGet();
                  throw new ForbiddenException("wrong password");
                }))
        .isInstanceOf(ForbiddenException.class);
    assertThat(tries).hasValue(1);
  }

  @Test
  void open_interrupted_failsWithTheReason() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> atMost(null).open(availableAfter(Integer.MAX_VALUE)))
        .isInstanceOf(UnavailableException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(tries).hasValue(1);
  }
}
