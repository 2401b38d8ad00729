// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import dev.baton.access.Caller;
import dev.baton.access.Right;
import dev.baton.filter.Filter;
import dev.baton.job.Job;
import dev.baton.job.JobEvent;
import dev.baton.job.JobId;
import dev.baton.job.JobQuery;
import dev.baton.job.JobStore;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Selects the events that a client may see: those of jobs that match the filter and whose data the
 * caller may view. Each batch of events needs one query to the job store; for an administrator
 * without a filter, no query is needed.
 */
record VisibleEvents(JobStore store, Caller caller, Filter filter) {

  private static final Filter.Path ID = Filter.Path.of("id");

  List<JobEvent> of(List<JobEvent> events) {
    if (events.isEmpty() || (caller.isAdmin() && filter.equals(Filter.EVERYTHING))) {
      return events;
    }
    Set<JobId> jobs = events.stream().map(JobEvent::job).collect(Collectors.toSet());
    Set<JobId> visible = visible(jobs);
    return events.stream().filter(event -> visible.contains(event.job())).toList();
  }

  private Set<JobId> visible(Set<JobId> jobs) {
    List<Filter.Value> ids =
        jobs.stream().<Filter.Value>map(id -> new Filter.Value.Text(id.toString())).toList();
    Filter these = new Filter.All(List.of(new Filter.In(ID, ids), filter));
    Set<String> visibleTo = caller.isAdmin() ? null : caller.claims();
    JobQuery query = new JobQuery(these, visibleTo, List.of(), 1, jobs.size(), List.of());
    return store.search(query).jobs().stream()
        // Events reveal state, owner and notes of a job, which need the right to view its data.
        .filter(job -> caller.may(Right.VIEW_DATA, job.acl()))
        .map(Job::id)
        .collect(Collectors.toSet());
  }
}
