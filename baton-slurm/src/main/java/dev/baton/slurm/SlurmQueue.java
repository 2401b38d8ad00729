// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.slurm;

import dev.baton.error.UnavailableException;
import dev.baton.service.Service;
import dev.baton.service.WriteBatcher;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Queries Slurm for the states of its jobs. Only one request runs at a time. It covers all Slurm
 * jobs, and all callers that waited before it was sent share its answer.
 */
final class SlurmQueue implements Service {

  private static final int MANY = 10_000;

  /** The limit of numbers in one command, which keeps the argument far below the maximum length. */
  private static final int NUMBERS_AT_ONCE = 2_000;

  private final SlurmCommands commands;
  private final WriteBatcher<Boolean, Queue> queue;
  private final WriteBatcher<List<Long>, Accounting> accounting;
  // Written by the thread that finds accounting disabled, read by any.
  private volatile boolean hasAccounting = true;

  /**
   * The Slurm jobs of the user who runs this process, as far as Slurm's controller knows them:
   * unfinished and recently finished Slurm jobs.
   */
  record Queue(List<SlurmJob> jobs, Map<Owner, List<SlurmJob>> byOwner, Set<Long> numbers) {

    static final Queue EMPTY = Queue.of(List.of());

    /**
     * The engine job or instance for which a Slurm job was submitted. The job number does not
     * identify it, because Slurm uses numbers again after a crash in which the controller lost its
     * newest jobs. The uid in the comment identifies the engine job. If the site replaces comments,
     * the name is used instead.
     */
    private record Owner(String name, @Nullable Integer instance) {
      static Owner of(SlurmJob job) {
        return new Owner(job.uid() == null ? job.name() : job.uid(), job.id().task());
      }
    }

    static Queue of(List<SlurmJob> jobs) {
      return new Queue(
          jobs,
          jobs.stream().collect(Collectors.groupingBy(Owner::of)),
          jobs.stream().map(SlurmJob::number).collect(Collectors.toSet()));
    }

    /** Returns the Slurm jobs for an engine job or an instance, in the order of submission. */
    List<SlurmJob> submittedFor(StoredSlurmJob job) {
      return Stream.of(job.uid(), job.name())
          .map(name -> new Owner(name, job.instance()))
          .flatMap(owner -> byOwner.getOrDefault(owner, List.of()).stream())
          .sorted(Comparator.comparingLong(SlurmJob::number))
          .toList();
    }

    /** Returns the Slurm jobs for an engine job and all its instances. */
    List<SlurmJob> submittedForAll(String engineJob, String uid) {
      return jobs.stream()
          .filter(job -> Owner.of(job).name().equals(job.uid() == null ? engineJob : uid))
          .toList();
    }

    long active() {
      return jobs.stream().filter(job -> !job.state().isOver()).count();
    }
  }

  /**
   * The answer of Slurm's accounting.
   *
   * @param answered whether accounting answered or is disabled
   */
  record Accounting(Map<SlurmJobId, SlurmJob> byId, boolean answered) {

    /**
     * Finds a Slurm job. Accounting gives a Slurm job the name "allocation" until it has all its
     * data.
     */
    Optional<SlurmJob> find(SlurmJobId id, String engineJob) {
      return Optional.ofNullable(byId.get(id))
          .filter(job -> job.name().equals(engineJob) || job.name().equals("allocation"));
    }
  }

  SlurmQueue(SlurmCommands commands) {
    this.commands = commands;
    this.queue =
        new WriteBatcher<>(
            "slurm-queue", MANY, all -> Collections.nCopies(all.size(), readQueue()));
    this.accounting =
        new WriteBatcher<>(
            "slurm-accounting",
            MANY,
            all -> {
              Set<Long> numbers =
                  all.stream().flatMap(List::stream).collect(Collectors.toCollection(TreeSet::new));
              return Collections.nCopies(all.size(), readAccounting(List.copyOf(numbers)));
            });
  }

  @Override
  public void start() {
    queue.start();
    accounting.start();
  }

  /**
   * Returns the waiting and running Slurm jobs of the Unix user of this process. The list is never
   * older than the call. Blocks.
   */
  Queue queue() {
    return submit(queue, true);
  }

  /** Returns the ends of Slurm jobs that the controller has forgotten. Blocks. */
  Accounting accounting(List<Long> numbers) {
    return numbers.isEmpty() ? new Accounting(Map.of(), true) : submit(accounting, numbers);
  }

  private static <T, R> R submit(WriteBatcher<T, R> writeBatcher, T request) {
    try {
      return writeBatcher.submit(request);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("interrupted while waiting for Slurm", e);
    } catch (IllegalStateException e) {
      throw new UnavailableException("the engine is closed", e);
    }
  }

  private Queue readQueue() {
    SlurmCommands.CommandResult commandResult =
        commands.run(
            List.of(
                "squeue",
                "--noheader",
                "--array",
                "--user=" + System.getProperty("user.name"),
                "--states=all",
                "--Format=" + SlurmCommandOutput.QUEUE_FIELDS),
            "");
    if (commandResult.code() != 0) {
      throw new UnavailableException(
          "cannot list the jobs: " + SlurmErrors.messageOf(commandResult));
    }
    return Queue.of(commandResult.output().lines().flatMap(SlurmCommandOutput::queued).toList());
  }

  private Accounting readAccounting(List<Long> numbers) {
    Map<SlurmJobId, SlurmJob> found = new HashMap<>();
    for (int from = 0; from < numbers.size() && hasAccounting; from += NUMBERS_AT_ONCE) {
      List<Long> some = numbers.subList(from, Math.min(numbers.size(), from + NUMBERS_AT_ONCE));
      SlurmCommands.CommandResult commandResult = readAccountingPage(some);
      if (commandResult.code() != 0) {
        hasAccounting = !SlurmErrors.isWithoutAccounting(commandResult);
        return new Accounting(Map.of(), !hasAccounting);
      }
      commandResult
          .output()
          .lines()
          .flatMap(SlurmCommandOutput::accounted)
          .forEach(job -> found.put(job.id(), job));
    }
    return new Accounting(found, true);
  }

  private SlurmCommands.CommandResult readAccountingPage(List<Long> numbers) {
    return commands.run(
        List.of(
            "sacct",
            "--noheader",
            "--allocations",
            "--parsable2",
            "--user=" + System.getProperty("user.name"),
            "--jobs=" + numbers.stream().map(String::valueOf).collect(Collectors.joining(",")),
            "--format=" + SlurmCommandOutput.ACCOUNTING_FIELDS),
        "");
  }

  /** Cancels Slurm jobs. Finished jobs do not change. */
  void cancel(List<Long> numbers) {
    List<String> words = new ArrayList<>(List.of("scancel", "--quiet"));
    numbers.forEach(number -> words.add(String.valueOf(number)));
    SlurmCommands.CommandResult commandResult = commands.run(words, "");
    // {@code scancel} also fails for a finished or unknown Slurm job. This error is ignored,
    // because the caller polls for the end.
    if (commandResult.code() != 0
        && SlurmErrors.of("cancel", commandResult) instanceof UnavailableException e) {
      throw e;
    }
  }

  /** Within ten seconds for each, as {@link WriteBatcher#stop()}. */
  @Override
  public void stop() {
    queue.stop();
    accounting.stop();
  }
}
