// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import dev.baton.error.InvalidInputException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The parallel runs of the program of one engine job: an array job of Slurm, an Indexed Job of
 * Kubernetes. Each instance has the resources and the timeout of the spec for itself, and its
 * number in the variable {@value #VARIABLE}. The failure of one instance does not affect the
 * others. The engine job has ended when all instances have ended.
 *
 * @param count the number of instances, 1 to {@value #MAX_COUNT}; they are numbered from 0
 * @param atOnce the maximum number of instances that run at the same time; null for the default of
 *     the engine
 */
public record EngineInstances(int count, @Nullable Integer atOnce) {

  /** The environment variable with the number of an instance. */
  public static final String VARIABLE = "BATON_INSTANCE";

  /** The maximum number of instances of one engine job. */
  public static final int MAX_COUNT = 10_000;

  private static final int NAMED = 10;

  public EngineInstances {
    if (count < 1 || count > MAX_COUNT) {
      throw new InvalidInputException(
          "instances is " + count + "; allowed: 1 to " + MAX_COUNT + ", or none for a plain job");
    }
    if (atOnce != null && atOnce < 1) {
      throw new InvalidInputException("instances-at-once is " + atOnce + "; allowed: 1 or more");
    }
  }

  /** The prefix of the output lines of an instance. All instances share one output. */
  public static String prefix(int number) {
    return "[" + number + "] ";
  }

  /** Describes, for display, which instances failed. */
  public static String failed(List<Integer> numbers, int count) {
    String named =
        numbers.stream().limit(NAMED).map(String::valueOf).collect(Collectors.joining(", "));
    return numbers.size()
        + " of "
        + count
        + " instances failed: "
        + named
        + (numbers.size() > NAMED ? ", …" : "");
  }

  /**
   * Derives the status of an engine job from the status of its instances.
   *
   * @param each the status of the instances, by number
   */
  public static EngineStatus together(List<EngineStatus> each) {
    int active = each.stream().mapToInt(EngineStatus::active).sum();
    List<Integer> failed = new ArrayList<>();
    for (int number = 0; number < each.size(); number++) {
      if (each.get(number).failed() > 0) {
        failed.add(number);
      }
    }
    int succeeded = (int) each.stream().filter(EngineStatus::isSuccess).count();
    Instant started = started(each);
    if (each.stream().anyMatch(one -> !one.isOver())) {
      return new EngineStatus(
          active, succeeded, failed.size(), null, null, unfinished(each), started, null);
    }
    Instant finished =
        each.stream().map(EngineStatus::finished).max(Instant::compareTo).orElseThrow();
    if (failed.isEmpty()) {
      return new EngineStatus(0, succeeded, 0, 0, EngineReason.COMPLETED, null, started, finished);
    }
    EngineStatus first = each.get(failed.getFirst());
    String summary = first.message() == null ? "" : "; the first: " + first.message();
    return new EngineStatus(
        0,
        succeeded,
        failed.size(),
        first.exitCode(),
        first.reason(),
        failed(failed, each.size()) + summary,
        started,
        finished);
  }

  private static @Nullable Instant started(List<EngineStatus> each) {
    return each.stream()
        .map(EngineStatus::started)
        .filter(Objects::nonNull)
        .min(Instant::compareTo)
        .orElse(null);
  }

  /**
   * Describes the progress for display. If no instance runs, it includes the message of the first
   * waiting instance.
   */
  private static String unfinished(List<EngineStatus> each) {
    List<EngineStatus> open = each.stream().filter(one -> !one.isOver()).toList();
    long running = open.stream().filter(one -> one.started() != null).count();
    String counts =
        running + " of " + each.size() + " instances run, " + (open.size() - running) + " wait";
    String why = open.getFirst().message();
    return running > 0 || why == null ? counts : counts + ": " + why;
  }
}
