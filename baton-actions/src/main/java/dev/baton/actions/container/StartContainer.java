// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.container;

import dev.baton.engine.EngineFullException;
import dev.baton.engine.EngineImage;
import dev.baton.engine.EngineJob;
import dev.baton.engine.EngineLabels;
import dev.baton.engine.EnginePlace;
import dev.baton.engine.EngineReason;
import dev.baton.engine.EngineSpec;
import dev.baton.error.InvalidInputException;
import dev.baton.error.NotFoundException;
import dev.baton.job.Job;
import dev.baton.job.RunLocation;
import dev.baton.plugin.JobFailedException;
import dev.baton.plugin.JobRun;
import dev.baton.service.Backoff;
import java.time.Duration;
import java.util.Optional;

/**
 * Makes the engine job of a container job, or finds the engine job that an earlier attempt made.
 * The location is stored before the engine job is made; the unique id of the engine job is stored
 * after the engine has accepted it.
 */
final class StartContainer {

  /** How often the fetch of an image is tried before the job fails. */
  private static final int FETCHES = 5;

  private static final Backoff FETCH =
      Backoff.doubling(Duration.ofSeconds(1), Duration.ofSeconds(8));

  /**
   * How long a job whose program was not started waits for its engine. After that, the job is left
   * to other executors.
   */
  private static final Duration LEAVE_AFTER = Duration.ofSeconds(10);

  private static final Duration AGAIN = Duration.ofSeconds(5);

  private final JobRun run;
  private final EngineJobHandle target;
  private final ContainerSecrets containerSecrets;
  private final ContainerServices tools;
  private final RetryEngineCalls calls;
  private final ContainerFailures failures;
  private boolean mayExist;

  StartContainer(
      JobRun run,
      EngineJobHandle target,
      ContainerSecrets containerSecrets,
      ContainerServices tools,
      RetryEngineCalls calls,
      ContainerFailures failures) {
    this.run = run;
    this.target = target;
    this.containerSecrets = containerSecrets;
    this.tools = tools;
    this.calls = calls;
    this.failures = failures;
  }

  /** Whether an engine job may exist that has to be removed after the job has ended. */
  boolean mayExist() {
    return mayExist;
  }

  /**
   * The place of the engine that this executor reaches.
   *
   * @return empty if the engine cannot be reached and nothing was started; then the job waits for
   *     an executor that reaches it
   */
  Optional<EnginePlace> reachEngine() throws Exception {
    Job job = run.job();
    boolean others = job.spec().requires().contains(EngineCapability.NAME);
    if (job.status().location() != null || run.resumed() || !others) {
      return Optional.of(calls.callUntilStopped(() -> target.engine().place()));
    }
    Optional<EnginePlace> place =
        calls.callUntilStopped(LEAVE_AFTER, () -> target.engine().place());
    if (place.isEmpty()) {
      String why =
          "waits for an executor that reaches engine '"
              + target.engineName()
              + "'; "
              + job.status().owner()
              + " does not"
              + calls.unreachableText();
      run.await(tools.clock().now().plus(AGAIN), job.status().signals(), why);
    }
    return place;
  }

  /**
   * The engine job that an earlier attempt made. It is searched at the place where that attempt
   * made it.
   */
  Optional<EngineJob> find(EnginePlace place) throws Exception {
    RunLocation stored = run.job().status().location();
    if (stored != null && !place.isAt(stored.place())) {
      throw failures.startedInOtherEngine(stored, place.address(), tools.clock().now());
    }
    Optional<EngineJob> found = calls.callUntilStopped(() -> target.engine().find(target.name()));
    if (stored == null || stored.run() == null) {
      return found;
    }
    if (found.isEmpty() || (found.get().deleting() && isRun(stored, found.get()))) {
      throw failures.deletedByOthers(tools.clock().now());
    }
    if (!isRun(stored, found.get())) {
      run.log(
          "log",
          "somebody created engine job '" + target.name() + "' again; its new run is followed");
    }
    return found;
  }

  private static boolean isRun(RunLocation stored, EngineJob job) {
    return job.uid().equals(stored.run());
  }

  /**
   * Makes the engine job, unless it was found.
   *
   * @param named whether the job itself names its engine
   */
  EngineJob make(EnginePlace place, boolean adopted, boolean named) throws Exception {
    RunLocation location =
        new RunLocation(target.engineName(), place.identity(), place.address(), null);
    try {
      if (!adopted) {
        prepare();
        locate(location, named);
      }
      mayExist = true;
      EngineJob job = create();
      if (job.deleting()) {
        new RemoveContainer(target, calls, tools.watches()).await();
        job = create();
      }
      locate(location.withRun(job.uid()), named);
      created(adopted, job.status().started() != null, place);
      return job;
    } catch (InvalidInputException e) {
      throw failures.refused(e);
    } catch (NotFoundException e) {
      throw failures.noImage(
          EngineReason.IMAGE_MISSING, String.valueOf(e.getMessage()), tools.clock().now());
    }
  }

  private EngineJob create() throws Exception {
    String store = calls.callStore(tools.store());
    EngineSpec spec = target.spec().withLabel(EngineLabels.STORE, store);
    try {
      return calls.callUntilStopped(() -> target.engine().create(spec));
    } catch (EngineFullException e) {
      mayExist = false;
      throw e;
    }
  }

  private void locate(RunLocation location, boolean named) throws Exception {
    try {
      boolean unused =
          calls.callStore(() -> {
            run.location(location);
            return true;
          });
    } catch (InvalidInputException e) {
      if (!named) {
        throw new JobFailedException(
            1,
            "the job names no engine, and "
                + e.getMessage()
                + ": another executor could start it a second time; set the parameter 'engine'",
            false);
      }
    }
  }

  /**
   * Asks the engine to fetch the image. While the engine cannot be reached, the request is repeated
   * without limit; while the registry cannot be reached, it is repeated only up to {@link #FETCHES}
   * times.
   */
  private void prepare() throws Exception {
    EngineImage image = target.spec().image();
    if (image != null) {
      calls.setMessage(
          "engine '" + target.engineName() + "' is asked for image '" + image.name() + "'");
    }
    Optional<String> missing = missingImage();
    for (int tries = 1; missing.isPresent(); tries++) {
      String tried = missing.get() + "; tried " + tries + " of " + FETCHES + " times";
      if (tries == FETCHES) {
        throw failures.noImage(EngineReason.IMAGE_UNAVAILABLE, tried, tools.clock().now());
      }
      calls.setMessage(tried);
      calls.pause(FETCH.after(tries));
      missing = missingImage();
    }
  }

  private Optional<String> missingImage() throws Exception {
    return calls
        .callUntilStopped(() -> target.engine().prepare(target.spec()))
        .map(containerSecrets::mask);
  }

  private void created(boolean adopted, boolean started, EnginePlace place) {
    boolean again = run.job().status().failures() > 0;
    run.log(
        "log",
        (adopted ? "continues with " : again ? "starts again, as " : "runs as ")
            + "'"
            + target.name()
            + "' in engine '"
            + target.engineName()
            + "' at "
            + place.address());
    calls.setMessage((adopted ? "continues" : started ? "runs" : "starts") + target.where());
  }
}
