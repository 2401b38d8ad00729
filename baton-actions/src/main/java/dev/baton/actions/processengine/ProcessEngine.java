// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.processengine;

import dev.baton.engine.Engine;
import dev.baton.engine.EngineCheck;
import dev.baton.engine.EngineEvent;
import dev.baton.engine.EngineFactory;
import dev.baton.engine.EngineJob;
import dev.baton.engine.EngineOptions;
import dev.baton.engine.EnginePlace;
import dev.baton.engine.EngineSpec;
import dev.baton.engine.LineSink;
import dev.baton.error.NotFoundException;
import dev.baton.error.UnavailableException;
import dev.baton.job.Watch;
import dev.baton.service.Clock;
import dev.baton.service.FailureLog;
import dev.baton.service.SaturatedTime;
import dev.baton.service.Threads;
import dev.baton.service.UnreadableRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs programs as processes of this host. Each program has a separate session, so that a kill also
 * ends all its children. All information about engine jobs is in files. A shell writes these files
 * and continues to run when Baton ends. Therefore every process of the host that opens the same
 * folder finds the engine jobs and their results. Needs Linux.
 *
 * <p>Settings: {@code cgroup-memory} and {@code cgroup-cpu}, folders of control groups below which
 * Baton may create control groups. Without these settings, limits of memory and cpu are refused.
 */
public final class ProcessEngine implements Engine {

  /** The name under which the engine is registered. */
  public static final String NAME = "process";

  private static final Logger LOG = LoggerFactory.getLogger(ProcessEngine.class);
  private static final Set<String> SETTINGS = Set.of("cgroup-memory", "cgroup-cpu");
  private final String name;
  private final String installation;
  private final Path folder;
  private final Clock clock;
  private final ProcessCgroups cgroups;
  private final ProcessKeeper keeper = new ProcessKeeper(StartProcessJob.inherited());
  private final FolderWatch watch;
  private final ProcessWatches changes = new ProcessWatches(this::read);
  private final Set<String> removing = ConcurrentHashMap.newKeySet();
  private final Set<String> stopping = ConcurrentHashMap.newKeySet();
  private final UnreadableRecords unreadable;
  private final FailureLog deletions =
      new FailureLog(LOG, "engine job could not be deleted; Baton tries again: engineJob={}");
  private final FailureLog upkeep =
      new FailureLog(
          LOG, "finished engine job could not be removed; Baton tries again: engineJob={}");
  private volatile boolean closed;

  private ProcessEngine(EngineOptions options) {
    this.name = options.name();
    this.installation = options.installation();
    this.folder = options.folder().resolve(options.installation()).toAbsolutePath();
    this.clock = options.clock();
    this.unreadable = new UnreadableRecords(folder.toString());
    this.cgroups = ProcessCgroups.of(options.settings());
    this.watch =
        new FolderWatch(
            folder,
            changes::notifyIfChanged,
            ending -> !ending.equals(".out") && !ending.equals(".err"),
            this::poll);
  }

  /** Opens the engine. This method is an {@link EngineFactory}. */
  public static Engine open(EngineOptions options) {
    options.requireOnly(SETTINGS);
    return new ProcessEngine(options);
  }

  @Override
  public EngineJob create(EngineSpec spec) {
    new CheckProcessSpec(name, cgroups).check(spec);
    StartProcessJob.requireHost();
    ProcessFiles files = files(spec.name());
    return io(
        "create engine job '" + spec.name() + "'",
        () -> {
          makeFolder();
          ProcessRecord mine = ProcessRecord.of(spec, installation, clock);
          boolean made = files.make(mine);
          ProcessRecord record = made ? mine : files.read().orElse(mine);
          ReadProcessStatus state = new ReadProcessStatus(files, clock);
          if (made || (!Files.exists(files.pid()) && !state.isDeleting(record))) {
            new StartProcessJob(files, cgroups, keeper).run(spec, record.uid());
          }
          return state
              .read()
              .orElseThrow(() ->
                  new UnavailableException(
                      "engine job '"
                          + spec.name()
                          + "' was deleted while it was created; try again"));
        });
  }

  private void makeFolder() throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  @Override
  public Optional<EngineJob> find(String jobName) {
    return io("read engine job '" + jobName + "'", () -> read(jobName));
  }

  private Optional<EngineJob> read(String jobName) throws IOException {
    return new ReadProcessStatus(files(jobName), clock).read();
  }

  @Override
  public void delete(String jobName) {
    io(
        "delete engine job '" + jobName + "'",
        () -> {
          ProcessFiles files = files(jobName);
          Optional<ProcessRecord> record = files.read();
          if (record.isPresent()) {
            Files.writeString(files.deleted(), record.get().uid());
            remove(jobName);
          }
          return record;
        });
  }

  @Override
  public void stop(String jobName) {
    io(
        "stop engine job '" + jobName + "'",
        () -> {
          boolean runs =
              read(jobName)
                  .filter(job -> job.status().started() != null && !job.status().isOver())
                  .isPresent();
          if (runs && stopping.add(jobName)) {
            Threads.virtual("process-stop", () -> stopNow(jobName)).start();
          }
          return runs;
        });
  }

  private void stopNow(String jobName) {
    try {
      new RemoveProcessJob(files(jobName), watch, cgroups).end();
    } catch (IOException | RuntimeException e) {
      LOG.warn(
          "engine job could not be stopped; its deletion tries again: engineJob={}", jobName, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      stopping.remove(jobName);
    }
  }

  /**
   * Removes an engine job in the background. If the removal is interrupted, the next poll of a
   * process that has the folder open continues it.
   */
  private void remove(String jobName) {
    if (removing.add(jobName)) {
      Threads.virtual("process-removal", () -> removeNow(jobName)).start();
    }
  }

  private void removeNow(String jobName) {
    try {
      new RemoveProcessJob(files(jobName), watch, cgroups).run();
      deletions.succeeded(jobName);
    } catch (IOException | RuntimeException e) {
      deletions.failed(jobName, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      removing.remove(jobName);
    }
  }

  @Override
  public List<EngineJob> list() {
    return io(
        "list the engine jobs in " + folder,
        () -> {
          List<EngineJob> jobs = new ArrayList<>();
          for (String jobName : names()) {
            readOrSkip(jobName).ifPresent(jobs::add);
          }
          return jobs;
        });
  }

  /**
   * Reads an engine job. Returns empty if it cannot be read, so that the other engine jobs are
   * still listed.
   */
  private Optional<EngineJob> readOrSkip(String jobName) {
    try {
      Optional<EngineJob> job = read(jobName);
      unreadable.readSucceeded(jobName);
      return job;
    } catch (IOException | RuntimeException e) {
      unreadable.failed(jobName, e);
      return Optional.empty();
    }
  }

  private List<String> names() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> Objects.toString(file.getFileName()))
          .filter(file -> file.endsWith(ProcessFiles.RECORD))
          .map(file -> file.substring(0, file.length() - ProcessFiles.RECORD.length()))
          .filter(EngineSpec::isName)
          .toList();
    }
  }

  @Override
  public void logs(String jobName, @Nullable String after, LineSink sink)
      throws InterruptedException {
    ProcessFiles files = files(jobName);
    Semaphore changed = new Semaphore(0);
    try {
      String uid = files.read().map(ProcessRecord::uid).orElseThrow(() -> missing(jobName));
      ProcessOutputTail tail = new ProcessOutputTail(files, uid, after, sink);
      try (Watch registered = watch.follow(jobName, changed)) {
        if (!tail.follow(changed, () -> closed)) {
          throw new UnavailableException("engine '" + name + "' was closed");
        }
      }
    } catch (IOException e) {
      throw new UnavailableException("cannot read the output of engine job '" + jobName + "'", e);
    }
  }

  private static NotFoundException missing(String jobName) {
    return new NotFoundException("there is no engine job '" + jobName + "'");
  }

  @Override
  public Watch watch(Consumer<EngineEvent> listener) {
    try {
      makeFolder();
      Watch added = changes.add(listener, list());
      watch.open();
      return added;
    } catch (IOException e) {
      throw new UnavailableException("cannot watch " + folder, e);
    }
  }

  private void poll() {
    List<EngineJob> now = list();
    now.forEach(this::upkeepOrSkip);
    changes.compareAll(now);
  }

  private void upkeepOrSkip(EngineJob job) {
    try {
      upkeep(job);
      upkeep.succeeded(job.name());
    } catch (RuntimeException e) {
      upkeep.failed(job.name(), e);
    }
  }

  /** Continues interrupted deletions, and removes engine jobs whose keep time is over. */
  private void upkeep(EngineJob job) {
    if (job.deleting()) {
      remove(job.name());
      return;
    }
    Instant finished = job.status().finished();
    if (finished != null) {
      io("read engine job '" + job.name() + "'", () -> files(job.name()).read())
          .map(ProcessRecord::keep)
          .filter(keep -> clock.now().isAfter(SaturatedTime.plus(finished, keep)))
          .ifPresent(keep -> delete(job.name()));
    }
  }

  @Override
  public EnginePlace place() {
    StartProcessJob.requireHost();
    return io(
        "identify " + folder,
        () -> {
          makeFolder();
          return ProcessHost.place(folder);
        });
  }

  @Override
  public EngineCheck check() {
    StartProcessJob.requireHost();
    io(
        "create folder " + folder,
        () -> {
          makeFolder();
          return folder;
        });
    return ProcessHost.check(
        folder, cgroups, list().stream().filter(job -> !job.status().isOver()).count());
  }

  @Override
  public void close() {
    closed = true;
    watch.close();
    changes.close();
    keeper.close();
  }

  private ProcessFiles files(String jobName) {
    EngineSpec.checkName(jobName);
    return new ProcessFiles(folder, jobName);
  }

  /** An operation that reads or writes files. */
  @FunctionalInterface
  private interface Step<T> {
    T run() throws IOException;
  }

  private static <T> T io(String what, Step<T> step) {
    try {
      return step.run();
    } catch (IOException e) {
      throw new UnavailableException("cannot " + what + ": " + e, e);
    }
  }
}
