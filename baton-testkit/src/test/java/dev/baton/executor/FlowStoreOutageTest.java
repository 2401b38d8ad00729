// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.error.UnavailableException;
import dev.baton.flow.Flow;
import dev.baton.flow.Task;
import dev.baton.job.Job;
import dev.baton.job.JobEvent;
import dev.baton.job.JobId;
import dev.baton.job.JobState;
import dev.baton.logbook.FlowTransition;
import dev.baton.logbook.FlowWrite;
import dev.baton.logbook.Logbook;
import dev.baton.logbook.LogbookStore;
import dev.baton.service.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests a logbook store that does not answer for longer than a flow retries its writes. */
final class FlowStoreOutageTest {

  /** The number of attempts that the runner makes before it gives up. */
  private static final int REFUSALS = 4;

  private final InMemoryExecutors inMemoryExecutors = new InMemoryExecutors();
  private final List<String> done = new CopyOnWriteArrayList<>();
  private final AtomicInteger refusals = new AtomicInteger();

  @AfterEach
  void close() {
    inMemoryExecutors.close();
  }

  @Test
  void flow_whenItsProgressCannotBeStored_isAbandonedAndContinuesLater() {
    AtomicBoolean first = new AtomicBoolean(true);
    Flow flow =
        Flow.linear("f")
            .add(
                Task.named("a").run(t -> done.add("a")).revert((t, result) -> done.add("-a")),
                Task.named("b")
                    .run(t -> {
                      done.add("b");
                      refusals.set(first.getAndSet(false) ? REFUSALS : 0);
                    }),
                Task.named("c").run(t -> done.add("c")));
    inMemoryExecutors.register(registry ->
        registry.flow("act", InMemoryExecutors.NoParameters.class, noParameters -> flow));
    inMemoryExecutors.start(executor());

    JobId id = inMemoryExecutors.post("act");
    Job job = inMemoryExecutors.awaitFinal(id);

    assertThat(job.status().lastError()).isNull();
    assertThat(job.state()).isEqualTo(JobState.SUCCESS);
    assertThat(done).containsExactly("a", "b", "b", "c");
    assertThat(inMemoryExecutors.events(id))
        .contains(JobEvent.Kind.ABANDONED, JobEvent.Kind.RESUMED);
  }

  private Executor executor() {
    ExecutorPorts ports = FaultInjectingPorts.of(inMemoryExecutors.backend, new FaultInjector());
    LogbookStore store = inMemoryExecutors.backend.logbook().orElseThrow();
    return Executor.create(
        InMemoryExecutors.options("e1"),
        new ExecutorPorts(
            ports.board(),
            ports.jobs(),
            ports.log(),
            ports.history(),
            ports.memberRegistry(),
            new RefusingStore(store)),
        inMemoryExecutors.catalogue(),
        inMemoryExecutors.jobService(),
        ExecutorListener.NONE,
        Clock.system());
  }

  private final class RefusingStore implements LogbookStore {
    private final LogbookStore store;

    RefusingStore(LogbookStore store) {
      this.store = store;
    }

    private void pass() {
      if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw new UnavailableException("the store of flows does not answer");
      }
    }

    @Override
    public void write(FlowWrite write) {
      pass();
      store.write(write);
    }

    @Override
    public Optional<Logbook> find(JobId job) {
      pass();
      return store.find(job);
    }

    @Override
    public List<FlowTransition> transitions(JobId job, int offset, int limit) {
      return store.transitions(job, offset, limit);
    }

    @Override
    public boolean delete(JobId job) {
      return store.delete(job);
    }
  }
}
