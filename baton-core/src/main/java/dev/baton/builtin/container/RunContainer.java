// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.builtin.container;

import dev.baton.engine.Engine;
import dev.baton.engine.EngineSpec;
import dev.baton.engine.Engines;
import dev.baton.error.BatonException;
import dev.baton.error.InputBounds;
import dev.baton.error.InvalidInputException;
import dev.baton.error.LostClaimException;
import dev.baton.error.UnavailableException;
import dev.baton.flow.Container;
import dev.baton.job.RunLocation;
import dev.baton.plugin.Action;
import dev.baton.plugin.JobFailedException;
import dev.baton.plugin.JobRun;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs a program in an engine as a job. The engine job is named after the job, and where it runs is
 * stored with the job: after a crash the next executor finds it there, follows its output from
 * where the stored lines end, and ends with it. It is removed when the job is final.
 */
final class RunContainer implements Action<ContainerOptions> {

  static final String NAME = Container.ACTION;

  /** By how much the engine's own limit is later, so that Baton ends it where it can. */
  private static final Duration LATER = Duration.ofMinutes(1);

  private final Engines engines;
  private final EngineSettings settings;
  private final ContainerServices tools;
  private final Function<String, @Nullable String> environment;

  /**
   * @param environment of the executor, for secrets
   */
  RunContainer(
      Engines engines,
      EngineSettings settings,
      ContainerServices tools,
      Function<String, @Nullable String> environment) {
    this.engines = engines;
    this.settings = settings;
    this.tools = tools;
    this.environment = environment;
  }

  @Override
  public void run(JobRun run, ContainerOptions options) throws Exception {
    String engineName = engineName(run, options);
    Engine engine = engine(run, engineName);
    ContainerSecrets containerSecrets = ContainerSecrets.lookUp(options, environment);
    RetryEngineCalls calls = new RetryEngineCalls(run, engineName, tools.clock());
    run.onStop(calls);
    EngineJobHandle target =
        new EngineJobHandle(engineName, engine, spec(run, options, containerSecrets));
    FollowContainer container = new FollowContainer(run, target, containerSecrets, tools, calls);
    try {
      container.run(options.engine() != null);
    } catch (LostClaimException | UnavailableException e) {
      throw e;
    } catch (BatonException e) {
      // The engine refuses what it does not refuse others: that is for people, without a trace.
      String said = containerSecrets.mask(String.valueOf(e.getMessage()));
      throw new JobFailedException(1, "engine '" + engineName + "': " + said);
    } finally {
      if (options.keep() == null && container.mayExist()) {
        tools.finishedContainers().add(engineName, target.name(), run.jobs(), run.job());
      }
    }
  }

  /** The stored engine comes first: the program may run there. */
  private String engineName(JobRun run, ContainerOptions options) {
    RunLocation stored = run.job().status().location();
    if (stored != null) {
      return stored.engine();
    }
    return options.engine() == null ? settings.engine() : options.engine();
  }

  private static EngineSpec spec(
      JobRun run, ContainerOptions options, ContainerSecrets containerSecrets) {
    return options.spec(
        ContainerNames.of(run.job()),
        containerSecrets.values(),
        ContainerNames.labels(run.job(), run.fencingToken(), options),
        limit(run.job().spec().timeout()));
  }

  /** When the engine itself is to end it, should no executor be there to do so. */
  private static @Nullable Duration limit(@Nullable Duration timeout) {
    if (timeout == null) {
      return null;
    }
    boolean longest = timeout.compareTo(InputBounds.LONGEST_DURATION.minus(LATER)) > 0;
    return longest ? InputBounds.LONGEST_DURATION : timeout.plus(LATER);
  }

  private Engine engine(JobRun run, String name) throws JobFailedException {
    try {
      return engines.get(name);
    } catch (InvalidInputException e) {
      throw new JobFailedException(
          1,
          String.valueOf(e.getMessage()),
          false,
          ContainerResults.notStarted(name, ContainerNames.of(run.job()), e));
    }
  }
}
