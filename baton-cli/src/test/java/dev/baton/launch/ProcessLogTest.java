// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.joran.spi.JoranException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.client.ApiClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the log lines of processes. */
final class ProcessLogTest {

  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00.5Z");

  private final LoggerContext context = new LoggerContext();

  @Test
  void jsonLine_hasIsoTimeAndTheJobInAFieldOfItsOwn() throws IOException {
    JsonNode line = json(event("job={} ended: state={} after {}", "job/1", "FAILED", "job=2"));

    assertThat(line.path("time").asText()).isEqualTo("2026-01-31T12:00:00.500Z");
    assertThat(line.path("job").asText()).isEqualTo("job/1");
    assertThat(line.path("state").asText()).isEqualTo("FAILED");
    assertThat(line.path("message").asText())
        .isEqualTo("job=job/1 ended: state=FAILED after job=2");
    assertThat(line.path("level").asText()).isEqualTo("WARN");
  }

  @Test
  void jsonLine_hasTheWholeNameOfAKey() throws IOException {
    JsonNode line = json(event("cannot delete an engine job: engineJob={}", "e-1"));

    assertThat(line.path("engineJob").asText()).isEqualTo("e-1");
    assertThat(line.has("ob")).isFalse();
  }

  @Test
  void jsonLine_takesTheJobThatTheThreadRuns_andTheException() throws IOException {
    LoggingEvent event = event(Map.of("job", "job/7", "message", "forged"), "it failed");
    event.setThrowableProxy(
        new ch.qos.logback.classic.spi.ThrowableProxy(new IllegalStateException("boom")));

    JsonNode line = json(event);

    assertThat(line.path("job").asText()).isEqualTo("job/7");
    assertThat(line.path("message").asText()).isEqualTo("it failed");
    assertThat(line.path("exception").asText()).startsWith("java.lang.IllegalStateException: boom");
  }

  @Test
  void textLine_showsControlCharactersHarmlessly() {
    TextLogLayout layout = new TextLogLayout();
    layout.setContext(context);
    layout.setPattern("%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX, Europe/Zurich} %-5level %msg%n");
    layout.start();

    assertThat(layout.doLayout(event("no action '{}'", "\u001b[2Jx")))
        .isEqualTo("2026-01-31T13:00:00.500+01:00 WARN  no action '\\x1b[2Jx'\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"logback.xml", "dev/baton/launch/logback-json.xml"})
  void warningOfJooqAboutVersionsOfDatabases_isNotLogged(String file) throws JoranException {
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    context.putProperty("baton.log.libraries", "WARN");
    configurator.doConfigure(
        Objects.requireNonNull(ProcessLogTest.class.getClassLoader().getResource(file)));

    // The logger name that jOOQ uses for this warning.
    String name = "org.jooq.impl.DefaultExecuteContext.logVersionSupport";
    assertThat(context.getLogger(name).isWarnEnabled()).isFalse();
    assertThat(context.getLogger("org.jooq.impl").isWarnEnabled()).isTrue();
  }

  private LoggingEvent event(String message, Object... values) {
    return event(Map.of(), message, values);
  }

  private LoggingEvent event(Map<String, String> thread, String message, Object... values) {
    Logger logger = context.getLogger("dev.baton.Test");
    LoggingEvent event = new LoggingEvent("", logger, Level.WARN, message, null, values);
    event.setInstant(NOW);
    event.setMDCPropertyMap(thread);
    return event;
  }

  private static JsonNode json(LoggingEvent event) throws IOException {
    String line = new String(new JsonLogEncoder().encode(event), StandardCharsets.UTF_8);
    assertThat(line).endsWith("}\n");
    return ApiClient.JSON.readTree(line);
  }
}
