// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.baton.engine.Engine;
import dev.baton.engine.EngineEvent;
import dev.baton.engine.EngineSpec;
import dev.baton.error.InvalidInputException;
import dev.baton.error.UnavailableException;
import dev.baton.job.Watch;
import dev.baton.testkit.server.DockerServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests a daemon over TCP that identifies its clients by their certificates. */
@Tag("integration")
final class DockerTlsTest {

  private static DockerServer server;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    server = DockerServer.withTls();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Engine open(Path tls) {
    Map<String, String> settings = new HashMap<>();
    settings.put("host", server.tcpAddress());
    settings.put("network", "none");
    settings.put("stop-grace", "PT0S");
    if (tls != null) {
      settings.put("tls-folder", tls.toString());
    }
    return new DockerTestEngineFactory().open("tls", settings);
  }

  private static EngineSpec spec(String name, String script) {
    return new DockerTestEngineFactory().spec(name, Map.of()).command("sh", "-c", script).build();
  }

  @Test
  void engine_withItsCertificates_runsFollowsAndTellsWhatChanges() throws InterruptedException {
    Set<String> over = ConcurrentHashMap.newKeySet();
    try (Engine engine = open(server.tlsFolder());
        Watch watch = engine.watch(event -> note(over, event))) {
      assertThat(engine.check().address()).isEqualTo(server.tcpAddress());
      EngineSpec spec = spec("over-tls", "echo one; sleep 1; echo two >&2; exit 3");
      assertThat(engine.create(spec).status().started()).isNotNull();
      List<String> lines = new ArrayList<>();
      engine.logs(spec.name(), null, line -> lines.add(line.text()));
      assertThat(lines).containsExactly("one", "two");
      assertThat(engine.find(spec.name()).orElseThrow().status().exitCode()).isEqualTo(3);
      await().atMost(Duration.ofSeconds(20)).until(() -> over.contains(spec.name()));
      engine.delete(spec.name());
      assertThat(engine.list()).isEmpty();
    }
  }

  @Test
  void timeout_keptOverTls_endsTheProgram() throws InterruptedException {
    try (Engine engine = open(server.tlsFolder())) {
      EngineSpec spec =
          new DockerTestEngineFactory()
              .spec("late-over-tls", Map.of())
              .command("sleep", "60")
              .timeout(Duration.ofSeconds(1))
              .build();
      engine.create(spec);
      engine.logs(spec.name(), null, line -> {});
      assertThat(engine.find(spec.name()).orElseThrow().status().reason().text())
          .isEqualTo("timeout");
      engine.delete(spec.name());
    }
  }

  @Test
  void client_withoutCertificates_reachesNobody() {
    try (Engine plain = open(null)) {
      assertThatThrownBy(plain::list)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("HTTPS");
    }
  }

  @Test
  void client_thatAnotherAuthorityVouchesFor_reachesNobody() throws IOException {
    try (DockerServer other = DockerServer.withTls()) {
      try (Engine stranger = open(other.tlsFolder())) {
        assertThatThrownBy(stranger::list)
            .isInstanceOf(UnavailableException.class)
            .hasMessageContaining(server.tcpAddress())
            .hasMessageContaining("trust anchors");
      }
      // A client that trusts the server but is not trusted by the server.
      for (String file : List.of("cert.pem", "key.pem")) {
        Files.copy(other.tlsFolder().resolve(file), folder.resolve(file));
      }
      Files.copy(server.tlsFolder().resolve("ca.pem"), folder.resolve("ca.pem"));
      try (Engine stranger = open(folder)) {
        assertThatThrownBy(stranger::list)
            .isInstanceOf(UnavailableException.class)
            .hasMessageContaining(server.tcpAddress());
      }
    }
  }

  private static void note(Set<String> over, EngineEvent event) {
    if (event instanceof EngineEvent.Changed changed && changed.job().status().isOver()) {
      over.add(changed.name());
    }
  }
}
