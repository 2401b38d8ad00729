// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.engine.Engine;
import dev.baton.engine.EngineEvent;
import dev.baton.engine.EngineReason;
import dev.baton.engine.EngineSpec;
import dev.baton.error.InvalidInputException;
import dev.baton.job.Watch;
import dev.baton.service.Clock;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests fields for which the real test server is too old. */
final class NewerKubernetesFieldsTest {

  private final FakeKubernetesApiServer server = new FakeKubernetesApiServer(Clock.system());
  private final Engine engine = server.engine();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void raw_indexedJob_isMadeWithLabelsOfBothKinds() throws Exception {
    engine.create(
        spec(
            """
            {"job": {"completions": 3, "parallelism": 2, "completionMode": "Indexed",
              "podFailurePolicy": {"rules": [{"action": "FailJob",
                "onExitCodes": {"operator": "In", "values": [42]}}]}},
             "spec": {"containers": [{"name": "jobcontainer", "tty": true},
                                     {"name": "side", "image": "other"}]},
             "metadata": {"annotations": {"note": "yes"}, "labels": {"job-name": "forged"}}}
            """));
    Job job = server.job("indexed");
    assertThat(job.getSpec().getCompletionMode()).isEqualTo("Indexed");
    assertThat(job.getSpec().getParallelism()).isEqualTo(2);
    assertThat(job.getSpec().getPodFailurePolicy().getRules()).hasSize(1);
    var template = job.getSpec().getTemplate();
    assertThat(template.getMetadata().getLabels())
        .containsEntry("job-name", "indexed")
        .containsEntry("batch.kubernetes.io/job-name", "indexed");
    assertThat(template.getMetadata().getAnnotations()).containsEntry("note", "yes");
    assertThat(template.getSpec().getContainers()).hasSize(2);
    var container = template.getSpec().getContainers().getFirst();
    assertThat(container.getTty()).isTrue();
    assertThat(container.getImage()).isEqualTo("image");
    assertThat(container.getSecurityContext().getRunAsUser()).isEqualTo(1000);
    assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
  }

  @Test
  void raw_unknownPart_isRefused() throws Exception {
    EngineSpec spec = spec("{\"template\": {}}");
    assertThatThrownBy(() -> engine.create(spec))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("raw has 'template'");
    assertThat(engine.find("indexed")).isEmpty();
  }

  @Test
  void watch_conditionsOfNewerServers_areOverAtTheLastOnly() throws Exception {
    Queue<EngineEvent> told = new ConcurrentLinkedQueue<>();
    try (Watch watch = engine.watch(told::add)) {
      engine.create(spec("{}"));
      await().atMost(FakeKubernetesApiServer.BOUND).until(() -> !told.isEmpty());
      server.awaitWatches();
      server.status(
          "indexed",
          "active: 1, conditions: [{type: FailureTarget, status: 'True', reason: Policy}]");
      server.status(
          "indexed",
          "failed: 1, conditions: [{type: FailureTarget, status: 'True', reason: Policy},"
              + " {type: Failed, status: 'True', reason: PodFailurePolicy, message: rule 0,"
              + " lastTransitionTime: '2026-11-22T10:00:00Z'}]");
      await()
          .atMost(FakeKubernetesApiServer.BOUND)
          .until(() -> told.stream().anyMatch(NewerKubernetesFieldsTest::isOver));
    }
    var over = engine.find("indexed").orElseThrow().status();
    assertThat(over.reason()).isEqualTo(EngineReason.LOST);
    assertThat(over.message()).isEqualTo("PodFailurePolicy: rule 0");
  }

  private static boolean isOver(EngineEvent event) {
    return event instanceof EngineEvent.Changed changed && changed.job().status().isOver();
  }

  private static EngineSpec spec(String raw) throws Exception {
    return EngineSpec.named("indexed")
        .image("image")
        .raw((ObjectNode) new ObjectMapper().readTree(raw))
        .build();
  }
}
