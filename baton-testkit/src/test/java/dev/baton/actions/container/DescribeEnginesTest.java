// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.baton.actions.processengine.ProcessEngine;
import dev.baton.engine.EngineFactory;
import dev.baton.engine.EngineOptions;
import dev.baton.engine.Engines;
import dev.baton.error.ForbiddenException;
import dev.baton.error.UnavailableException;
import dev.baton.service.Clock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests how an executor describes its engines to an operator. */
final class DescribeEnginesTest {

  private static final EngineSettings SETTINGS = new EngineSettings("box", 5, null, 0.9, false);

  @TempDir Path folder;
  private final Clock clock = Clock.system();

  private JsonNode describe(Map<String, EngineFactory> factories, Map<String, String> settings)
      throws IOException {
    try (Engines engines =
        new Engines(
            () -> factories,
            name -> new EngineOptions(name, "baton", folder.resolve(name), settings, clock))) {
      return new ObjectMapper().readTree(new DescribeEngines(engines, SETTINGS, clock).describe());
    }
  }

  @Test
  void engineThatAnswers_hasProductCapacityAndLimits() throws IOException {
    JsonNode engine = describe(Map.of("box", ProcessEngine::open), Map.of()).get(0);
    assertThat(engine.path("name").asText()).isEqualTo("box");
    assertThat(engine.path("status").asText()).isEqualTo("reachable");
    assertThat(engine.path("default").asBoolean()).isTrue();
    assertThat(engine.path("product").asText()).isNotEmpty();
    assertThat(engine.at("/capacity/cpus").isNumber()).isTrue();
    assertThat(engine.path("limit").asInt()).isEqualTo(5);
    assertThat(engine.path("threshold").asDouble()).isEqualTo(0.9);
    assertThat(engine.has("owner-limit")).isFalse();
    assertThat(engine.path("permissions").findValuesAsText("name")).isNotEmpty();
    assertThat(engine.has("error")).isFalse();
  }

  @Test
  void engineThatFails_hasItsErrorAndDoesNotHideOthers() throws IOException {
    EngineFactory away =
        options -> {
          throw new UnavailableException("the socket is closed");
        };
    EngineFactory refusing =
        options -> {
          throw new ForbiddenException("the token has expired");
        };
    EngineFactory broken =
        options -> {
          throw new IllegalStateException();
        };
    JsonNode engines =
        describe(
            Map.of("away", away, "box", ProcessEngine::open, "broken", broken, "cloud", refusing),
            Map.of("host", "somewhere"));
    assertThat(engines.findValuesAsText("status"))
        .containsExactly("unreachable", "invalid", "unreachable", "forbidden");
    assertThat(engines.get(0).path("error").asText()).isEqualTo("the socket is closed");
    assertThat(engines.get(0).path("last-error").asText()).isEqualTo("the socket is closed");
    assertThat(engines.get(0).path("last-error-at").isIntegralNumber()).isTrue();
    assertThat(engines.get(2).path("error").asText()).contains("IllegalStateException");
  }

  @Test
  void engineWithoutSettings_isLeftOutUnlessItIsTheDefault() throws IOException {
    JsonNode engines =
        describe(Map.of("box", ProcessEngine::open, "other", ProcessEngine::open), Map.of());
    assertThat(engines).hasSize(1);
    assertThat(engines.get(0).path("name").asText()).isEqualTo("box");
  }
}
