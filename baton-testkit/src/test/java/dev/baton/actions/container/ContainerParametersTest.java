// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.baton.engine.EngineInstances;
import dev.baton.engine.EnginePlacement;
import dev.baton.engine.EngineSpec;
import dev.baton.engine.Engines;
import dev.baton.engine.PullPolicy;
import dev.baton.flow.Container;
import dev.baton.job.JobSpec;
import dev.baton.job.Priority;
import dev.baton.job.RetryPolicy;
import dev.baton.memory.InMemoryBackend;
import dev.baton.plugin.ActionDefinition;
import dev.baton.plugin.Catalogue;
import dev.baton.service.Backoff;
import dev.baton.service.Clock;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests that the action understands the parameters that flows write for containers. */
final class ContainerParametersTest {

  private static final RetryPolicy TWICE =
      new RetryPolicy(2, Backoff.doubling(Duration.ofSeconds(1), Duration.ofSeconds(9)));

  private static Container everything() {
    return Container.ofImage("alpine:3")
        .command("sh", "-c")
        .args("true")
        .engine("docker")
        .pullPolicy(PullPolicy.NEVER)
        .pullSecrets("registry")
        .env("A", "1")
        .env(Map.of("B", "2"))
        .secret("PASSWORD", "NAME")
        .workdir("/work")
        .tier("small")
        .cpuRequest(new BigDecimal("0.5"))
        .cpuLimit(BigDecimal.ONE)
        .memoryRequest("64Mi")
        .memoryLimit("1Gi")
        .volumes("data:/data:ro")
        .label("team", "blue")
        .user(1000)
        .group(1001)
        .readOnlyRoot()
        .privileged()
        .addCapabilities("NET_ADMIN")
        .dropCapabilities("ALL")
        .nodeSelector("disk", "ssd")
        .tolerations(new EnginePlacement.Toleration("spot", null, "NoSchedule"))
        .backoffLimit(1)
        .keep(Duration.ofHours(1))
        .instances(4)
        .instancesAtOnce(2)
        .lostAfter(Duration.ofMinutes(3))
        .raw(EngineSpec.noRaw().put("x", 1))
        .hints("cpu-limit");
  }

  private static ActionDefinition<?> action() {
    try (InMemoryBackend backend = new InMemoryBackend(Clock.system());
        Engines none = new Engines(Map::of, name -> null);
        EnginePlugin plugin =
            new EnginePlugin(
                none, EngineSettings.using("process"), backend.jobs(), Clock.system())) {
      return Catalogue.of(List.of(plugin)).action(Container.ACTION).orElseThrow();
    }
  }

  @Test
  void container_withEverythingSet_namesEveryParameterOfTheAction() throws Exception {
    JsonNode said = new ObjectMapper().readTree(everything().spec().payload());
    JsonNode schema = action().parameters().schema();
    List<String> known =
        schema.path("properties").properties().stream().map(Map.Entry::getKey).toList();
    assertThat(said.properties())
        .extracting(Map.Entry::getKey)
        .containsExactlyInAnyOrderElementsOf(known);
  }

  @Test
  void container_withEverythingSet_isReadAsItWasSaid() {
    ContainerOptions read =
        (ContainerOptions) (Record) action().parameters().parse(everything().spec().payload());
    EngineSpec spec = read.spec("some-name", Map.of(), Map.of(), null);
    assertThat(read.engine()).isEqualTo("docker");
    assertThat(read.secrets()).isEqualTo(Map.of("PASSWORD", "NAME"));
    assertThat(spec.image().name()).isEqualTo("alpine:3");
    assertThat(spec.image().pullPolicy()).isEqualTo(PullPolicy.NEVER);
    assertThat(spec.image().pullSecrets()).containsExactly("registry");
    assertThat(spec.program().command()).containsExactly("sh", "-c");
    assertThat(spec.program().args()).containsExactly("true");
    assertThat(spec.program().env()).isEqualTo(Map.of("A", "1", "B", "2"));
    assertThat(spec.program().workdir()).isEqualTo("/work");
    assertThat(spec.resources().cpuRequest()).isEqualByComparingTo("0.5");
    assertThat(spec.resources().memoryLimit()).isEqualTo(1L << 30);
    assertThat(spec.volumes()).hasSize(1);
    assertThat(spec.labels()).isEqualTo(Map.of("team", "blue"));
    assertThat(spec.security().user()).isEqualTo(1000);
    assertThat(spec.security().group()).isEqualTo(1001);
    assertThat(spec.security().readOnlyRoot()).isTrue();
    assertThat(spec.security().privileged()).isTrue();
    assertThat(spec.security().addCapabilities()).containsExactly("NET_ADMIN");
    assertThat(spec.security().dropCapabilities()).containsExactly("ALL");
    assertThat(spec.placement().nodeSelector()).isEqualTo(Map.of("disk", "ssd"));
    assertThat(spec.placement().tolerations())
        .containsExactly(new EnginePlacement.Toleration("spot", null, "NoSchedule"));
    assertThat(spec.lifetime().backoffLimit()).isEqualTo(1);
    assertThat(spec.instances()).isEqualTo(new EngineInstances(4, 2));
    assertThat(spec.lifetime().keep()).isEqualTo(Duration.ofHours(1));
    assertThat(spec.raw().path("x").asInt()).isEqualTo(1);
  }

  @Test
  void container_changed_leavesTheOneBeforeAsItWas() {
    Container first = Container.of("true").env("A", "1");
    String before = first.spec().payload();
    first.env("A", "2").args("more").timeout(Duration.ofSeconds(1));
    assertThat(first.spec().payload()).isEqualTo(before);
    assertThat(first.spec().timeout()).isNull();
  }

  @Test
  void container_withRulesForItsJob_putsThemThere() {
    JobSpec spec =
        Container.of("true")
            .timeout(Duration.ofMinutes(1))
            .retry(TWICE)
            .requires("is_x86_64")
            .priority(new Priority(7))
            .spec();
    assertThat(spec.action()).isEqualTo("run_container");
    assertThat(spec.timeout()).isEqualTo(Duration.ofMinutes(1));
    assertThat(spec.retry()).isEqualTo(TWICE);
    assertThat(spec.requires()).containsExactly("is_x86_64");
    assertThat(spec.priority()).isEqualTo(new Priority(7));
  }
}
