// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.container;

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
 * Runs a program in an engine as a job. The engine job is named after the job, and its location is
 * stored with the job. After a crash, the next executor finds the engine job there, continues to
 * read its output after the last stored line, and follows it to its end. The engine job is removed
 * when the job is final.
 *
 * @param environment the environment variables of the executor, which contain secrets
 */
record RunContainer(
    Engines engines,
    EngineSettings settings,
    ContainerServices tools,
    Function<String, @Nullable String> environment)
    implements Action<ContainerOptions> {

  static final String NAME = Container.ACTION;

  /**
   * The timeout that the engine enforces is this much later than the job's timeout, so that
   * normally Baton ends the program.
   */
  private static final Duration LATER = Duration.ofMinutes(1);

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
      // The engine refused a call. The job fails with the engine's message, without a stack trace.
      String said = containerSecrets.mask(String.valueOf(e.getMessage()));
      throw new JobFailedException(1, "engine '" + engineName + "': " + said);
    } finally {
      if (options.keep() == null && container.mayExist()) {
        tools.finishedContainers().add(engineName, target.name(), run.jobs(), run.job());
      }
    }
  }

  /**
   * Returns the engine in the stored location of the job, if there is one, because the program may
   * run there. Otherwise returns the engine that the job names, or the default engine.
   */
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

  /** The time after which the engine itself ends the program, if no executor does so. */
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
      throw ContainerFailures.notStarted(
          name, ContainerNames.of(run.job()), String.valueOf(e.getMessage()));
    }
  }
}
