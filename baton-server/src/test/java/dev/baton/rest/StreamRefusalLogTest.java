// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.baton.access.Caller;
import dev.baton.access.Principals;
import dev.baton.server.HttpStatusException;
import dev.baton.server.ServerLimits;
import dev.baton.testkit.clock.ManualClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Tests that refused streams are counted, and logged at most once a minute. */
final class StreamRefusalLogTest {

  private static final String REFUSED =
      "streams are refused, because too many are open; their clients must try again later: user=";
  private static final String USER = "user/flood";

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(StreamLimit.class);
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          // Other tests refuse streams at the same time.
          if (event.getFormattedMessage().contains(USER)) {
            lines.add(event.getFormattedMessage());
          }
        }
      };

  @BeforeEach
  void start() {
    appender.setContext(logger.getLoggerContext());
    appender.start();
    logger.addAppender(appender);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(appender);
  }

  @Test
  void refusals_ofOneUser_areCountedAndLoggedOnceAMinute() {
    ManualClock clock = new ManualClock();
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    ServerLimits serverLimits = ServerLimits.DEFAULT.withStreams(10, 1, Duration.ofSeconds(30));
    StreamLimit streamLimit = new StreamLimit(serverLimits, registry, clock);
    Caller caller = new Caller(USER, USER, Set.of(USER, Principals.USER), null);
    streamLimit.open(caller, sink -> {});

    refuse(streamLimit, caller, 936);
    assertThat(lines).containsExactly(REFUSED + USER + " events=1");
    assertThat(registry.get("baton.streams.refused").counter().count()).isEqualTo(936);

    clock.advance(Duration.ofMinutes(1));
    refuse(streamLimit, caller, 1);
    assertThat(lines).hasSize(2).last().isEqualTo(REFUSED + USER + " events=936");
  }

  private static void refuse(StreamLimit streamLimit, Caller caller, int times) {
    for (int i = 0; i < times; i++) {
      assertThatExceptionOfType(HttpStatusException.class)
          .isThrownBy(() -> streamLimit.open(caller, sink -> {}))
          .withMessageContaining("your limit of 1 open streams is reached");
    }
  }
}
