// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.bulk;

import dev.baton.error.InvalidInputException;
import dev.baton.filter.Filter;
import dev.baton.filter.FilterParser;
import dev.baton.job.JobState;
import dev.baton.plugin.Action;
import dev.baton.plugin.Default;
import dev.baton.plugin.Doc;
import dev.baton.plugin.JobRun;
import dev.baton.service.Clock;
import dev.baton.service.SaturatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Removes old final jobs. */
public record CleanupJobs(Clock clock) implements Action<CleanupJobs.Options> {

  /** How long final jobs are kept by default. */
  static final String KEPT = "P7D";

  public record Options(
      @Doc("Only jobs that were posted longer ago than this") @Default(KEPT) Duration olderThan,
      @Doc("Only jobs in these states, which must be final")
          @Default("[\"SUCCESS\", \"FAILED\", \"CANCELED\"]")
          Set<JobState> states,
      @Doc("Only jobs that also match this filter") @Nullable String filter) {
    public Options {
      if (olderThan.isNegative()) {
        throw InvalidInputException.ofAttribute(
            "olderThan", "olderThan is " + olderThan + "; allowed: PT0S or more");
      }
      for (JobState state : states) {
        if (!state.isFinal()) {
          throw InvalidInputException.ofAttribute(
              "states", "states has " + state + "; allowed: SUCCESS, FAILED, CANCELED");
        }
      }
      if (filter != null) {
        checkFilter(filter);
      }
    }

    private static void checkFilter(String filter) {
      try {
        FilterParser.parse(filter);
      } catch (InvalidInputException e) {
        throw InvalidInputException.ofAttribute("filter", "filter: " + e.getMessage(), e);
      }
    }
  }

  @Override
  public void run(JobRun run, Options options) {
    long removed = run.jobs().deleteAll(filter(options));
    run.message("Removed " + removed + (removed == 1 ? " job" : " jobs"));
    run.result(Map.of("deleted", removed));
  }

  private Filter filter(Options options) {
    Filter old =
        postedBefore(
            SaturatedTime.plus(clock.now(), options.olderThan().negated()), options.states());
    return options.filter() == null
        ? old
        : new Filter.All(List.of(old, FilterParser.parse(options.filter())));
  }

  static Filter postedBefore(Instant limit, Set<JobState> states) {
    return new Filter.All(
        List.of(
            JobFilters.inStates(states),
            new Filter.Compare(
                Filter.Path.of("created"),
                Filter.Comparison.LESS,
                new Filter.Value.Text(limit.toString()))));
  }
}
