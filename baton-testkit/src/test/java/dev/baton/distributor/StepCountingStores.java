// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.distributor;

import dev.baton.election.DistributionState;
import dev.baton.election.DistributionStore;
import dev.baton.election.Term;
import dev.baton.filter.Filter;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobPage;
import dev.baton.job.JobQuery;
import dev.baton.job.JobStore;
import dev.baton.job.PostResult;
import dev.baton.job.RunWrite;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The stores of one leader. They count two steps for each call: before the call, and after the call
 * but before its result is returned. An event happens at one of these steps.
 */
final class StepCountingStores {

  private final JobStore jobs;
  private final DistributionStore distributions;
  private final int at;
  private final Runnable event;
  private int steps;

  /**
   * @param at the step at which the event happens, from 0; negative for never
   */
  StepCountingStores(JobStore jobs, DistributionStore distributions, int at, Runnable event) {
    this.jobs = jobs;
    this.distributions = distributions;
    this.at = at;
    this.event = event;
  }

  JobStore jobs() {
    return new Jobs();
  }

  DistributionStore distributions() {
    return new Distributions();
  }

  /** Whether the event has happened. */
  boolean hasHappened() {
    return at >= 0 && steps > at;
  }

  private <T> T stepped(Supplier<T> call) {
    step();
    T answer = call.get();
    step();
    return answer;
  }

  private void step() {
    if (steps++ == at) {
      event.run();
    }
  }

  private final class Distributions implements DistributionStore {
    @Override
    public List<DistributionState> all() {
      return stepped(distributions::all);
    }

    @Override
    public void save(DistributionState state, Term term) {
      stepped(() -> {
        distributions.save(state, term);
        return true;
      });
    }
  }

  private final class Jobs implements JobStore {
    @Override
    public List<PostResult> add(List<Job> added) {
      return stepped(() -> jobs.add(added));
    }

    @Override
    public Optional<Job> find(JobId id) {
      return stepped(() -> jobs.find(id));
    }

    @Override
    public JobPage search(JobQuery query) {
      return stepped(() -> jobs.search(query));
    }

    @Override
    public Job replace(Job edited) {
      return jobs.replace(edited);
    }

    @Override
    public void write(RunWrite write) {
      jobs.write(write);
    }

    @Override
    public boolean delete(JobId id) {
      return jobs.delete(id);
    }

    @Override
    public long deleteAll(Filter filter, @Nullable Set<String> deletableBy) {
      return jobs.deleteAll(filter, deletableBy);
    }

    @Override
    public long countUnfinished(String owner) {
      return jobs.countUnfinished(owner);
    }

    @Override
    public String identity() {
      return jobs.identity();
    }
  }
}
