// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.baton.service.PassResult;
import dev.baton.testkit.clock.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class WatchCertificateTest {

  private final ManualClock clock = new ManualClock();
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private Logger logger;
  private Instant expiry = clock.now().plus(Duration.ofDays(15));
  private final WatchCertificate watch =
      new WatchCertificate(Path.of("cert.pem"), () -> expiry, clock);

  @BeforeEach
  void start() {
    // Another test may be the first that uses the log, on another thread.
    await().until(() -> LoggerFactory.getILoggerFactory() instanceof LoggerContext);
    logger = (Logger) LoggerFactory.getLogger(WatchCertificate.class);
    lines.start();
    logger.addAppender(lines);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(lines);
  }

  @Test
  void certificateThatExpiresSoon_isLoggedOnceUntilItIsRenewed() {
    assertThat(watch.check()).isEqualTo(PassResult.waitFor(Duration.ofHours(1)));
    assertThat(lines.list).isEmpty();
    pass(Duration.ofDays(1).plusSeconds(1));
    pass(Duration.ofHours(1));
    pass(Duration.ofDays(20));
    assertThat(lines.list)
        .singleElement()
        .satisfies(line -> {
          assertThat(line.getLevel()).isEqualTo(Level.WARN);
          assertThat(line.getFormattedMessage())
              .isEqualTo(
                  "certificate expires soon; replace its file, which needs no restart:"
                      + " file=cert.pem expires="
                      + expiry);
        });
    expiry = clock.now().plus(Duration.ofDays(30));
    pass(Duration.ofHours(1));
    assertThat(lines.list).hasSize(1);
    pass(Duration.ofDays(17));
    assertThat(lines.list).hasSize(2);
  }

  private void pass(Duration later) {
    clock.advance(later);
    watch.check();
  }
}
