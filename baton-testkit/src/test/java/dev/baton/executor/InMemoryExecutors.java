// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.access.Caller;
import dev.baton.job.Job;
import dev.baton.job.JobEvent;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.job.JobState;
import dev.baton.job.Jobs;
import dev.baton.job.LogLine;
import dev.baton.jobservice.JobService;
import dev.baton.memory.InMemoryBackend;
import dev.baton.plugin.Action;
import dev.baton.plugin.ActionSettings;
import dev.baton.plugin.Capability;
import dev.baton.plugin.Catalogue;
import dev.baton.plugin.JobRun;
import dev.baton.plugin.Plugin;
import dev.baton.plugin.Registry;
import dev.baton.service.Clock;
import dev.baton.service.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A backend in memory, with executors whose actions the tests define inline. */
final class InMemoryExecutors implements AutoCloseable {

  static final Duration WAIT_LIMIT = Duration.ofMinutes(4);
  private static final Duration SOON = Duration.ofMillis(10);

  record NoParameters() {}

  @FunctionalInterface
  interface ActionBody {
    void run(JobRun job) throws Exception;
  }

  final InMemoryBackend backend = new InMemoryBackend(Clock.system());
  private final List<Consumer<Registry>> registrations = new ArrayList<>();
  private final List<Service> started = new ArrayList<>();

  static ExecutorOptions options(String name) {
    return ExecutorOptions.named(name)
        .withLease(Duration.ofSeconds(3))
        .withGracePeriod(Duration.ofSeconds(5))
        .withInterruptTimeout(Duration.ofSeconds(2));
  }

  InMemoryExecutors action(String name, ActionBody actionBody) {
    return action(name, actionBody, settings -> {});
  }

  InMemoryExecutors action(String name, ActionBody actionBody, Consumer<ActionSettings> settings) {
    Action<NoParameters> action = (job, noParameters) -> actionBody.run(job);
    registrations.add(
        registry -> settings.accept(registry.action(name, NoParameters.class, action)));
    return this;
  }

  InMemoryExecutors register(Consumer<Registry> registration) {
    registrations.add(registration);
    return this;
  }

  InMemoryExecutors capability(String name, Capability capability) {
    registrations.add(registry -> registry.capability(name, capability));
    return this;
  }

  Catalogue catalogue() {
    Catalogue catalogue = Catalogue.of(List.of(new WrittenPlugin(List.copyOf(registrations))));
    assertThat(catalogue.problems()).isEmpty();
    return catalogue;
  }

  private record WrittenPlugin(List<Consumer<Registry>> registrations) implements Plugin {
    @Override
    public void register(Registry registry) {
      registrations.forEach(each -> each.accept(registry));
    }

    @Override
    public String name() {
      return "written";
    }
  }

  JobService jobService() {
    return new JobService(backend.jobs(), (spec, caller) -> spec, Clock.system());
  }

  Jobs jobs() {
    return jobService().forCaller(Caller.internal());
  }

  Executor start(ExecutorOptions options) {
    return start(options, new FaultInjector(), ExecutorListener.NONE);
  }

  Executor start(ExecutorOptions options, FaultInjector faultInjector, ExecutorListener listener) {
    return start(
        Executor.create(
            options,
            FaultInjectingPorts.of(backend, faultInjector),
            catalogue(),
            jobService(),
            listener,
            Clock.system()));
  }

  /** Starts an executor that the test created. The executor is stopped at the end. */
  Executor start(Executor executor) {
    started.add(executor);
    executor.start();
    return executor;
  }

  /** Returns the started executors, in order. */
  List<Executor> executors() {
    return started.stream().map(Executor.class::cast).toList();
  }

  JobId post(String action) {
    return post(JobSpec.of(action));
  }

  JobId post(JobSpec spec) {
    return jobs().post(spec).id();
  }

  Job job(JobId id) {
    return backend.jobs().find(id).orElseThrow();
  }

  List<JobEvent.Kind> events(JobId id) {
    return backend.history().of(id).stream().map(JobEvent::kind).toList();
  }

  List<String> log(JobId id) {
    return backend.log().read(id, 0, 1_000_000).stream()
        .map(numberedLine -> numberedLine.line())
        .map(LogLine::text)
        .toList();
  }

  Job awaitFinal(JobId id) {
    await().atMost(WAIT_LIMIT).pollInterval(SOON).until(() -> job(id).state().isFinal());
    return job(id);
  }

  Job awaitState(JobId id, JobState state) {
    await().atMost(WAIT_LIMIT).pollInterval(SOON).until(() -> job(id).state() == state);
    return job(id);
  }

  @Override
  public void close() {
    started.forEach(service -> ((Executor) service).stopNow());
    backend.close();
  }
}
