// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.history;

import dev.baton.campaign.history.FinalJob.Asked;
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

/** Builds histories by hand. Times are milliseconds. */
final class Histories {

  /** An action of which the rules know nothing. */
  private static final String OTHER = "other";

  static final Instant START = Instant.parse("2026-11-29T12:00:00Z");

  private final List<History.Post> posts = new ArrayList<>();
  private final Map<String, FinalJob> jobs = new HashMap<>();
  private final List<LedgerEntry> entries = new ArrayList<>();
  private final List<History.Excuse> excuses = new ArrayList<>();
  private final Map<String, List<Long>> logged = new HashMap<>();
  private final Map<String, Map<String, String>> flows = new HashMap<>();
  private final List<History.Why> whys = new ArrayList<>();
  private final List<History.Sighting> sightings = new ArrayList<>();
  private final Map<String, Duration> schedules = new HashMap<>();
  private Instant schedulesEnd = START;
  private final List<String> wrongAnswers = new ArrayList<>();
  private final Map<String, Boolean> cancels = new HashMap<>();
  private boolean takesMemory;
  private final Map<String, History.Attack.Tries> faults = new HashMap<>();
  private final List<String> exits = new ArrayList<>();
  private final List<String> leftovers = new ArrayList<>();
  private final Set<Long> unfenced = new HashSet<>();

  /** An acknowledged post of one job, whose label is its id. */
  Histories post(String job) {
    return post(job, null);
  }

  Histories post(String job, @Nullable String key) {
    return post(List.of(job), List.of(job), key, Outcome.POSTED);
  }

  Histories postOfUnknownOutcome(String... labels) {
    return post(List.of(labels), List.of(), null, Outcome.UNKNOWN);
  }

  Histories post(List<String> labels, List<String> ids, @Nullable String key, Outcome outcome) {
    posts.add(new History.Post(labels, ids, key, outcome));
    return this;
  }

  Histories job(String id, String state, long token) {
    return state.equals("FAILED")
        ? job(id, StepsPlugin.STEPS, state, "the load asks for it", token, Asked.toFail(2, 3))
        : job(id, OTHER, state, "", token, Asked.NOTHING);
  }

  Histories failed(String id, String error) {
    return job(id, OTHER, "FAILED", error, 1, Asked.NOTHING);
  }

  Histories job(String id, String action, String state, String error, long token, Asked asked) {
    jobs.put(
        id, new FinalJob(id, action, id, state, error, token, null, 0, null, null, asked, START));
    return this;
  }

  Histories canceled(String job, boolean confirmed) {
    cancels.put(job, confirmed);
    return this;
  }

  Histories wronglyAnswered(String answer) {
    wrongAnswers.add(answer);
    return this;
  }

  Histories takingMemory() {
    takesMemory = true;
    return this;
  }

  /** A success whose result names an execution. */
  Histories success(String id, long token, String execution, long resultToken) {
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
            Asked.NOTHING,
            START));
    return this;
  }

  /** A plain job that succeeded in its execution under token 1 of process 1. */
  Histories effect(String id, int failures) {
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
            Asked.toFail(failures, 0),
            START));
    return did(Kind.END, 1_000, 1, id, 1);
  }

  /** A bulk job that is to post so many jobs, and those that it posted. */
  Histories bulk(String id, int asked, String... children) {
    job(id, OTHER, "SUCCESS", "", 1, new Asked(0, 0, asked));
    for (String child : children) {
      jobs.put(
          child,
          new FinalJob(
              child, OTHER, "", "SUCCESS", "", 1, null, 0, null, id, Asked.NOTHING, START));
    }
    return this;
  }

  /** Another job with the label of another. */
  Histories copy(String id, String label) {
    jobs.put(
        id,
        new FinalJob(
            id, OTHER, label, "SUCCESS", "", 1, null, 0, null, null, Asked.NOTHING, START));
    return this;
  }

  Histories scheduled(String schedule, int second) {
    return scheduled(schedule, second, second);
  }

  Histories scheduled(String schedule, int second, int createdSecond) {
    String id = "job/" + schedule + jobs.size();
    Instant time = START.plusSeconds(second);
    Instant created = START.plusSeconds(createdSecond);
    jobs.put(
        id,
        new FinalJob(
            id, OTHER, schedule, "SUCCESS", "", 1, null, 0, time, null, Asked.NOTHING, created));
    schedules.put(schedule, Duration.ofSeconds(5));
    return this;
  }

  /** When the last leader of the schedules ended. */
  Histories ledUntil(int second) {
    schedulesEnd = START.plusSeconds(second);
    return this;
  }

  /** A line of a plain action; the execution is named after process and token. */
  Histories did(Kind kind, long millis, long process, String job, long token) {
    return did(kind, millis, process, job, token, process + "-" + token, LedgerEntry.NO_ATOM);
  }

  Histories did(
      Kind kind, long millis, long process, String job, long token, String call, String atom) {
    entries.add(
        new LedgerEntry(kind, millis * 1_000_000, millis, process, job, 1, token, call, atom));
    return this;
  }

  /** A line of an atom, whose key is its name. */
  Histories atom(Kind kind, long millis, String job, long token, String atom) {
    return did(kind, millis, 7, job, token, job + "/" + atom, atom);
  }

  Histories excuse(long process, long fromMillis, long untilMillis) {
    excuses.add(
        new History.Excuse(process, fromMillis * 1_000_000, untilMillis * 1_000_000, "frozen"));
    return this;
  }

  Histories logged(String job, Long... tokens) {
    logged.put(job, List.of(tokens));
    return this;
  }

  Histories flow(String job, String atom, String state) {
    flows.put(job, Map.of(atom, state));
    return this;
  }

  Histories why(String job, String state, String... gates) {
    whys.add(new History.Why(job, state, "waits", List.of(gates)));
    return this;
  }

  Histories whyNotAnswered(String job, String answer) {
    whys.add(History.Why.notAnswered(job, answer));
    return this;
  }

  Histories seen(String job, String state) {
    return seen(job, state, 1_000_000);
  }

  Histories seen(String job, String state, long millis) {
    sightings.add(new History.Sighting(job, state, millis * 1_000_000));
    return this;
  }

  Histories fault(String kind, int cameUp, int injected) {
    faults.put(kind, new History.Attack.Tries(cameUp, injected));
    return this;
  }

  Histories exited(String text) {
    exits.add(text);
    return this;
  }

  Histories leftover(String text) {
    leftovers.add(text);
    return this;
  }

  /** A process whose server stores no tokens. */
  Histories unfenced(long process) {
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
        whys,
        sightings,
        schedules,
        schedulesEnd,
        cancels,
        wrongAnswers,
        new History.Attack(faults, exits),
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
