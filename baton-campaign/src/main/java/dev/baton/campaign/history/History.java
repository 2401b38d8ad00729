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
 * Everything that is known about a campaign.
 *
 * @param posts the posts of the clients
 * @param jobs all jobs at the end, by id
 * @param entries the entries of all ledgers
 * @param excusedTimes the times in which processes had no processor time or clocks moved
 * @param loggedTokens for jobs with several executions and for commands, the tokens in the order of
 *     the log lines
 * @param flows for flows that did not succeed, the states of their atoms by name
 * @param explanations the explanations of jobs that were not final
 * @param finalStatesSeen the final states that clients saw during the campaign
 * @param schedules the intervals of the schedules by name
 * @param schedulesEnd the time until which a process led the schedules, by the clock of the machine
 * @param cancels the jobs that clients cancelled, and whether a server confirmed it
 * @param wrongAnswers answers to valid requests that report neither success nor that the request is
 *     not possible now
 * @param faultSummary the faults that the campaign injected
 * @param leftovers things that remained after the end
 * @param processesWithoutTokens the processes whose server stores no tokens
 */
public record History(
    List<Post> posts,
    Map<String, FinalJob> jobs,
    List<LedgerEntry> entries,
    List<Excuse> excusedTimes,
    Map<String, List<Long>> loggedTokens,
    Map<String, Map<String, String>> flows,
    List<Explanation> explanations,
    List<FinalStateSeen> finalStatesSeen,
    Map<String, Duration> schedules,
    Instant schedulesEnd,
    Map<String, Boolean> cancels,
    List<WrongAnswer> wrongAnswers,
    FaultSummary faultSummary,
    List<String> leftovers,
    Set<Long> processesWithoutTokens,
    Limits limits) {

  /**
   * One request that posted one or several jobs.
   *
   * @param labels the name of each job, unique in the campaign
   * @param ids the jobs that the server named, in the order of the labels
   * @param key the unique key; null if there was none
   */
  public record Post(List<String> labels, List<String> ids, @Nullable String key, Outcome outcome) {

    /** The answer of the server. */
    public enum Outcome {
      /** The jobs are posted. */
      POSTED,
      /** The answer of a post whose unique key another job holds; nothing was posted. */
      STOOD_FOR,
      /** The request is refused, so nothing is posted. */
      REFUSED,
      /** The answer does not say whether the jobs are posted. */
      UNKNOWN
    }

    public Post {
      labels = List.copyOf(labels);
      ids = List.copyOf(ids);
    }

    /** Whether the server confirmed that the jobs are posted. */
    public boolean isAcknowledged() {
      return outcome == Outcome.POSTED;
    }
  }

  /**
   * A time in which a process may continue although it has lost its claim.
   *
   * @param process the process id; 0 for all processes
   */
  public record Excuse(long process, long fromNanos, long untilNanos, String reason) {}

  /**
   * The explanation of a job that was not final.
   *
   * @param state the state of the job; {@link #NOT_ANSWERED} if the server explained nothing
   */
  public record Explanation(String job, String state, String summary, List<String> gates) {

    /** The text in place of the state of a job if the server gave no explanation. */
    public static final String NOT_ANSWERED = "not explained";

    public Explanation {
      gates = List.copyOf(gates);
    }

    /** An explanation for a job whose server answered without an explanation. */
    public static Explanation notAnswered(String job, String answer) {
      return new Explanation(job, NOT_ANSWERED, answer, List.of());
    }
  }

  /**
   * An answer to a valid request that reports neither success nor that the request is not possible
   * now.
   *
   * @param status 0 if the client does not understand the answer
   */
  public record WrongAnswer(int status, String text) {}

  /**
   * A client saw a final state.
   *
   * @param nanos when the client received the answer, by the clock of the ledgers
   */
  public record FinalStateSeen(String job, String state, long nanos) {}

  /**
   * The injected faults, and the exits that they do not explain.
   *
   * @param faults how often each applicable kind came up and was injected
   * @param exits the Baton processes that ended by themselves without a fault that explains it
   */
  public record FaultSummary(Map<String, InjectionCounts> faults, List<String> exits) {

    /**
     * How often a kind of fault came up and was injected.
     *
     * @param cameUp includes the times at which the fault could not be injected
     */
    public record InjectionCounts(int cameUp, int injected) {}

    public FaultSummary {
      faults = Map.copyOf(faults);
      exits = List.copyOf(exits);
    }
  }

  /**
   * The limits that the rules permit.
   *
   * @param outlive how long an execution with processor time may outlive its claim
   * @param clockSteps the maximum jump of wall clocks by the campaign
   * @param late how late a schedule may be at the end of the campaign
   * @param endsByTakeovers whether Baton may fail jobs because their executors died too often
   * @param takesMemory whether the campaign took memory from executors, which can fail any job
   *     there
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
    explanations = List.copyOf(explanations);
    finalStatesSeen = List.copyOf(finalStatesSeen);
    schedules = Map.copyOf(schedules);
    cancels = Map.copyOf(cancels);
    wrongAnswers = List.copyOf(wrongAnswers);
    leftovers = List.copyOf(leftovers);
    processesWithoutTokens = Set.copyOf(processesWithoutTokens);
  }

  /** The jobs that clients posted, by their label; usually one job per label. */
  Map<String, List<FinalJob>> byLabel() {
    return jobs.values().stream()
        .filter(job -> job.time() == null && !job.name().isEmpty())
        .collect(Collectors.groupingBy(FinalJob::name));
  }

  /** The jobs that a schedule posted, in no particular order. */
  List<FinalJob> postedBy(String schedule) {
    return jobs.values().stream()
        .filter(job -> job.time() != null && job.name().equals(schedule))
        .toList();
  }
}
