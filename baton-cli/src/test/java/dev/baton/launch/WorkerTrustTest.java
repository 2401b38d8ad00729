// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.baton.config.Settings;
import dev.baton.console.CommandContext;
import dev.baton.error.UnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Tests the warning of an executor that accepts any certificate. */
final class WorkerTrustTest {

  @TempDir Path data;

  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private Logger logger;

  @BeforeEach
  void start() {
    // Another test may be the first that uses the log, on another thread.
    await().until(() -> LoggerFactory.getILoggerFactory() instanceof LoggerContext);
    logger = (Logger) LoggerFactory.getLogger(WorkerProcess.class);
    lines.start();
    logger.addAppender(lines);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(lines);
  }

  @Test
  void apiInsecure_isAWarningIfTheServerHasTls() throws IOException {
    open("https", "true");
    assertThat(lines.list)
        .singleElement()
        .satisfies(line ->
            assertThat(line.getFormattedMessage())
                .startsWith("process accepts any certificate of its server")
                .contains("set tls-ca instead of api-insecure", "endpoint=https://127.0.0.1:"));
    lines.list.clear();
    open("http", "true");
    open("https", "false");
    assertThat(lines.list).isEmpty();
  }

  /** Opens the backend of an executor at an address where nobody listens. */
  private void open(String scheme, String insecure) throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Map<String, String> flags =
        Map.of(
            "--endpoint", scheme + "://127.0.0.1:" + port,
            "--api-insecure", insecure,
            "--user", "super",
            "--password", "secret",
            "--wait-for-store", "0");
    CommandContext commandContext = CommandContext.system();
    ProcessOptions options = ProcessOptions.of(new Settings(flags, Map.of()), data, commandContext);
    assertThatThrownBy(() -> WorkerProcess.open(commandContext, options))
        .isInstanceOf(UnavailableException.class);
  }
}
