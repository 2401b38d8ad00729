// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.history;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Every scheduled time is posted according to the policy of the schedule, none twice, and none too
 * early. A schedule that catches up posts every time. A schedule that runs once posts under the
 * first time that had not passed when its previous job was created (ADR 74). A schedule that skips
 * posts no time that passed long ago. At the end, no schedule has an unposted time.
 */
final class SchedulesAreKept implements HistoryRule {

  private static final String CATCH_UP = "campaign_catch_up";
  private static final String RUN_ONCE = "campaign_run_once";
  private static final String SKIP = "campaign_skip";

  /** A scheduled time that passed longer ago than this counts as missed. */
  private static final Duration MISSED = Duration.ofMinutes(1);

  @Override
  public String name() {
    return "schedules post as their policy says";
  }

  @Override
  public void check(History history, Findings findings) {
    history
        .schedules()
        .forEach((name, interval) -> new Schedule(history, name, interval, findings).check());
  }

  private record Schedule(History history, String name, Duration interval, Findings findings) {

    void check() {
      List<FinalJob> posted =
          history.postedBy(name).stream().sorted(Comparator.comparing(Schedule::time)).toList();
      if (posted.isEmpty()) {
        findings.violation(Violation.Kind.MISSING_JOB, "schedule '" + name + "' posted nothing");
        return;
      }
      posted.forEach(this::checkMoment);
      long skipped = 0;
      for (int i = 1; i < posted.size(); i++) {
        findings.countChecked();
        skipped += checkOrder(posted.get(i - 1), posted.get(i));
      }
      checkEnd(posted.getLast());
      findings.note(name + ": posted " + posted.size() + ", times skipped " + skipped);
    }

    private static Instant time(FinalJob job) {
      return Objects.requireNonNull(job.time());
    }

    private void checkMoment(FinalJob job) {
      if (job.created().plus(slack()).isBefore(time(job))) {
        findings.violation(
            "schedule '%s' posted %s before that time, at %s"
                .formatted(name, time(job), job.created()));
      }
      if (name.equals(SKIP) && job.created().isAfter(time(job).plus(MISSED).plus(slack()))) {
        findings.violation(
            "schedule '%s' skips missed times, but posted %s as late as %s"
                .formatted(name, time(job), job.created()));
      }
    }

    /** Returns the number of times between two posts that were left out. */
    private long checkOrder(FinalJob before, FinalJob after) {
      Duration apart = Duration.between(time(before), time(after));
      if (apart.isZero()) {
        findings.violation("schedule '" + name + "' posted " + time(after) + " twice");
        return 0;
      }
      boolean wrong =
          switch (name) {
            case CATCH_UP -> !apart.equals(interval);
            case RUN_ONCE -> !time(after).equals(following(before));
            default -> false;
          };
      if (wrong) {
        findings.violation(
            "schedule '%s' posted %s, created %s, and then %s"
                .formatted(name, time(before), before.created(), time(after)));
      }
      return Math.max(0, apart.dividedBy(interval) - 1);
    }

    /** The time after the times that the job covers. */
    private Instant following(FinalJob job) {
      boolean standsForMore = name.equals(RUN_ONCE) && job.created().isAfter(time(job));
      long others =
          standsForMore ? Duration.between(time(job), job.created()).dividedBy(interval) : 0;
      return time(job).plus(interval.multipliedBy(others + 1));
    }

    private void checkEnd(FinalJob last) {
      boolean mayBeBehind = !name.equals(CATCH_UP) && !name.equals(RUN_ONCE);
      Instant next = following(last);
      if (!mayBeBehind && next.plus(history.limits().late()).isBefore(history.schedulesEnd())) {
        findings.violation(
            Violation.Kind.MISSING_JOB,
            "schedule '%s' did not post %s, although it had a leader until %s"
                .formatted(name, next, history.schedulesEnd()));
      }
    }

    private Duration slack() {
      return history.limits().clockSteps().plus(history.limits().late());
    }
  }
}
