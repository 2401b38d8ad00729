// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Tests the log of requests. */
final class AccessLogTest {

  // Other tests send requests at the same time, but not to these paths.
  private static final String MARK = "/access-log-test";

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          if (event.getFormattedMessage().contains(MARK)) {
            lines.add(event.getFormattedMessage());
          }
        }
      };
  private final TestApi api = new TestApi();
  private Logger logger;

  @BeforeEach
  void start() {
    // Another test may be the first that uses the log, on another thread.
    await().until(() -> LoggerFactory.getILoggerFactory() instanceof LoggerContext);
    logger = (Logger) LoggerFactory.getLogger("dev.baton.access");
    appender.start();
    logger.setAdditive(false);
    logger.addAppender(appender);
  }

  @AfterEach
  void stop() {
    api.close();
    logger.detachAppender(appender);
    logger.setAdditive(true);
    logger.setLevel(null);
  }

  @Test
  void requests_areLoggedWithoutTheirQueries() {
    logger.setLevel(Level.DEBUG);
    api.admin().get("/api/job" + MARK + "?token=secret").expect(404);
    await().until(() -> !lines.isEmpty());
    assertThat(lines)
        .singleElement()
        .asString()
        .matches(
            "request answered: method=GET path=/api/job/access-log-test httpStatus=404"
                + " millis=\\d+ caller=user/\\S+ address=127\\.0\\.0\\.1");
  }

  @Test
  void requestOfAnUnknownCaller_isLoggedWithoutCaller() {
    logger.setLevel(Level.DEBUG);
    new TestClient(api).get(MARK).expect(404);
    await().until(() -> !lines.isEmpty());
    assertThat(lines).singleElement().asString().contains("httpStatus=404", "caller=none");
  }

  @Test
  void requests_areNotLoggedAtTheUsualLevel() {
    logger.setLevel(Level.INFO);
    api.admin().get("/api/job" + MARK).expect(404);
    // The next request on the same connection is answered after the line would have been written.
    api.admin().get("/api/job").expect(200);
    assertThat(lines).isEmpty();
  }
}
