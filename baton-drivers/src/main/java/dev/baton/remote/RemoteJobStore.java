// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import dev.baton.error.UnavailableException;
import dev.baton.filter.Filter;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobPage;
import dev.baton.job.JobQuery;
import dev.baton.job.JobStore;
import dev.baton.job.Posted;
import dev.baton.job.RunWrite;
import dev.baton.service.Retry;
import dev.baton.wire.Calls;
import dev.baton.wire.Forms;
import dev.baton.wire.WorkItem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

final class RemoteJobStore implements JobStore {

  /** Removing millions takes its time. */
  private static final Duration DELETE_TIMEOUT = Duration.ofMinutes(10);

  private static final Duration SEARCH_TIMEOUT = Duration.ofMinutes(1);

  private final Http http;
  private final Retry retry;
  private final PostQueue posts;
  private final WorkQueue work;
  private final Stays stays;
  // Asked for once; written by any thread.
  private volatile @Nullable String identity;

  RemoteJobStore(Http http, Retry retry, PostQueue posts, WorkQueue work, Stays stays) {
    this.stays = stays;
    this.http = http;
    this.retry = retry;
    this.posts = posts;
    this.work = work;
  }

  @Override
  public String identity() {
    String known = identity;
    if (known == null) {
      known = retry.harmless(() -> http.call(Calls.STORE_IDENTITY, new Forms.Nothing()).text());
      identity = known;
    }
    return known;
  }

  @Override
  public List<Posted> add(List<Job> jobs) {
    return jobs.isEmpty() ? List.of() : posts.add(jobs);
  }

  @Override
  public Optional<Job> find(JobId id) {
    Forms.JobRef request = new Forms.JobRef(id, stays.holding(id));
    return retry.harmless(() -> Optional.ofNullable(http.call(Calls.FIND, request).job()));
  }

  /** Not repeated: a second one would meet the revision that the first one made. */
  @Override
  public Job replace(Job edited) {
    Job stored = http.call(Calls.REPLACE, new Forms.FoundJob(edited)).job();
    if (stored == null) {
      throw new UnavailableException("the server did not say how " + edited.id() + " is stored");
    }
    return stored;
  }

  @Override
  public void write(RunWrite write) {
    work.carryOut(new WorkItem.Write(write), write.token());
  }

  @Override
  public boolean delete(JobId id) {
    return http.call(Calls.DELETE, new Forms.JobRef(id)).flag();
  }

  @Override
  public long deleteAll(Filter filter, @Nullable Set<String> deletableBy) {
    Forms.DeleteAll request = new Forms.DeleteAll(filter, deletableBy);
    return http.call(Calls.DELETE_ALL, request, DELETE_TIMEOUT).count();
  }

  @Override
  public long unfinished(String owner) {
    return retry.harmless(() -> http.call(Calls.UNFINISHED, new Forms.Text(owner)).count());
  }

  @Override
  public JobPage search(JobQuery query) {
    Forms.Page page =
        retry.harmless(() -> http.call(Calls.SEARCH, new Forms.Search(query), SEARCH_TIMEOUT));
    return new JobPage(page.count(), page.jobs(), page.aggregations());
  }
}
