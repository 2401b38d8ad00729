// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.slurm;

import dev.baton.error.UnavailableException;
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
 * Asks Slurm how jobs stand: one question for all of them at a time, shared by all who asked before
 * it was put.
 */
final class SlurmQueue implements AutoCloseable {

  private static final int MANY = 10_000;

  /** So that the list of numbers stays far below what one argument may have. */
  private static final int NUMBERS_AT_ONCE = 2_000;

  private final SlurmCommands commands;
  private final WriteBatcher<Boolean, Queue> queue;
  private final WriteBatcher<List<Long>, Accounting> accounting;
  // Written by whoever finds out, read by any.
  private volatile boolean hasAccounting = true;

  /** What Slurm's controller knows of this account: what is not over, and what was not long ago. */
  record Queue(List<SlurmJob> jobs, Map<Owner, List<SlurmJob>> byOwner, Set<Long> numbers) {

    static final Queue EMPTY = Queue.of(List.of());

    /**
     * What a job was submitted for. Numbers come again, when a controller crashed before it had
     * saved the last ones, so it is known by the uid in its comment; or by its name, as comments
     * may be replaced by a site.
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

    /** Those for an engine job, or an instance of one, in the order of their submission. */
    List<SlurmJob> submittedFor(StoredJob job) {
      return Stream.of(job.uid(), job.name())
          .map(name -> new Owner(name, job.instance()))
          .flatMap(owner -> byOwner.getOrDefault(owner, List.of()).stream())
          .sorted(Comparator.comparingLong(SlurmJob::number))
          .toList();
    }

    /** Those for an engine job and all its instances. */
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
   * What accounting knows.
   *
   * @param answered whether it could be asked, or there is none
   */
  record Accounting(Map<SlurmJobId, SlurmJob> byId, boolean answered) {

    /** Before it is told all about a job, accounting calls it an allocation. */
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
    queue.start();
    accounting.start();
  }

  /** How all jobs of this account stand, read after the call. */
  Queue queue() {
    return submit(queue, true);
  }

  /** How jobs that the controller has forgotten ended. */
  Accounting accounting(List<Long> numbers) {
    return numbers.isEmpty() ? new Accounting(Map.of(), true) : submit(accounting, numbers);
  }

  private static <T, R> R submit(WriteBatcher<T, R> writeBatcher, T request) {
    try {
      return writeBatcher.submit(request);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("interrupted while it waited for Slurm", e);
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
          "cannot ask for jobs: " + SlurmErrors.messageOf(commandResult));
    }
    return Queue.of(commandResult.output().lines().flatMap(SlurmCommandOutput::queued).toList());
  }

  private Accounting readAccounting(List<Long> numbers) {
    Map<SlurmJobId, SlurmJob> found = new HashMap<>();
    for (int from = 0; from < numbers.size() && hasAccounting; from += NUMBERS_AT_ONCE) {
      List<Long> some = numbers.subList(from, Math.min(numbers.size(), from + NUMBERS_AT_ONCE));
      SlurmCommands.CommandResult commandResult = askAccounting(some);
      if (commandResult.code() != 0) {
        hasAccounting = !commandResult.errors().contains("accounting storage is disabled");
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

  private SlurmCommands.CommandResult askAccounting(List<Long> numbers) {
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

  /** Ends Slurm jobs; those that are over already stay as they are. */
  void cancel(List<Long> numbers) {
    List<String> words = new ArrayList<>(List.of("scancel", "--quiet"));
    numbers.forEach(number -> words.add(String.valueOf(number)));
    SlurmCommands.CommandResult commandResult = commands.run(words, "");
    // What is over or unknown is an error too; whoever waits for the end asks again anyway.
    if (commandResult.code() != 0
        && SlurmErrors.of("cancel", commandResult) instanceof UnavailableException e) {
      throw e;
    }
  }

  @Override
  public void close() {
    queue.stop();
    accounting.stop();
  }
}
