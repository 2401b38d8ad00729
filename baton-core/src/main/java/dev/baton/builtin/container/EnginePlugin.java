// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.builtin.container;

import dev.baton.engine.Engines;
import dev.baton.job.JobStore;
import dev.baton.member.MemberRegistry;
import dev.baton.plugin.Plugin;
import dev.baton.plugin.Registry;
import dev.baton.plugin.Schedule;
import dev.baton.service.Clock;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Containers and commands as jobs; wired by hand, as it needs what plugins in jars do not get. */
public final class EnginePlugin implements Plugin, AutoCloseable {

  private final Engines engines;
  private final EngineSettings settings;
  private final JobStore jobs;
  private final Clock clock;
  private final ContainerServices tools;
  private final EngineCapability capability;
  private final Function<String, @Nullable String> environment;

  /** As below, where nothing is known of other executors. */
  public EnginePlugin(Engines engines, EngineSettings settings, JobStore jobs, Clock clock) {
    this(engines, settings, jobs, null, clock);
  }

  /**
   * @param engines those of the catalogue that this plugin becomes part of
   * @param jobs by which the reaper knows whose engine jobs are wanted
   * @param memberRegistry by which executors know which others reach the engine where a program
   *     runs
   */
  public EnginePlugin(
      Engines engines,
      EngineSettings settings,
      JobStore jobs,
      @Nullable MemberRegistry memberRegistry,
      Clock clock) {
    this(engines, settings, jobs, memberRegistry, clock, System.getenv()::get);
  }

  /** As above, where nothing is known of other executors. */
  EnginePlugin(
      Engines engines,
      EngineSettings settings,
      JobStore jobs,
      Clock clock,
      Function<String, @Nullable String> environment) {
    this(engines, settings, jobs, null, clock, environment);
  }

  /**
   * @param environment where the secrets of container jobs are looked up
   */
  private EnginePlugin(
      Engines engines,
      EngineSettings settings,
      JobStore jobs,
      @Nullable MemberRegistry memberRegistry,
      Clock clock,
      Function<String, @Nullable String> environment) {
    this.environment = environment;
    this.engines = engines;
    this.settings = settings;
    this.jobs = jobs;
    this.clock = clock;
    EngineJobWatches news = new EngineJobWatches();
    this.capability =
        new EngineCapability(
            new EngineAvailability(engines, clock),
            settings,
            new LiveExecutors(memberRegistry, clock),
            engines::inUse,
            clock);
    this.tools =
        new ContainerServices(
            jobs::identity,
            new EngineCapacity(settings, clock),
            news,
            new ReportPendingContainers(news, clock),
            new RemoveFinishedContainers(engines),
            clock);
  }

  @Override
  public String name() {
    return "engines";
  }

  @Override
  public void register(Registry registry) {
    registry
        .action(
            RunContainer.NAME,
            ContainerOptions.class,
            new RunContainer(engines, settings, tools, environment))
        .description("Runs a container, or a command, in an engine; output goes to the job's log")
        .requires(SecretCapability.NAME, EngineCapability.NAME)
        .handlesCancel()
        // It may mount files of the machine, and run as any user there.
        .adminOnly();
    registry.capability(SecretCapability.NAME, new SecretCapability(environment));
    registry.capability(EngineCapability.NAME, capability);
    registry
        .distribution(ReapEngineJobs.NAME, Schedule.every(Duration.ofMinutes(1)))
        .description("Removes engine jobs whose job is over")
        .does(new ReapEngineJobs(engines, settings, jobs, clock));
  }

  /** Ends what runs beside jobs; engine jobs go on. */
  @Override
  public void close() {
    tools.close();
  }
}
