// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.contract.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.flow.Flow;
import dev.baton.flow.FlowNode;
import dev.baton.flow.Retry;
import dev.baton.flow.RetryContext;
import dev.baton.flow.RetryController;
import dev.baton.flow.Symbol;
import dev.baton.flow.Task;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobState;
import dev.baton.logbook.FlowState;
import dev.baton.logbook.Logbook;
import dev.baton.plugin.Catalogue;
import dev.baton.plugin.Plugin;
import dev.baton.plugin.Registry;
import dev.baton.testkit.backend.BackendTestSetup;
import dev.baton.testkit.flow.FlowValueSamples;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The contract of flows whose bodies return values that cannot be stored, with an executor on a
 * real backend: the atom fails and the flow is reverted. The clock of the fixture must be the
 * system clock.
 */
public abstract class UnstorableValueContract extends BackendTestSetup {

  private static final Duration TIMEOUT = Duration.ofMinutes(4);
  private static final Object LARGE = new BigDecimal("1e400");
  private static final Symbol<Object> VALUE = Symbol.of("value", Object.class);

  private record NoParameters() {}

  private final List<String> reverted = new CopyOnWriteArrayList<>();
  private final Map<String, FlowNode> failing = new LinkedHashMap<>();
  private final Map<String, FlowNode> succeeding = new LinkedHashMap<>();
  private TestExecutors setup;

  @BeforeEach
  final void openSetup() {
    FlowValueSamples.unstorable()
        .forEach((name, value) -> failing.put(name, Task.named("last").execute(t -> value)));
    failing.put("sleep", Task.named("last").run(t -> t.sleepUntil(Instant.MAX)));
    failing.put("signal", Task.named("last").run(t -> t.await("x".repeat(20_000_000))));
    failing.put(
        "retry",
        Flow.linear("last")
            .retry(Retry.forEach(List.of(LARGE)))
            .add(Task.named("in").run(t -> {})));
    FlowValueSamples.storable()
        .forEach((name, value) ->
            succeeding.put(name, Task.named("last").provides(VALUE).execute(t -> value)));
    setup = new TestExecutors(backend(), Catalogue.of(List.of(new Flows())), fixture().clock());
    setup.startExecutor(fixture().executorView(backend()), 4);
  }

  @AfterEach
  final void closeSetup() {
    setup.close();
  }

  private final class Flows implements Plugin {
    @Override
    public void register(Registry registry) {
      failing.forEach((name, last) -> flow(registry, "fail_" + name, last));
      succeeding.forEach((name, last) -> flow(registry, "succeed_" + name, last));
      flow(registry, "revert", revertingTo(LARGE));
    }

    private void flow(Registry registry, String name, FlowNode last) {
      Task<?> first = Task.named("first").run(t -> {}).revert((t, result) -> reverted.add(name));
      registry.flow(name, NoParameters.class, noParameters -> Flow.linear("f").add(first, last));
    }
  }

  private static FlowNode revertingTo(Object value) {
    Task<?> fails =
        Task.named("fails")
            .run(t -> {
              throw new IllegalStateException("no");
            });
    return Flow.linear("last").retry(Retry.by(new RevertsTo(value))).add(fails);
  }

  private record RevertsTo(Object value) implements RetryController {
    @Override
    public Object execute(RetryContext context) {
      return 1;
    }

    @Override
    public Decision onFailure(RetryContext context) {
      return Decision.REVERT;
    }

    @Override
    public Object revert(RetryContext context) {
      return value;
    }
  }

  private Map<String, JobId> post(Map<String, FlowNode> flows, String prefix) {
    Map<String, JobId> jobs = new LinkedHashMap<>();
    flows.keySet().forEach(name -> jobs.put(name, setup.post(prefix + name)));
    return jobs;
  }

  private Logbook flowOf(Job job) {
    return backend().logbook().orElseThrow().find(job.id()).orElseThrow();
  }

  @Test
  protected void value_thatCannotBeStored_failsItsAtomAndRevertsTheFlow() {
    post(failing, "fail_")
        .forEach((name, id) -> {
          Job job = setup.awaitFinal(id, TIMEOUT);
          assertThat(job.state()).as(name).isEqualTo(JobState.FAILED);
          assertThat(job.status().statusMessage())
              .as(name)
              .contains("'last", "allowed: ", "the flow was reverted");
          assertThat(reverted).contains("fail_" + name);
          assertThat(flowOf(job).flow().state()).as(name).isEqualTo(FlowState.REVERTED);
        });
  }

  @Test
  protected void value_thatCanBeStored_isRead() {
    post(succeeding, "succeed_")
        .forEach((name, id) -> {
          Job job = setup.awaitFinal(id, TIMEOUT);
          assertThat(job.state()).as("%s: %s", name, job.status()).isEqualTo(JobState.SUCCESS);
          assertThat(job.status().result()).as(name).isNotNull();
          assertThat(flowOf(job).flow().state()).as(name).isEqualTo(FlowState.SUCCESS);
          assertThat(flowOf(job).atoms())
              .as(name)
              .hasEntrySatisfying("last", last -> assertThat(last.outcome().result()).isNotNull());
        });
  }

  @Test
  protected void valueOfARevert_thatCannotBeStored_failsTheRevert() {
    Job job = setup.awaitFinal(setup.post("revert"), TIMEOUT);
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.status().statusMessage()).contains("could not be reverted", "allowed: ");
    assertThat(flowOf(job).flow().state()).isEqualTo(FlowState.FAILURE);
  }
}
