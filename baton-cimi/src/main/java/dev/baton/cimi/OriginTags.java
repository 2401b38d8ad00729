// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cimi;

import dev.baton.access.Principals;
import dev.baton.filter.Filter;
import dev.baton.filter.Filter.Value;
import dev.baton.job.Job;
import dev.baton.job.JobOrigin;
import dev.baton.job.JobSpec;
import dev.baton.job.JobState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the origin of a job, and the fact that a bulk job is parked, in tags, because a CIMI server
 * has no attributes for them. The tag of a distribution counts only on jobs of administrators:
 * users may edit the tags of their own jobs, so they could invent such a tag.
 */
final class OriginTags {

  private static final Filter.Path TAGS = Filter.Path.of("tags");
  private static final Filter.Path PARKED = Filter.Path.of("parked");
  private static final Filter.Path DISTRIBUTION = Filter.Path.of("origin", "distribution");
  private static final Filter.Path OWNERS = Filter.Path.of("acl", "owners");
  private static final String DISTRIBUTION_TAG = "distribution/";
  private static final String CHILD_TAG = "child-key/";

  private OriginTags() {}

  /** Returns the tags of a new job, including the tags for its origin. */
  static List<String> of(Job job) {
    List<String> tags = new ArrayList<>(job.spec().tags());
    JobOrigin origin = job.origin();
    if (origin.distribution() != null) {
      tags.add(DISTRIBUTION_TAG + origin.distribution());
    }
    if (origin.childKey() != null) {
      tags.add(CHILD_TAG + origin.childKey());
    }
    return tags.stream().distinct().toList();
  }

  /**
   * Returns a job of the server with the origin that its tags name, and marked as parked if its
   * tags say so.
   */
  static Job read(Job job) {
    JobOrigin origin = job.origin();
    String key = rest(job, CHILD_TAG);
    if (key != null) {
      origin = origin.childUnder(key, false);
    }
    String distribution = rest(job, DISTRIBUTION_TAG);
    if (distribution != null && job.acl().owners().contains(Principals.ADMIN)) {
      origin = origin.postedBy(distribution);
    }
    boolean parked =
        job.state() == JobState.RUNNING
            && job.spec().action().startsWith(JobSpec.BULK_PREFIX)
            && job.spec().tags().contains(JobSpec.MONITOR_TAG);
    return job.withOrigin(origin).withStatus(job.status().toBuilder().parked(parked).build());
  }

  private static @Nullable String rest(Job job, String prefix) {
    return job.spec().tags().stream()
        .filter(tag -> tag.startsWith(prefix) && tag.length() > prefix.length())
        .map(tag -> tag.substring(prefix.length()))
        .findFirst()
        .orElse(null);
  }

  /**
   * Translates a condition on an attribute that the server does not have into a condition on tags.
   */
  static Filter translated(Filter filter) {
    return switch (filter) {
      case Filter.NotEqual not
          when not.path().equals(PARKED) && not.value() instanceof Value.Null ->
          Filter.equal(TAGS, JobSpec.MONITOR_TAG);
      case Filter.Equal equal
          when equal.path().equals(DISTRIBUTION) && equal.value() instanceof Value.Text name ->
          new Filter.All(
              List.of(
                  Filter.equal(TAGS, DISTRIBUTION_TAG + name.text()),
                  Filter.equal(OWNERS, Principals.ADMIN)));
      default -> filter;
    };
  }
}
