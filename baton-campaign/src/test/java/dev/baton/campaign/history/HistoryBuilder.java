// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.history;

import dev.baton.campaign.history.FinalJob.Requested;
import dev.baton.campaign.history.History.Post.Outcome;
import dev.baton.campaign.ledger.LedgerEntry;
import dev.baton.campaign.ledger.LedgerEntry.Kind;
import dev.baton.campaign.plugin.EffectPlugin;
import dev.baton.campaign.plugin.StepsPlugin;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds histories in tests. Times are in milliseconds. */
final class HistoryBuilder {

  /** An action that no rule knows. */
  private static final String OTHER = "other";

  static final Instant START = Instant.parse("2026-11-29T12:00:00Z");

  private final List<History.Post> posts = new ArrayList<>();
  private final Map<String, FinalJob> jobs = new HashMap<>();
  private final List<LedgerEntry> entries = new ArrayList<>();
  private final List<History.Excuse> excuses = new ArrayList<>();
  private final Map<String, List<Long>> logged = new HashMap<>();
  private final Map<String, Map<String, String>> flows = new HashMap<>();
  private final List<History.Explanation> explanations = new ArrayList<>();
  private final List<History.FinalStateSeen> finalStatesSeen = new ArrayList<>();
  private final Map<String, Duration> schedules = new HashMap<>();
  private Instant schedulesEnd = START;
  private final List<History.WrongAnswer> wrongAnswers = new ArrayList<>();
  private final Map<String, Boolean> cancels = new HashMap<>();
  private boolean takesMemory;
  private final Map<String, History.FaultSummary.InjectionCounts> faults = new HashMap<>();
  private final List<String> exits = new ArrayList<>();
  private final List<String> leftovers = new ArrayList<>();
  private final Set<Long> unfenced = new HashSet<>();

  /** Adds an acknowledged post of one job, whose label is its id. */
  HistoryBuilder post(String job) {
    return post(job, null);
  }

  HistoryBuilder post(String job, @Nullable String key) {
    return post(List.of(job), List.of(job), key, Outcome.POSTED);
  }

  HistoryBuilder postOfUnknownOutcome(String... labels) {
    return post(List.of(labels), List.of(), null, Outcome.UNKNOWN);
  }

  HistoryBuilder post(
      List<String> labels, List<String> ids, @Nullable String key, Outcome outcome) {
    posts.add(new History.Post(labels, ids, key, outcome));
    return this;
  }

  HistoryBuilder job(String id, String state, long token) {
    return state.equals("FAILED")
        ? job(id, StepsPlugin.STEPS, state, "the load asks for it", token, Requested.toFail(2, 3))
        : job(id, OTHER, state, "", token, Requested.NOTHING);
  }

  HistoryBuilder failed(String id, String error) {
    return job(id, OTHER, "FAILED", error, 1, Requested.NOTHING);
  }

  HistoryBuilder job(
      String id, String action, String state, String error, long token, Requested requested) {
    jobs.put(
        id,
        new FinalJob(id, action, id, state, error, token, null, 0, null, null, requested, START));
    return this;
  }

  HistoryBuilder canceled(String job, boolean confirmed) {
    cancels.put(job, confirmed);
    return this;
  }

  HistoryBuilder wronglyAnswered(int status, String answer) {
    wrongAnswers.add(new History.WrongAnswer(status, answer));
    return this;
  }

  HistoryBuilder takingMemory() {
    takesMemory = true;
    return this;
  }

  /** Adds a successful job whose result names an execution. */
  HistoryBuilder success(String id, long token, String execution, long resultToken) {
    jobs.put(
        id,
        new FinalJob(
            id,
            OTHER,
            id,
            "SUCCESS",
            "",
            token,
            execution,
            resultToken,
            null,
            null,
            Requested.NOTHING,
            START));
    return this;
  }

  /** Adds a plain job that succeeded in its execution under token 1 of process 1. */
  HistoryBuilder effect(String id, int failures) {
    jobs.put(
        id,
        new FinalJob(
            id,
            EffectPlugin.EFFECT,
            id,
            "SUCCESS",
            "",
            1,
            "1-1",
            1,
            null,
            null,
            Requested.toFail(failures, 0),
            START));
    return did(Kind.END, 1_000, 1, id, 1);
  }

  /** Adds a bulk job that must post {@code asked} jobs, and the jobs that it posted. */
  HistoryBuilder bulk(String id, int asked, String... children) {
    job(id, OTHER, "SUCCESS", "", 1, new Requested(0, 0, asked));
    for (String child : children) {
      jobs.put(
          child,
          new FinalJob(
              child, OTHER, "", "SUCCESS", "", 1, null, 0, null, id, Requested.NOTHING, START));
    }
    return this;
  }

  /** Adds a second job with the label of another job. */
  HistoryBuilder copy(String id, String label) {
    jobs.put(
        id,
        new FinalJob(
            id, OTHER, label, "SUCCESS", "", 1, null, 0, null, null, Requested.NOTHING, START));
    return this;
  }

  HistoryBuilder scheduled(String schedule, int second) {
    return scheduled(schedule, second, second);
  }

  HistoryBuilder scheduled(String schedule, int second, int createdSecond) {
    String id = "job/" + schedule + jobs.size();
    Instant time = START.plusSeconds(second);
    Instant created = START.plusSeconds(createdSecond);
    jobs.put(
        id,
        new FinalJob(
            id,
            OTHER,
            schedule,
            "SUCCESS",
            "",
            1,
            null,
            0,
            time,
            null,
            Requested.NOTHING,
            created));
    schedules.put(schedule, Duration.ofSeconds(5));
    return this;
  }

  /** Sets the time at which the last leader of the schedules ended. */
  HistoryBuilder ledUntil(int second) {
    schedulesEnd = START.plusSeconds(second);
    return this;
  }

  /** Adds a ledger line of a plain action; the execution is named after process and token. */
  HistoryBuilder did(Kind kind, long millis, long process, String job, long token) {
    return did(kind, millis, process, job, token, process + "-" + token, LedgerEntry.NO_ATOM);
  }

  HistoryBuilder did(
      Kind kind, long millis, long process, String job, long token, String call, String atom) {
    entries.add(
        new LedgerEntry(kind, millis * 1_000_000, millis, process, job, 1, token, call, atom));
    return this;
  }

  /** Adds a ledger line of an atom, whose key is its name. */
  HistoryBuilder atom(Kind kind, long millis, String job, long token, String atom) {
    return did(kind, millis, 7, job, token, job + "/" + atom, atom);
  }

  HistoryBuilder excuse(long process, long fromMillis, long untilMillis) {
    excuses.add(
        new History.Excuse(process, fromMillis * 1_000_000, untilMillis * 1_000_000, "frozen"));
    return this;
  }

  HistoryBuilder logged(String job, Long... tokens) {
    logged.put(job, List.of(tokens));
    return this;
  }

  HistoryBuilder flow(String job, String atom, String state) {
    flows.put(job, Map.of(atom, state));
    return this;
  }

  HistoryBuilder why(String job, String state, String... gates) {
    explanations.add(new History.Explanation(job, state, "waits", List.of(gates)));
    return this;
  }

  HistoryBuilder whyNotAnswered(String job, String answer) {
    explanations.add(History.Explanation.notAnswered(job, answer));
    return this;
  }

  HistoryBuilder seen(String job, String state) {
    return seen(job, state, 1_000_000);
  }

  HistoryBuilder seen(String job, String state, long millis) {
    finalStatesSeen.add(new History.FinalStateSeen(job, state, millis * 1_000_000));
    return this;
  }

  HistoryBuilder fault(String kind, int cameUp, int injected) {
    faults.put(kind, new History.FaultSummary.InjectionCounts(cameUp, injected));
    return this;
  }

  HistoryBuilder exited(String text) {
    exits.add(text);
    return this;
  }

  HistoryBuilder leftover(String text) {
    leftovers.add(text);
    return this;
  }

  /** Adds a process whose server stores no tokens. */
  HistoryBuilder unfenced(long process) {
    unfenced.add(process);
    return this;
  }

  History build() {
    return new History(
        posts,
        jobs,
        entries,
        excuses,
        logged,
        flows,
        explanations,
        finalStatesSeen,
        schedules,
        schedulesEnd,
        cancels,
        wrongAnswers,
        new History.FaultSummary(faults, exits),
        leftovers,
        unfenced,
        new History.Limits(
            Duration.ofSeconds(1),
            Duration.ofSeconds(40),
            Duration.ofSeconds(5),
            false,
            takesMemory));
  }
}
