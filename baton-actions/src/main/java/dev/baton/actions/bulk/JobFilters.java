// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.bulk;

import dev.baton.filter.Filter;
import dev.baton.job.JobId;
import dev.baton.job.JobState;
import java.util.Collection;
import java.util.List;

/** Builds filters for jobs directly, without the parser of the filter language. */
final class JobFilters {

  private JobFilters() {}

  static Filter inStates(Collection<JobState> states) {
    List<Filter.Value> names =
        states.stream().<Filter.Value>map(state -> new Filter.Value.Text(state.name())).toList();
    return new Filter.In(Filter.Path.of("state"), names);
  }

  static Filter childrenOf(JobId parent) {
    return new Filter.Equal(Filter.Path.of("parent-job"), new Filter.Value.Text(parent.toString()));
  }

  static Filter childrenOf(JobId parent, Collection<JobState> states) {
    return new Filter.All(List.of(childrenOf(parent), inStates(states)));
  }
}
