// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.slurm;

import dev.baton.engine.Engine;
import dev.baton.engine.EngineCheck;
import dev.baton.engine.EngineEvent;
import dev.baton.engine.EngineField;
import dev.baton.engine.EngineJob;
import dev.baton.engine.EngineOptions;
import dev.baton.engine.EnginePlace;
import dev.baton.engine.EngineSpec;
import dev.baton.engine.FolderIdentity;
import dev.baton.engine.LineSink;
import dev.baton.error.InvalidInputException;
import dev.baton.error.NotFoundException;
import dev.baton.error.UnavailableException;
import dev.baton.job.Watch;
import dev.baton.service.Clock;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs programs as batch jobs of a Slurm cluster. Uses Slurm's client commands and a folder that
 * executors and the cluster's nodes share. The executors of one installation run as the same user.
 *
 * <p>Settings, all optional if the commands find the cluster without them:
 *
 * <ul>
 *   <li>{@code folder}: the shared folder, at the same path on all machines; it must exist. The
 *       default is the engine's own folder, which is shared only if Slurm has a single node.
 *   <li>{@code conf}: the file {@code SLURM_CONF}; {@code programs}: the folder of the commands.
 *   <li>{@code partition}, {@code account}, {@code qos}, and {@code options}, further options of
 *       {@code sbatch} separated by spaces.
 *   <li>{@code poll}: the shortest time between two polls of the cluster, by default {@code PT1S};
 *       {@code command-timeout}: by default {@code PT30S}.
 * </ul>
 *
 * <p>The raw settings of a spec are {@code partition}, {@code account}, {@code qos} and {@code
 * options}, a list.
 */
public final class SlurmEngine implements Engine {

  /** The name of this kind of engine. */
  public static final String NAME = "slurm";

  private static final Set<EngineField> HONOURED =
      Set.of(
          EngineField.COMMAND,
          EngineField.ARGS,
          EngineField.ENV,
          EngineField.SECRETS,
          EngineField.WORKDIR,
          EngineField.CPU_REQUEST,
          EngineField.CPU_LIMIT,
          EngineField.MEMORY_REQUEST,
          EngineField.MEMORY_LIMIT,
          EngineField.TIMEOUT,
          EngineField.BACKOFF_LIMIT,
          EngineField.KEEP,
          EngineField.INSTANCES,
          EngineField.RAW);

  private final SlurmSettings settings;
  private final SlurmCommands commands;
  private final SlurmQueue queue;
  private final StoredSlurmJobs files;
  private final ReadSlurmJobs jobs;
  private final CreateEngineJob createEngineJob;
  private final SlurmPoll poll;
  private final CheckSlurm cluster;

  private SlurmEngine(SlurmSettings settings, Clock clock) {
    this.settings = settings;
    this.commands = new SlurmCommands(settings);
    this.queue = new SlurmQueue(commands);
    this.files = new StoredSlurmJobs(settings.folder());
    SubmitEngineJob submitEngineJob = new SubmitEngineJob(commands);
    this.jobs =
        new ReadSlurmJobs(files, queue, new ForgottenSlurmJobs(submitEngineJob, clock), clock);
    this.createEngineJob = new CreateEngineJob(settings, submitEngineJob, queue, jobs, clock);
    this.poll = new SlurmPoll(settings.name(), jobs, clock, settings.poll());
    this.cluster = new CheckSlurm(settings, commands, queue);
  }

  /** Opens the engine. This method is an {@link dev.baton.engine.EngineFactory}. */
  public static SlurmEngine open(EngineOptions options) {
    SlurmEngine engine = new SlurmEngine(SlurmSettings.of(options), options.clock());
    engine.queue.start();
    return engine;
  }

  @Override
  public EngineJob create(EngineSpec spec) {
    spec.requireOnly(settings.name(), HONOURED);
    if (spec.program().command().isEmpty()) {
      throw new InvalidInputException(
          "command is empty; engine '" + settings.name() + "' needs a program");
    }
    SlurmJobScripts.check(settings.name(), spec.program().secrets());
    SubmitOptions.raw(spec.raw());
    requireFolder();
    EngineJob made =
        io("create engine job '" + spec.name() + "'", () -> createEngineJob.create(spec));
    poll.wake();
    return made;
  }

  @Override
  public Optional<EngineJob> find(String name) {
    EngineSpec.checkName(name);
    requireFolder();
    Optional<EngineJob> found = io("read engine job '" + name + "'", () -> jobs.read(name));
    if (found.isEmpty()) {
      // Throws if the cluster cannot be reached, because then it is not known whether the engine
      // job exists.
      cluster.requireAnswer();
    }
    return found;
  }

  @Override
  public void delete(String name) {
    EngineSpec.checkName(name);
    requireFolder();
    cluster.requireAnswer();
    SlurmJobFolder folder = new SlurmJobFolder(settings.folder(), name);
    io(
        "delete engine job '" + name + "'",
        () -> {
          try {
            if (folder.read().isPresent() && !Files.exists(folder.deleted())) {
              Files.createFile(folder.deleted());
            }
          } catch (FileAlreadyExistsException | NoSuchFileException e) {
            // Another process is deleting the engine job or has deleted it.
            return false;
          }
          jobs.cancel(name);
          return jobs.read(name).isPresent();
        });
    poll.wake();
  }

  @Override
  public void stop(String name) {
    EngineSpec.checkName(name);
    requireFolder();
    cluster.requireAnswer();
    io(
        "stop engine job '" + name + "'",
        () -> {
          boolean runs =
              jobs.read(name)
                  .filter(job -> job.status().started() != null && !job.status().isOver())
                  .isPresent();
          if (runs) {
            jobs.cancel(name);
          }
          return runs;
        });
    poll.wake();
  }

  @Override
  public EnginePlace place() {
    requireFolder();
    String controller = cluster.requireAnswer();
    return io(
        "identify " + settings.folder(),
        () -> {
          SlurmJobFolder.makeFolder(settings.folder());
          return new EnginePlace(
              FolderIdentity.of(settings.folder()),
              "Slurm at " + controller + ", " + settings.folder());
        });
  }

  @Override
  public List<EngineJob> list() {
    requireFolder();
    cluster.requireAnswer();
    return io("list the engine jobs in " + settings.folder(), jobs::readAll);
  }

  @Override
  public void logs(String name, @Nullable String after, LineSink sink) throws InterruptedException {
    if (find(name).isEmpty()) {
      throw missing(name);
    }
    SlurmJobFolder folder = new SlurmJobFolder(settings.folder(), name);
    Semaphore changed = new Semaphore(0);
    try (Watch followed = poll.follow(name, changed)) {
      SlurmJobRecord record = folder.read().orElseThrow(() -> missing(name));
      new SlurmJobOutput(folder, record, sink).follow(after, changed, poll::isGivenUp);
    } catch (IOException e) {
      throw new UnavailableException("cannot read the output of engine job '" + name + "'", e);
    }
  }

  private static NotFoundException missing(String name) {
    return new NotFoundException("there is no engine job '" + name + "'");
  }

  @Override
  public Watch watch(Consumer<EngineEvent> listener) {
    return poll.watch(listener, io("watch " + settings.folder(), files::over));
  }

  @Override
  public EngineCheck check() {
    requireFolder();
    return cluster.check();
  }

  @Override
  public void close() {
    commands.close();
    poll.close();
    queue.close();
  }

  /** Returns the number of commands run since the engine was opened, for measurements. */
  public long commands() {
    return commands.count();
  }

  /**
   * Checks that the configured folder exists. The engine does not create it, because that would
   * hide a file system that is not mounted.
   */
  private void requireFolder() {
    Path root = settings.root();
    if (root != null && !Files.isDirectory(root)) {
      throw new UnavailableException(
          "folder '" + root + "' does not exist; is its file system mounted?");
    }
  }

  /** An operation that reads or writes files. */
  @FunctionalInterface
  private interface Step<T> {
    T run() throws IOException, InterruptedException;
  }

  private static <T> T io(String what, Step<T> step) {
    try {
      return step.run();
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      // Content that cannot be parsed also counts as unavailable, because a file may be half
      // written.
      throw new UnavailableException("cannot " + what + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("interrupted, cannot " + what, e);
    }
  }
}
