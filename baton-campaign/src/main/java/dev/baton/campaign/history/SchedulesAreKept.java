// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.history;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Every scheduled time is posted once, as the policy of the schedule says: all times of one that
 * catches up; of the others, none twice and, of one that runs once, the first after each post.
 */
final class SchedulesAreKept implements Rule {

  @Override
  public String name() {
    return "schedules post as their policy says";
  }

  @Override
  public void check(History history, Findings findings) {
    history
        .schedules()
        .forEach((name, interval) -> {
          List<FinalJob> posted =
              history.postedBy(name).stream()
                  .sorted(Comparator.comparing(SchedulesAreKept::time))
                  .toList();
          if (posted.isEmpty()) {
            findings.violation("schedule '" + name + "' posted nothing");
          }
          int skipped = 0;
          for (int i = 1; i < posted.size(); i++) {
            findings.looked();
            skipped += check(history, name, interval, posted.get(i - 1), posted.get(i), findings);
          }
          findings.note(name + ": posted " + posted.size() + ", times left out " + skipped);
        });
  }

  private static Instant time(FinalJob job) {
    return Objects.requireNonNull(job.time());
  }

  /** How many times between two posts were left out. */
  private static int check(
      History history,
      String name,
      Duration interval,
      FinalJob before,
      FinalJob after,
      Findings findings) {
    Duration apart = Duration.between(time(before), time(after));
    if (apart.isZero()) {
      findings.violation("schedule '" + name + "' posted " + time(after) + " twice");
      return 0;
    }
    long times = apart.dividedBy(interval);
    boolean wrong =
        switch (name) {
          case "campaign_catch_up" -> !apart.equals(interval);
          // Times that passed before the post are part of it; the next one is due after it.
          case "campaign_run_once" ->
              apart.compareTo(interval) > 0
                  && time(after).isAfter(before.created().plus(interval).plus(slack(history)));
          default -> false;
        };
    if (wrong) {
      findings.violation(
          "schedule '%s' posted %s and then %s".formatted(name, time(before), time(after)));
    }
    return (int) Math.max(0, times - 1);
  }

  private static Duration slack(History history) {
    return history.limits().clockSteps().plus(history.limits().late());
  }
}
