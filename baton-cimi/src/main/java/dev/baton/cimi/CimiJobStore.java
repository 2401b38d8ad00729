// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cimi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.access.Right;
import dev.baton.board.ClaimTokens;
import dev.baton.error.ConflictException;
import dev.baton.error.ForbiddenException;
import dev.baton.error.LostClaimException;
import dev.baton.error.NotFoundException;
import dev.baton.error.UnavailableException;
import dev.baton.filter.Filter;
import dev.baton.httpclient.NotSentException;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobPage;
import dev.baton.job.JobQuery;
import dev.baton.job.JobSpec;
import dev.baton.job.JobState;
import dev.baton.job.JobStore;
import dev.baton.job.PostResult;
import dev.baton.job.RunWrite;
import dev.baton.service.Deadline;
import dev.baton.service.RetryIdempotentCalls;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Stores jobs on a CIMI server. ADR 22 states which promises of the port a CIMI server cannot keep.
 * Examples: several jobs are not posted in one transaction, and a check of the claim or of the
 * revision and the following write are not atomic.
 */
final class CimiJobStore implements JobStore {

  /** How long a post is repeated, if the request was certainly not sent. */
  private static final Duration FOR_POSTS = Duration.ofSeconds(30);

  private final CimiClient cimiClient;
  private final RetryIdempotentCalls retryIdempotentCalls;
  private final ClaimTokens claims;
  private final FreshRuns freshRuns;
  private final DeleteCimiJobs deletion;

  CimiJobStore(
      CimiClient cimiClient,
      RetryIdempotentCalls retryIdempotentCalls,
      ClaimTokens claims,
      FreshRuns freshRuns) {
    this.cimiClient = cimiClient;
    this.retryIdempotentCalls = retryIdempotentCalls;
    this.claims = claims;
    this.freshRuns = freshRuns;
    this.deletion = new DeleteCimiJobs(cimiClient, retryIdempotentCalls);
  }

  /** Derives the identity from the address, because the server has no other identity. */
  @Override
  public String identity() {
    byte[] endpoint = cimiClient.endpoint().getBytes(StandardCharsets.UTF_8);
    return UUID.nameUUIDFromBytes(endpoint).toString();
  }

  /** Posts one job after the other. The server assigns the ids. */
  @Override
  public List<PostResult> add(List<Job> jobs) {
    jobs.forEach(CimiJobWriter::check);
    List<PostResult> posted = new ArrayList<>();
    for (Job job : jobs) {
      Optional<JobId> same = job.spec().uniqueKey() == null ? Optional.empty() : same(job.spec());
      posted.add(
          same.map(id -> new PostResult(id, false))
              .orElseGet(() -> new PostResult(post(job), true)));
    }
    return posted;
  }

  /**
   * Finds an unfinished job that counts as the holder of the unique key, because a CIMI server has
   * no unique keys: a job with the same action and target, or, without a target, with the same
   * parent.
   */
  private Optional<JobId> same(JobSpec spec) {
    List<Filter> alike = new ArrayList<>();
    alike.add(Filter.equal(Filter.Path.of("action"), spec.action()));
    if (spec.target() != null) {
      alike.add(Filter.equal(Filter.Path.of("target-resource", "href"), spec.target().href()));
    } else if (spec.parent() != null) {
      alike.add(Filter.equal(Filter.Path.of("parent-job"), spec.parent().toString()));
    }
    alike.add(Filter.in(Filter.Path.of("state"), List.of(JobState.QUEUED, JobState.RUNNING)));
    return search(JobQuery.of(new Filter.All(alike), 1)).jobs().stream().map(Job::id).findFirst();
  }

  private JobId post(Job job) {
    ObjectNode document = CimiJobWriter.added(job);
    Deadline until = retryIdempotentCalls.deadlineAfter(FOR_POSTS);
    for (int failures = 1; ; failures++) {
      try {
        return cimiClient.add(document);
      } catch (UnavailableException e) {
        if (NotSentException.mayHaveArrived(e) || !retryIdempotentCalls.pause(failures, until)) {
          throw e;
        }
      }
    }
  }

  @Override
  public Optional<Job> find(JobId id) {
    return retryIdempotentCalls.call(() -> cimiClient.find(id)).map(CimiJobReader::read);
  }

  @Override
  public Job replace(Job edited) {
    CimiJobWriter.check(edited);
    JobId id = edited.id();
    Job stored = find(id).orElseThrow(() -> new NotFoundException(id + " not found"));
    if (stored.state().isFinal()) {
      throw new ConflictException("edit is not allowed in final state: " + id);
    }
    if (stored.revision() != edited.revision()) {
      throw new ConflictException(
          id + " was changed by another client after it was read; try again");
    }
    if (edited.state() == JobState.CANCELED) {
      // Calls the operation and does not edit the state, because at Nuvla the operation has further
      // effects.
      return canceled(id);
    }
    List<String> removed = new ArrayList<>();
    ObjectNode values = CimiJobWriter.changes(stored, edited, removed::add);
    return values.isEmpty() && removed.isEmpty()
        ? stored
        : CimiJobReader.read(cimiClient.edit(id, values, removed));
  }

  private Job canceled(JobId id) {
    try {
      cimiClient.operate(id, "cancel");
    } catch (ForbiddenException e) {
      throw new ConflictException(id + " cannot be cancelled: " + e.getMessage(), e);
    }
    return find(id).orElseThrow(() -> new NotFoundException(id + " not found"));
  }

  /**
   * Stores the write only if this process holds the claim and the job is RUNNING. The job is not
   * read again if this process made it RUNNING within {@link FreshRuns#CONFIRMED}. If the server
   * answers that a right is missing, throws {@link UnavailableException}, so that the executor
   * tries again: the right may be granted later, and then the result of the job is not lost.
   */
  @Override
  public void write(RunWrite write) {
    claims.check(write.job(), write.token());
    ObjectNode edit = CimiJobWriter.of(write);
    try {
      if (write instanceof RunWrite.Report) {
        report(write.job(), edit);
      } else {
        if (!freshRuns.isConfirmed(write.job())) {
          checkRunning(write.job());
        }
        // A repeated attempt after a failure reads the job.
        freshRuns.forget(write.job());
        cimiClient.edit(write.job(), edit, List.of());
        claims.end(write.job(), write.token());
      }
    } catch (ConflictException | NotFoundException e) {
      throw new LostClaimException(
          write.job() + " was ended or deleted by another client: " + e.getMessage(), e);
    } catch (ForbiddenException e) {
      throw new UnavailableException(String.valueOf(e.getMessage()), e);
    }
  }

  private void report(JobId job, ObjectNode edit) {
    if (!edit.isEmpty()) {
      cimiClient.edit(job, edit, List.of());
    }
  }

  private void checkRunning(JobId id) {
    ObjectNode document =
        cimiClient.find(id).orElseThrow(() -> new LostClaimException(id + " was deleted"));
    String state = document.path("state").asText();
    if (!state.equals(JobState.RUNNING.name())) {
      throw new LostClaimException(
          id + " is " + state + ", because another client changed it; expected RUNNING");
    }
  }

  @Override
  public boolean delete(JobId id) {
    return cimiClient.delete(id);
  }

  @Override
  public long deleteAll(Filter filter, @Nullable Set<String> deletableBy) {
    return deletableBy == null ? deletion.all(filter) : deletion.deletableBy(deletableBy, filter);
  }

  /**
   * Returns 0, because a CIMI server has no quotas that Baton could check. The server itself
   * accepts or rejects each post.
   */
  @Override
  public long countUnfinished(String owner) {
    return 0;
  }

  /**
   * Searches with the rights of this process, and then removes the jobs that the caller of the
   * query may not see. The count is only corrected by the removed jobs of this page, so for such a
   * caller it can be too large.
   */
  @Override
  public JobPage search(JobQuery query) {
    ObjectNode answer =
        retryIdempotentCalls.call(() -> cimiClient.search(SearchParameters.of(query)));
    List<Job> jobs = jobs(answer, cimiClient);
    Set<String> readers = query.visibleTo();
    List<Job> visible =
        readers == null
            ? jobs
            : jobs.stream().filter(job -> job.acl().gives(Right.VIEW_META, readers)).toList();
    long count = answer.path("count").asLong() - (jobs.size() - visible.size());
    return new JobPage(count, visible, SearchParameters.aggregations(answer, query));
  }

  /** Returns the jobs of an answer except those that cannot be read. */
  static List<Job> jobs(ObjectNode answer, CimiClient cimiClient) {
    List<Job> jobs = new ArrayList<>();
    for (JsonNode document : answer.path("resources")) {
      if (document instanceof ObjectNode object) {
        read(object, cimiClient).ifPresent(jobs::add);
      }
    }
    return jobs;
  }

  /** Reads the job of a document. Returns empty if the job cannot be read. */
  static Optional<Job> read(ObjectNode document, CimiClient cimiClient) {
    return cimiClient
        .unreadableJobs()
        .read(document.path("id").asText(), () -> CimiJobReader.read(document));
  }
}
