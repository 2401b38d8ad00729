// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.history;

import dev.baton.campaign.history.FinalJob.Requested;
import dev.baton.campaign.history.History.Post.Outcome;
import dev.baton.campaign.ledger.LedgerEntry.Kind;
import dev.baton.campaign.plugin.EffectPlugin;
import dev.baton.campaign.plugin.StepsPlugin;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Histories that break one rule each. */
final class BrokenHistories {

  private static final String JOB = "job/1";

  private BrokenHistories() {}

  /** The rules, each with a history that breaks only this rule. */
  static Stream<Arguments> all() {
    return Stream.of(
        broken("acknowledged posts are final", "is not there", new HistoryBuilder().post(JOB)),
        broken(
            "acknowledged posts are final",
            "is still RUNNING",
            new HistoryBuilder().post(JOB).job(JOB, "RUNNING", 1)),
        broken(
            "a post makes all of its jobs once, or none",
            "exists 2 times",
            new HistoryBuilder().post(JOB).job(JOB, "SUCCESS", 1).copy("job/2", JOB)),
        broken(
            "a post makes all of its jobs once, or none",
            "1 of the 2 jobs",
            new HistoryBuilder().postOfUnknownOutcome("a", "b").copy("job/2", "a")),
        broken(
            "a post makes all of its jobs once, or none",
            "'a' was answered with REFUSED, but it exists as job/2",
            new HistoryBuilder()
                .post(List.of("a"), List.of(), null, Outcome.REFUSED)
                .copy("job/2", "a")),
        broken(
            "a post makes all of its jobs once, or none",
            "'a' was answered with STOOD_FOR, but it exists as job/2",
            new HistoryBuilder()
                .post(List.of("a"), List.of(JOB), "k", Outcome.STOOD_FOR)
                .job(JOB, "SUCCESS", 1)
                .copy("job/2", "a")),
        broken(
            "acknowledged posts are final",
            "job/1 was named in the answer to a post and is not there",
            new HistoryBuilder().post(List.of("a"), List.of(JOB), "k", Outcome.STOOD_FOR)),
        broken(
            "a post makes all of its jobs once, or none",
            "'a' was acknowledged as job/1, which is 'b'",
            new HistoryBuilder()
                .post(List.of("a"), List.of(JOB), null, Outcome.POSTED)
                .copy(JOB, "b")),
        broken(
            "a post makes all of its jobs once, or none",
            "2 jobs were acknowledged as [job/1]",
            new HistoryBuilder()
                .post(List.of("a", "b"), List.of(JOB), null, Outcome.POSTED)
                .copy(JOB, "a")
                .copy("job/2", "b")),
        broken(
            "jobs fail where the load asks for it and nowhere else",
            "failed: the database is away",
            new HistoryBuilder().failed(JOB, "the database is away")),
        broken(
            "jobs fail where the load asks for it and nowhere else",
            "(campaign_effect) failed: the load asks for 2 failures",
            // The job has three attempts.
            new HistoryBuilder()
                .job(
                    JOB,
                    EffectPlugin.EFFECT,
                    "FAILED",
                    "the load asks for 2 failures",
                    1,
                    Requested.toFail(2, 0))),
        broken(
            "jobs fail where the load asks for it and nowhere else",
            "(campaign_steps) failed: the load asks atom '3-d' to fail",
            // The retry of the flow tries it twice.
            new HistoryBuilder()
                .job(
                    JOB,
                    StepsPlugin.STEPS,
                    "FAILED",
                    "the load asks atom '3-d' to fail",
                    1,
                    Requested.toFail(1, 3))),
        broken(
            "jobs fail where the load asks for it and nowhere else",
            "failed: java.lang.OutOfMemoryError",
            new HistoryBuilder().failed(JOB, "java.lang.OutOfMemoryError: Java heap space")),
        broken(
            "jobs fail where the load asks for it and nowhere else",
            "failed: the executor died",
            new HistoryBuilder()
                .failed(JOB, "the executor died or lost its claim 4 times in a row")),
        broken(
            "jobs fail where the load asks for it and nowhere else",
            "succeeded after 1 failed attempts, but the load asked for 2",
            new HistoryBuilder().did(Kind.FAIL, 0, 1, JOB, 1).effect(JOB, 2)),
        broken(
            "jobs are cancelled where a client asks for it",
            "no client asked for it",
            new HistoryBuilder().job(JOB, "CANCELED", 1)),
        broken(
            "jobs are cancelled where a client asks for it",
            "is SUCCESS, although a server confirmed the cancel",
            new HistoryBuilder().effect(JOB, 0).canceled(JOB, true)),
        broken(
            "no effect of an earlier token follows a later one",
            "had effects 1500.0 ms after",
            // The last effect is late, and nothing else overlaps by more than a second.
            new HistoryBuilder()
                .did(Kind.BEGIN, 0, 1, JOB, 1)
                .did(Kind.BEGIN, 1_000, 2, JOB, 2)
                .did(Kind.END, 1_900, 2, JOB, 2)
                .did(Kind.STEP, 2_500, 1, JOB, 1)),
        broken(
            "a token belongs to one execution",
            "was used by 2 processes",
            new HistoryBuilder().did(Kind.BEGIN, 0, 1, JOB, 1).did(Kind.BEGIN, 9, 2, JOB, 1)),
        broken(
            "no write with a stale token is accepted",
            "its result is from token 1",
            new HistoryBuilder()
                .success(JOB, 2, "1-1", 1)
                .did(Kind.BEGIN, 0, 1, JOB, 1)
                .did(Kind.END, 1, 1, JOB, 1)
                .did(Kind.BEGIN, 2, 2, JOB, 2)),
        broken(
            "no write with a stale token is accepted",
            "its stored token is 1",
            new HistoryBuilder()
                .job(JOB, "SUCCESS", 1)
                .did(Kind.BEGIN, 0, 1, JOB, 1)
                .did(Kind.BEGIN, 2, 2, JOB, 2)),
        broken(
            "no write with a stale token is accepted",
            "a log line of token 1 follows",
            new HistoryBuilder().logged(JOB, 1L, 2L, 1L)),
        broken(
            "executions of a job do not overlap",
            "ran under tokens 1 and 2 at the same time",
            new HistoryBuilder()
                .did(Kind.BEGIN, 0, 1, JOB, 1)
                .did(Kind.BEGIN, 100, 2, JOB, 2)
                .did(Kind.CUT, 1_500, 1, JOB, 1)
                .did(Kind.CUT, 1_600, 2, JOB, 2)),
        broken(
            "executions of a job do not overlap",
            "4 of 4 second executions began before the earlier execution",
            shortOverlaps(4)),
        broken(
            "nothing begins after the end of a job",
            "BEGIN of 4-e under token 2 began 2000.0 ms after the job was seen as SUCCESS",
            new HistoryBuilder()
                .job(JOB, "SUCCESS", 2)
                .atom(Kind.BEGIN, 0, JOB, 1, "4-e")
                .atom(Kind.END, 1, JOB, 1, "4-e")
                .seen(JOB, "SUCCESS", 10)
                .atom(Kind.BEGIN, 2_010, JOB, 2, "4-e")
                .atom(Kind.END, 2_020, JOB, 2, "4-e")),
        broken(
            "a success was executed",
            "its execution did not end",
            new HistoryBuilder().success(JOB, 1, "1-1", 1).did(Kind.BEGIN, 0, 1, JOB, 1)),
        broken(
            "a success was executed",
            "its execution did not end",
            // The result belongs to another job.
            new HistoryBuilder().success(JOB, 1, "1-1", 1).did(Kind.END, 0, 1, "job/2", 1)),
        broken(
            "a success was executed",
            "without the result of an execution",
            new HistoryBuilder()
                .job(JOB, EffectPlugin.EFFECT, "SUCCESS", "", 1, Requested.NOTHING)
                .did(Kind.END, 0, 1, JOB, 1)),
        broken(
            "a success was executed",
            "succeeded, but its command printed nothing",
            new HistoryBuilder().job(JOB, "run_command", "SUCCESS", "", 1, Requested.NOTHING)),
        broken(
            "a bulk job posts each of its jobs once",
            "is SUCCESS and has 1 jobs, but must post 2",
            new HistoryBuilder().bulk(JOB, 2, "job/2")),
        broken(
            "a bulk job posts each of its jobs once",
            "has 2 jobs, but must post 1",
            new HistoryBuilder().bulk(JOB, 1, "job/2", "job/3")),
        broken(
            "valid requests are carried out, or not now",
            "post of c1-1 was answered with 500",
            new HistoryBuilder().wronglyAnswered(500, "post of c1-1 was answered with 500 null")),
        broken(
            "a success was executed",
            "these atoms did not end: [3-d, 4-e]",
            new HistoryBuilder()
                .job(JOB, StepsPlugin.STEPS, "SUCCESS", "", 1, Requested.NOTHING)
                .atom(Kind.END, 0, JOB, 1, "1-a")
                .atom(Kind.END, 1, JOB, 1, "2-b")
                .atom(Kind.END, 2, JOB, 1, "2-c")),
        broken(
            "final states are final",
            "was seen as FAILED and is SUCCESS",
            new HistoryBuilder().job(JOB, "SUCCESS", 1).seen(JOB, "FAILED")),
        broken(
            "started atoms are ended, reverted or reported",
            "its atom 1-a stopped at END",
            new HistoryBuilder()
                .job(JOB, "FAILED", 1)
                .atom(Kind.BEGIN, 0, JOB, 1, "1-a")
                .atom(Kind.END, 1, JOB, 1, "1-a")
                .flow(JOB, "1-a", "SUCCESS")),
        broken(
            "started atoms are ended, reverted or reported",
            "its atom 1-a was reverted, but is reported as SUCCESS",
            new HistoryBuilder()
                .job(JOB, "FAILED", 1)
                .atom(Kind.BEGIN, 0, JOB, 1, "1-a")
                .atom(Kind.END, 1, JOB, 1, "1-a")
                .atom(Kind.REVERT, 2, JOB, 1, "1-a")
                .atom(Kind.REVERTED, 3, JOB, 1, "1-a")
                .flow(JOB, "1-a", "SUCCESS")),
        broken(
            "started atoms are ended, reverted or reported",
            "its atom 1-a stopped at BEGIN",
            new HistoryBuilder().job(JOB, "SUCCESS", 1).atom(Kind.BEGIN, 0, JOB, 1, "1-a")),
        broken(
            "no atom is executed after its stored success",
            "atom 1-a began again",
            new HistoryBuilder()
                .atom(Kind.BEGIN, 0, JOB, 1, "1-a")
                .atom(Kind.END, 1, JOB, 1, "1-a")
                .atom(Kind.BEGIN, 2, JOB, 1, "2-b")
                .atom(Kind.BEGIN, 3, JOB, 2, "1-a")),
        broken(
            "jobs with one unique key run one after the other",
            "'k': job/1 and job/2 ran at the same time",
            new HistoryBuilder()
                .post(JOB, "k")
                .post("job/2", "k")
                .job(JOB, "SUCCESS", 1)
                .job("job/2", "SUCCESS", 1)
                .did(Kind.BEGIN, 0, 1, JOB, 1)
                .did(Kind.BEGIN, 10, 2, "job/2", 1)
                .did(Kind.END, 2_000, 1, JOB, 1)
                .did(Kind.END, 2_001, 2, "job/2", 1)),
        broken(
            "jobs with one unique key run one after the other",
            "'k': job/1 and job/2 ran at the same time for 50.0 ms",
            // Neither execution lost its claim, so not even a short overlap is allowed.
            new HistoryBuilder()
                .post(JOB, "k")
                .post("job/2", "k")
                .job(JOB, "SUCCESS", 1)
                .job("job/2", "SUCCESS", 1)
                .did(Kind.BEGIN, 0, 1, JOB, 1)
                .did(Kind.END, 200, 1, JOB, 1)
                .did(Kind.BEGIN, 150, 2, "job/2", 1)
                .did(Kind.END, 350, 2, "job/2", 1)),
        broken(
            "jobs with one unique key run one after the other",
            "'k': job/1 and job/2 ran at the same time",
            // The answer to the second post was lost, and the first job was cancelled.
            new HistoryBuilder()
                .post(JOB, "k")
                .post(List.of("job/2"), List.of(), "k", Outcome.UNKNOWN)
                .job(JOB, "CANCELED", 1)
                .canceled(JOB, true)
                .job("job/2", "SUCCESS", 1)
                .did(Kind.BEGIN, 0, 1, JOB, 1)
                .did(Kind.BEGIN, 10, 2, "job/2", 1)
                .did(Kind.CUT, 2_000, 1, JOB, 1)
                .did(Kind.END, 2_001, 2, "job/2", 1)),
        broken(
            "jobs with one unique key run one after the other",
            "'k': job/1 and job/2 ran at the same time",
            // An interrupted execution of the second job starts between the two.
            new HistoryBuilder()
                .post(JOB, "k")
                .post("job/2", "k")
                .job(JOB, "SUCCESS", 2)
                .job("job/2", "SUCCESS", 2)
                .did(Kind.BEGIN, 0, 1, JOB, 1)
                .did(Kind.CUT, 5_000, 1, JOB, 1)
                .did(Kind.BEGIN, 5_100, 3, JOB, 2)
                .did(Kind.BEGIN, 5_200, 2, "job/2", 1)
                .did(Kind.END, 5_300, 2, "job/2", 1)
                .did(Kind.BEGIN, 5_400, 2, "job/2", 2)
                .did(Kind.END, 7_000, 3, JOB, 2)
                .did(Kind.END, 7_100, 2, "job/2", 2)),
        broken(
            "schedules post as their policy says",
            "and then",
            new HistoryBuilder()
                .scheduled("campaign_catch_up", 0)
                .scheduled("campaign_catch_up", 10)),
        broken(
            "schedules post as their policy says",
            "twice",
            new HistoryBuilder().scheduled("campaign_skip", 5).scheduled("campaign_skip", 5)),
        broken(
            "schedules post as their policy says",
            "and then",
            new HistoryBuilder()
                .scheduled("campaign_run_once", 0)
                .scheduled("campaign_run_once", 10)),
        broken(
            "schedules post as their policy says",
            "and then",
            // The first job covers the times up to 12, so the post for 10 is a repetition.
            new HistoryBuilder()
                .scheduled("campaign_run_once", 0, 12)
                .scheduled("campaign_run_once", 10, 13)),
        broken(
            "schedules post as their policy says",
            "and then",
            new HistoryBuilder()
                .scheduled("campaign_run_once", 0, 12)
                .scheduled("campaign_run_once", 20, 20)),
        broken(
            "schedules post as their policy says",
            "did not post 2026-11-29T12:00:15Z",
            new HistoryBuilder().scheduled("campaign_run_once", 0, 12).ledUntil(30)),
        broken(
            "schedules post as their policy says",
            "did not post 2026-11-29T12:00:05Z",
            new HistoryBuilder().scheduled("campaign_catch_up", 0, 12).ledUntil(11)),
        broken(
            "schedules post as their policy says",
            "before that time",
            new HistoryBuilder().scheduled("campaign_skip", 60, 5)),
        broken(
            "schedules post as their policy says",
            "skips missed times",
            new HistoryBuilder().scheduled("campaign_skip", 0, 110)),
        broken(
            "why names a gate for what is not final",
            "its why text names no gate",
            new HistoryBuilder().why(JOB, "QUEUED")),
        broken(
            "why names a gate for what is not final",
            "its why text names no gate",
            new HistoryBuilder().why(JOB, "QUEUED", "")),
        broken(
            "why names a gate for what is not final",
            "500 internal error",
            new HistoryBuilder().whyNotAnswered(JOB, "500 internal error")),
        broken(
            "no process ends by itself",
            "server-1 ended by itself with 6",
            new HistoryBuilder().exited("server-1 ended by itself with 6")),
        broken(
            "every kind of fault that comes up is injected",
            "fault kill was chosen 3 times, but was never injected",
            new HistoryBuilder().fault("kill", 3, 0).fault("freeze", 3, 3)),
        broken(
            "every kind of fault that comes up is injected",
            "no fault was injected",
            new HistoryBuilder().fault("kill", 1, 0)),
        broken(
            "nothing is left over",
            "process 7",
            new HistoryBuilder().leftover("process 7 is left")));
  }

  /** Jobs that are taken over half a second before their first executors stop. */
  static HistoryBuilder shortOverlaps(int jobs) {
    HistoryBuilder history = new HistoryBuilder();
    for (int i = 0; i < jobs; i++) {
      history
          .did(Kind.BEGIN, 0, 1, "job/" + i, 1)
          .did(Kind.BEGIN, 4_000, 2, "job/" + i, 2)
          .did(Kind.CUT, 4_500, 1, "job/" + i, 1)
          .did(Kind.END, 4_600, 2, "job/" + i, 2);
    }
    return history;
  }

  private static Arguments broken(String rule, String part, HistoryBuilder history) {
    return Arguments.of(rule, part, history.build());
  }
}
