// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.engine.EngineEvent;
import dev.baton.engine.EngineInstances;
import dev.baton.engine.EngineLifetime;
import dev.baton.engine.EngineLine;
import dev.baton.engine.EngineReason;
import dev.baton.engine.EngineSpec;
import dev.baton.engine.EngineSpecBuilder;
import dev.baton.engine.EngineStatus;
import dev.baton.error.InvalidInputException;
import dev.baton.job.JobLog;
import dev.baton.job.Watch;
import dev.baton.service.Clock;
import dev.baton.service.Threads;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests jobs with instances on a fake server, because the real test server is too old for them. */
final class ManyInstancesTest {

  private static final String NAME = "many";
  private static final String ENDED = "lastTransitionTime: '2026-11-22T10:01:00Z', status: 'True'";

  private final FakeKubernetesApiServer server = new FakeKubernetesApiServer(Clock.system());

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void create_many_isAnIndexedJobWhoseInstancesFailEachByItself() {
    EngineStatus status =
        server
            .engine()
            .create(
                many(5, 2).lifetime(new EngineLifetime(Duration.ofMillis(1500), 3, null)).build())
            .status();
    assertThat(status.message()).isEqualTo("0 of 5 instances run, 5 wait");
    assertThat(status.active()).isEqualTo(5);
    JobSpec job = server.job(NAME).getSpec();
    assertThat(job.getCompletionMode()).isEqualTo("Indexed");
    assertThat(List.of(job.getCompletions(), job.getParallelism())).containsExactly(5, 2);
    assertThat(job.getBackoffLimitPerIndex()).isEqualTo(3);
    // A limit for the whole job would end all instances.
    assertThat(job.getBackoffLimit()).isNull();
    assertThat(job.getMaxFailedIndexes()).isNull();
    assertThat(job.getActiveDeadlineSeconds()).isNull();
    var pod = job.getTemplate().getSpec();
    assertThat(pod.getRestartPolicy()).isEqualTo("Never");
    assertThat(pod.getActiveDeadlineSeconds()).isEqualTo(2);
    var variable = pod.getContainers().getFirst().getEnv().getLast();
    assertThat(variable.getName()).isEqualTo("BATON_INSTANCE");
    assertThat(variable.getValueFrom().getFieldRef().getFieldPath())
        .isEqualTo("metadata.annotations['batch.kubernetes.io/job-completion-index']");
  }

  @Test
  void create_moreAtOnceThanThereAre_asksForAsManyAsThereAre() {
    server.engine().create(many(2, 9).build());
    assertThat(server.job(NAME).getSpec().getParallelism()).isEqualTo(2);
  }

  @Test
  void raw_ofTheJob_wins() throws Exception {
    String raw = "{\"job\": {\"completions\": 7, \"backoffLimit\": 4, \"maxFailedIndexes\": 2}}";
    EngineStatus status =
        server
            .engine()
            .create(many(5, null).raw((ObjectNode) new ObjectMapper().readTree(raw)).build())
            .status();
    JobSpec job = server.job(NAME).getSpec();
    assertThat(List.of(job.getCompletions(), job.getParallelism(), job.getBackoffLimit()))
        .containsExactly(7, 5, 4);
    assertThat(status.active()).isEqualTo(7);
  }

  @Test
  void create_whereInstancesDoNotFailEachByItself_isRefusedAndMakesNothing() {
    server.forget("backoffLimitPerIndex");
    EngineSpec spec = many(5, null).build();
    assertThatThrownBy(() -> server.engine().create(spec))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("instances")
        .hasMessageContaining("update it to 1.29")
        .hasMessageContaining("bulk job");
    assertThat(server.engine().find(NAME)).isEmpty();
    // A job without instances is created without a dry run.
    server.engine().create(EngineSpec.named("plain").image("image").build());
    assertThat(server.requests()).filteredOn(path -> path.contains("dryRun")).hasSize(1);
  }

  @Test
  void watch_asTheyGo_tellsEachChangeOfTheCounts() {
    Queue<EngineStatus> told = new ConcurrentLinkedQueue<>();
    try (Watch watch = server.engine().watch(event -> tell(event, told))) {
      server.engine().create(many(3, 2).build());
      awaitMessage(told, "0 of 3 instances run, 3 wait");
      server.awaitWatches();
      server.status(NAME, "startTime: '2026-11-22T10:00:00Z'");
      server.pod(NAME, 0, "a", "Running", FakeKubernetesApiServer.runs());
      awaitMessage(told, "1 of 3 instances run, 2 wait");
      server.pod(NAME, 1, "a", "Running", FakeKubernetesApiServer.runs());
      awaitMessage(told, "2 of 3 instances run, 1 wait");
      server.pod(NAME, 0, "a", "Failed", FakeKubernetesApiServer.ended(3));
      server.status(NAME, "failedIndexes: '0'");
      await()
          .atMost(FakeKubernetesApiServer.BOUND)
          .until(() -> told.stream().anyMatch(status -> status.failed() == 1));
      server.pod(NAME, 1, "a", "Succeeded", FakeKubernetesApiServer.ended(0));
      server.pod(NAME, 2, "a", "Failed", FakeKubernetesApiServer.ended(4));
      // The condition arrives before all pods are known. The end is reported when they are.
      server.status(
          NAME,
          "failedIndexes: '0,2', completedIndexes: '1', failed: 4, succeeded: 1, conditions: ["
              + "{type: FailureTarget, reason: FailedIndexes, "
              + ENDED
              + "}, {type: Failed, reason: FailedIndexes, message: Job has failed indexes, "
              + ENDED
              + "}]");
      await()
          .atMost(FakeKubernetesApiServer.BOUND)
          .until(() -> told.stream().anyMatch(EngineStatus::isOver));
    }
    EngineStatus over = told.stream().filter(EngineStatus::isOver).findFirst().orElseThrow();
    assertThat(List.of(over.active(), over.succeeded(), over.failed())).containsExactly(0, 1, 2);
    assertThat(over.reason()).isEqualTo(EngineReason.EXIT_CODE);
    assertThat(over.exitCode()).isEqualTo(3);
    assertThat(over.message()).isEqualTo("2 of 3 instances failed: 0, 2");
    assertThat(server.engine().find(NAME).orElseThrow().status()).isEqualTo(over);
  }

  @Test
  void logs_whileTheyRunInAnyOrder_areReadOneAfterTheOther() throws Exception {
    server.engine().create(many(3, null).build());
    String longLine = "x".repeat(JobLog.MAX_LINE_LENGTH);
    server.output("many-0-a", "first try");
    server.output("many-0-b", "second try", longLine);
    server.output("many-1-a", "later");
    server.output("many-2-a", "last");
    // The last instance is over before the first has started.
    server.status(NAME, "completedIndexes: '2'");
    server.pod(NAME, 2, "a", "Succeeded", FakeKubernetesApiServer.ended(0));
    Queue<EngineLine> read = new ConcurrentLinkedQueue<>();
    FutureTask<Boolean> reader =
        new FutureTask<>(() -> {
          server.engine().logs(NAME, null, read::add);
          return true;
        });
    Threads.virtual("reader", reader).start();
    server.awaitWatches();
    server.pod(NAME, 1, "a", "Running", FakeKubernetesApiServer.runs());
    server.pod(NAME, 0, "a", "Failed", FakeKubernetesApiServer.ended(1));
    await().atMost(FakeKubernetesApiServer.BOUND).until(() -> read.size() == 1);
    server.pod(NAME, 0, "b", "Succeeded", FakeKubernetesApiServer.ended(0));
    await().atMost(FakeKubernetesApiServer.BOUND).until(() -> read.size() == 4);
    server.status(NAME, "completedIndexes: '0,2'");
    await()
        .atMost(FakeKubernetesApiServer.BOUND)
        .until(() -> read.stream().anyMatch(line -> line.text().startsWith("[1]")));
    assertThat(reader.isDone()).isFalse();
    server.pod(NAME, 1, "a", "Succeeded", FakeKubernetesApiServer.ended(0));
    server.status(NAME, "completedIndexes: '0-2', conditions: [{type: Complete, " + ENDED + "}]");
    assertThat(reader.get()).isTrue();
    List<EngineLine> lines = List.copyOf(read);
    assertThat(texts(lines))
        .containsExactly(
            "[0] first try",
            "[0] second try",
            "[0] " + longLine.substring(4 + JobLog.CONTINUES.length()) + JobLog.CONTINUES,
            "[0] " + "x".repeat(4 + JobLog.CONTINUES.length()),
            "[1] later",
            "[2] last");
    for (int i = 0; i < lines.size(); i++) {
      assertThat(linesAfter(lines.get(i).position())).isEqualTo(lines.subList(i + 1, lines.size()));
    }
  }

  @Test
  void logs_ofAJobWithALongName_continueWhereTheyStopped() {
    String name = "n".repeat(58);
    // The pod name as Kubernetes cuts it.
    String pod = "n".repeat(55) + "-1-abcde";
    String position = new PodLogPosition(pod, Instant.EPOCH, 0, 1).text();
    assertThat(PodLogPosition.parse(name, position)).isNotNull();
  }

  @Test
  void logs_ofManyThatAreOver_askForEachOnce() throws Exception {
    int count = 9;
    server.engine().create(many(count, null).build());
    for (int i = 0; i < count; i++) {
      server.pod(NAME, i, "a", "Succeeded", FakeKubernetesApiServer.ended(0));
      server.output("many-" + i + "-a", "line");
    }
    server.status(NAME, "completedIndexes: 0-8, conditions: [{type: Complete, " + ENDED + "}]");
    int before = server.requests().size();
    assertThat(linesAfter(null)).hasSize(count);
    // A list of all pods for each instance would be too slow with thousands of instances. The watch
    // may need one list.
    assertThat(server.requests().stream().skip(before))
        .filteredOn(one -> one.contains("/pods?labelSelector=job-name") && !one.contains("%2C"))
        .hasSizeLessThan(2);
  }

  private static EngineSpecBuilder many(int count, @Nullable Integer atOnce) {
    return EngineSpec.named(NAME).image("image").instances(new EngineInstances(count, atOnce));
  }

  private List<EngineLine> linesAfter(@Nullable String position) throws InterruptedException {
    List<EngineLine> lines = new ArrayList<>();
    server.engine().logs(NAME, position, lines::add);
    return lines;
  }

  private static List<String> texts(List<EngineLine> lines) {
    return lines.stream().map(EngineLine::text).toList();
  }

  private static void tell(EngineEvent event, Queue<EngineStatus> told) {
    Stream.of(event)
        .filter(EngineEvent.Changed.class::isInstance)
        .map(EngineEvent.Changed.class::cast)
        .forEach(changed -> told.add(changed.job().status()));
  }

  private static void awaitMessage(Queue<EngineStatus> told, String message) {
    await()
        .atMost(FakeKubernetesApiServer.BOUND)
        .until(() -> told.stream().anyMatch(status -> message.equals(status.message())));
  }
}
