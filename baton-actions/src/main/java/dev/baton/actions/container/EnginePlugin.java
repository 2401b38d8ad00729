// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.container;

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

/**
 * Registers the action that runs containers and commands in engines, with its capabilities and the
 * reaper. It is created in code, not loaded from a jar, because it needs objects that plugins in
 * jars do not get.
 */
public final class EnginePlugin implements Plugin, AutoCloseable {

  private final Engines engines;
  private final EngineSettings settings;
  private final JobStore jobs;
  private final Clock clock;
  private final ContainerServices tools;
  private final EngineCapability capability;
  private final DescribeEngines describeEngines;
  private final Function<String, @Nullable String> environment;

  /** Creates the plugin without a member registry, so that it does not know other executors. */
  public EnginePlugin(Engines engines, EngineSettings settings, JobStore jobs, Clock clock) {
    this(engines, settings, jobs, null, clock);
  }

  /**
   * Creates the plugin.
   *
   * @param engines the engines of the catalogue that this plugin becomes part of
   * @param jobs the store from which the reaper reads which engine jobs are still needed
   * @param memberRegistry shows which other executors reach the engine of a program
   */
  public EnginePlugin(
      Engines engines,
      EngineSettings settings,
      JobStore jobs,
      @Nullable MemberRegistry memberRegistry,
      Clock clock) {
    this(engines, settings, jobs, memberRegistry, clock, System.getenv()::get);
  }

  /**
   * Creates the plugin.
   *
   * @param environment the variables in which the secrets of container jobs are looked up
   */
  EnginePlugin(
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
    this.describeEngines = new DescribeEngines(engines, settings, clock);
    EngineJobWatches news = new EngineJobWatches(clock);
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

  /**
   * Checks the engines of this process and describes them as a JSON array, for the answer to {@link
   * MemberRegistry#ENGINES}. Blocks for a few seconds at most.
   */
  public String describeEngines() {
    return describeEngines.describe();
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
        // A container job may mount files of the machine, and run as any user there. Therefore only
        // administrators may post the action.
        .adminOnly();
    registry.capability(SecretCapability.NAME, new SecretCapability(environment));
    registry.capability(EngineCapability.NAME, capability);
    registry
        .distribution(ReapEngineJobs.NAME, Schedule.every(Duration.ofMinutes(1)))
        .description("Removes engine jobs whose job is final or deleted")
        .does(new ReapEngineJobs(engines, settings, jobs, clock));
  }

  /** Stops the background work. Engine jobs continue to run. */
  @Override
  public void close() {
    tools.close();
  }
}
