// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.history;

import dev.baton.campaign.ledger.LedgerEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All that is known about a run.
 *
 * @param posts what clients asked for
 * @param jobs all jobs at the end, by id
 * @param entries of all ledgers
 * @param excusedTimes when processes had no processor time, or clocks moved
 * @param loggedTokens of jobs with several executions, and of commands: the tokens in the order of
 *     the log lines
 * @param flows of flows that did not succeed: states of their atoms by name
 * @param whys explanations of jobs that were not final
 * @param sightings final states that clients saw during the run
 * @param schedules intervals of the schedules by name
 * @param schedulesEnd until when somebody led the schedules, by the clock of the machine
 * @param cancels jobs that clients cancelled, and whether a server said that it did so
 * @param wrongAnswers what servers answered to valid requests, where it says neither that they were
 *     carried out nor that this is not possible now
 * @param faultSummary what the campaign did to the installation
 * @param leftovers what remained after the end
 * @param processesWithoutTokens processes whose server knows no tokens, so that it stores none
 */
public record History(
    List<Post> posts,
    Map<String, FinalJob> jobs,
    List<LedgerEntry> entries,
    List<Excuse> excusedTimes,
    Map<String, List<Long>> loggedTokens,
    Map<String, Map<String, String>> flows,
    List<Explanation> whys,
    List<FinalStateSeen> sightings,
    Map<String, Duration> schedules,
    Instant schedulesEnd,
    Map<String, Boolean> cancels,
    List<String> wrongAnswers,
    FaultSummary faultSummary,
    List<String> leftovers,
    Set<Long> processesWithoutTokens,
    Limits limits) {

  /**
   * One request that posted one or several jobs.
   *
   * @param labels the name of each job, unique in the run
   * @param ids the jobs that the server named, in the order of the labels
   * @param key unique key, if there was one
   */
  public record Post(List<String> labels, List<String> ids, @Nullable String key, Outcome outcome) {

    /** What the server answered. */
    public enum Outcome {
      /** The jobs are posted. */
      POSTED,
      /** Another job has the unique key, so nothing is posted. */
      STOOD_FOR,
      /** The request is refused, so nothing is posted. */
      REFUSED,
      /** Nothing that says what happened. */
      UNKNOWN
    }

    public Post {
      labels = List.copyOf(labels);
      ids = List.copyOf(ids);
    }

    /** Whether the server said that the jobs are posted. */
    public boolean isAcknowledged() {
      return outcome == Outcome.POSTED;
    }
  }

  /**
   * A time in which a process may run on although its claim is over.
   *
   * @param process id of the process; 0 for all
   */
  public record Excuse(long process, long fromNanos, long untilNanos, String reason) {}

  /**
   * The explanation of a job that was not final.
   *
   * @param state of the job; {@link #NOT_ANSWERED} if the server explained nothing
   */
  public record Explanation(String job, String state, String verdict, List<String> gates) {

    /** In place of a state. */
    public static final String NOT_ANSWERED = "not explained";

    public Explanation {
      gates = List.copyOf(gates);
    }

    /** A server that works answered, but not with an explanation. */
    public static Explanation notAnswered(String job, String answer) {
      return new Explanation(job, NOT_ANSWERED, answer, List.of());
    }
  }

  /**
   * A client saw a final state.
   *
   * @param nanos when it had the answer, by the clock of the ledgers
   */
  public record FinalStateSeen(String job, String state, long nanos) {}

  /**
   * The faults, and what they should not have done.
   *
   * @param faults how often each kind that applies came up and was injected
   * @param exits processes of Baton that ended by themselves without a fault that explains it
   */
  public record FaultSummary(Map<String, InjectionCounts> faults, List<String> exits) {

    /**
     * How often a kind of fault came up, and how often it was injected.
     *
     * @param cameUp with those that could not be injected
     */
    public record InjectionCounts(int cameUp, int injected) {}

    public FaultSummary {
      faults = Map.copyOf(faults);
      exits = List.copyOf(exits);
    }
  }

  /**
   * What the rules allow.
   *
   * @param outlive for how long an execution that has processor time may outlive its claim
   * @param clockSteps by how much the campaign moves wall clocks at most
   * @param late how late a schedule may be at the end of the run
   * @param endsByTakeovers whether Baton may fail jobs because their executors died too often
   * @param takesMemory whether the campaign took memory from executors, which fails any job there
   */
  public record Limits(
      Duration outlive,
      Duration clockSteps,
      Duration late,
      boolean endsByTakeovers,
      boolean takesMemory) {}

  public History {
    posts = List.copyOf(posts);
    jobs = Map.copyOf(jobs);
    entries = List.copyOf(entries);
    excusedTimes = List.copyOf(excusedTimes);
    loggedTokens = Map.copyOf(loggedTokens);
    flows = Map.copyOf(flows);
    whys = List.copyOf(whys);
    sightings = List.copyOf(sightings);
    schedules = Map.copyOf(schedules);
    cancels = Map.copyOf(cancels);
    wrongAnswers = List.copyOf(wrongAnswers);
    leftovers = List.copyOf(leftovers);
    processesWithoutTokens = Set.copyOf(processesWithoutTokens);
  }

  /** Jobs that clients posted, by the label that they gave; usually one for each. */
  Map<String, List<FinalJob>> byLabel() {
    return jobs.values().stream()
        .filter(job -> job.time() == null && !job.name().isEmpty())
        .collect(Collectors.groupingBy(FinalJob::name));
  }

  /** Jobs that a schedule posted, without order. */
  List<FinalJob> postedBy(String schedule) {
    return jobs.values().stream()
        .filter(job -> job.time() != null && job.name().equals(schedule))
        .toList();
  }
}
