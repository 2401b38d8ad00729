// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.distributor;

import dev.baton.access.Caller;
import dev.baton.error.ConflictException;
import dev.baton.filter.Filter;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobQuery;
import dev.baton.job.JobSpec;
import dev.baton.job.JobState;
import dev.baton.job.Jobs;
import dev.baton.job.PostResult;
import dev.baton.jobservice.JobRequest;
import dev.baton.jobservice.JobService;
import dev.baton.plugin.JobSource;
import dev.baton.plugin.MisfirePolicy;
import dev.baton.plugin.OverlapPolicy;
import dev.baton.service.ForeignInterrupts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts the jobs of one scheduled time, all or none. The ids of the jobs are derived from the
 * scheduled time, so that a second post for the same time changes nothing.
 *
 * @param checkTerm throws an exception if the term is over; called immediately before the post
 */
record PostScheduledJobs(
    ContendedDistribution contendedDistribution, JobService jobService, Runnable checkTerm) {

  private static final Logger LOG = LoggerFactory.getLogger(PostScheduledJobs.class);

  /**
   * Posts the jobs that the job source returns for a scheduled time.
   *
   * @param now the moment at which the leader decided to handle the scheduled time
   */
  ScheduledTimeOutcome post(JobSource source, Instant time, Instant now) throws Exception {
    Jobs jobs = jobService.forCaller(Caller.internal());
    if (contendedDistribution.distribution().overlap() == OverlapPolicy.SKIP && isUnderWay(jobs)) {
      LOG.debug(
          "distribution skips a scheduled time, because one of its jobs is not final:"
              + " distribution={} scheduledTime={}",
          contendedDistribution.name(),
          time);
      return new ScheduledTimeOutcome(0, now);
    }
    List<JobRequest> requests = requests(jobs(source, time, jobs), time);
    if (requests.isEmpty()) {
      return new ScheduledTimeOutcome(0, now);
    }
    checkTerm.run();
    try {
      List<PostResult> posted = jobService.post(Caller.internal(), requests);
      int count = (int) posted.stream().filter(PostResult::isNew).count();
      return new ScheduledTimeOutcome(count, created(jobs, stored(requests, posted), now));
    } catch (ConflictException e) {
      LOG.debug(
          "distribution has already posted jobs for a scheduled time and posts nothing:"
              + " distribution={} scheduledTime={}",
          contendedDistribution.name(),
          time,
          e);
      List<JobId> ids = requests.stream().map(JobRequest::id).toList();
      // If the jobs were deleted in the meantime, it is unknown which other scheduled times the
      // post covered, so only this time counts.
      return new ScheduledTimeOutcome(requests.size(), created(jobs, ids, time));
    }
  }

  private List<JobSpec> jobs(JobSource source, Instant time, Jobs jobs) throws Exception {
    List<JobSpec> specs = source.jobs(time, jobs);
    if (ForeignInterrupts.clear(contendedDistribution::isPassInterrupted)) {
      throw new InterruptedException("the source returned with the interrupt flag set");
    }
    return specs;
  }

  private List<JobRequest> requests(List<JobSpec> specs, Instant time) {
    List<JobRequest> requests = new ArrayList<>(specs.size());
    for (JobSpec spec : specs) {
      String name =
          "distribution/" + contendedDistribution.name() + "/" + time + "/" + requests.size();
      requests.add(
          JobRequest.named(JobId.named(name), spec).postedBy(contendedDistribution.name()));
    }
    return requests;
  }

  /**
   * Returns the ids of those posted jobs that have the id of their request. The other results are
   * ids of jobs that hold the unique key of a request, or of jobs in a store that chooses the ids
   * itself. Another leader does not know these ids, so it cannot find these jobs.
   */
  private static List<JobId> stored(List<JobRequest> requests, List<PostResult> posted) {
    List<JobId> ids = new ArrayList<>();
    for (int i = 0; i < posted.size(); i++) {
      if (posted.get(i).id().equals(requests.get(i).id())) {
        ids.add(posted.get(i).id());
      }
    }
    return ids;
  }

  /**
   * Returns the time at which the store created the jobs of one post. All jobs of a post have the
   * same time. Reads it only if the misfire policy is to post once for several scheduled times.
   *
   * @param unknown the result if the time is not read, or if none of the jobs exists
   */
  private Instant created(Jobs jobs, List<JobId> ids, Instant unknown) {
    if (contendedDistribution.distribution().misfire() != MisfirePolicy.RUN_ONCE) {
      return unknown;
    }
    Optional<Job> first = ids.stream().map(jobs::find).flatMap(Optional::stream).findFirst();
    return first.map(Job::created).orElse(unknown);
  }

  private boolean isUnderWay(Jobs jobs) {
    Filter own =
        Filter.equal(Filter.Path.of("origin", "distribution"), contendedDistribution.name());
    Filter alive = Filter.in(Filter.Path.of("state"), List.of(JobState.QUEUED, JobState.RUNNING));
    return jobs.search(JobQuery.of(new Filter.All(List.of(own, alive)), 0)).count() > 0;
  }
}
