// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jobservice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.access.Acl;
import dev.baton.access.Caller;
import dev.baton.access.MissingRights;
import dev.baton.access.Right;
import dev.baton.error.ConflictException;
import dev.baton.error.ForbiddenException;
import dev.baton.error.NotFoundException;
import dev.baton.error.UnreadableException;
import dev.baton.filter.Filter;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobOrigin;
import dev.baton.job.JobPage;
import dev.baton.job.JobQuery;
import dev.baton.job.JobSpec;
import dev.baton.job.JobState;
import dev.baton.job.JobStore;
import dev.baton.job.Jobs;
import dev.baton.job.PostResult;
import dev.baton.job.Priority;
import dev.baton.job.ResourceRef;
import dev.baton.job.Timestamps;
import dev.baton.service.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads and changes jobs with the rights of one caller. */
sealed class CallerJobService implements Jobs permits RunJobService {
  /**
   * The maximum number of tries to write a job. A try fails if another writer changes the job at
   * the same time. If all tries fail, the call fails.
   */
  private static final int MAX_TRIES = 20;

  private static final String CANCEL_CHILDREN = "cancel_children_jobs";

  private static final Logger LOG = LoggerFactory.getLogger(CallerJobService.class);

  private final JobStore store;
  private final PostJobs postJobs;
  private final Clock clock;
  private final Caller caller;

  CallerJobService(JobStore store, PostJobs postJobs, Clock clock, Caller caller) {
    this.store = store;
    this.postJobs = postJobs;
    this.clock = clock;
    this.caller = caller;
  }

  @Override
  public List<PostResult> post(List<JobSpec> specs) {
    return postJobs.post(specs.stream().map(JobRequest::of).toList());
  }

  @Override
  public Optional<Job> find(JobId id) {
    return store.find(id).filter(this::maySee);
  }

  Optional<Job> stored(JobId id) {
    return store.find(id);
  }

  boolean maySee(Job job) {
    return caller.may(Right.VIEW_META, job.acl());
  }

  @Override
  public JobPage search(JobQuery query) {
    return store.search(visible(query));
  }

  @Override
  public JobPage search(JobQuery query, Consumer<Job> visitor) {
    return store.search(visible(query), visitor);
  }

  private JobQuery visible(JobQuery query) {
    PostJobs.checkLoggedIn(caller);
    return query.visibleTo(scope());
  }

  @Override
  public Job edit(JobId id, UnaryOperator<Job> edit) {
    Job edited =
        rewrite(
            id,
            stored -> {
              require(Right.EDIT_META, stored);
              return new JobEdit(stored, caller, clock.now(), postJobs::checkEdited).apply(edit);
            });
    notifyParent(edited);
    return edited;
  }

  /**
   * Cancels the job in several writes. If a write fails after the first write succeeded, the caller
   * may call this method again; then it makes the remaining writes.
   */
  @Override
  public Job cancel(JobId id) {
    return cancel(id, this::cancelled);
  }

  private Job cancel(JobId id, UnaryOperator<Job> change) {
    Job before = existing(id);
    boolean repeats = before.state() == JobState.CANCELED && hasLiveChildren(before);
    Job changed = repeats ? require(Right.MANAGE, before) : rewrite(id, change);
    if (changed.state() == JobState.CANCELED && isBulk(changed)) {
      cancelChildren(changed);
    }
    notifyParent(changed);
    return changed;
  }

  private static boolean isBulk(Job job) {
    return job.spec().action().startsWith(JobSpec.BULK_PREFIX);
  }

  private boolean hasLiveChildren(Job job) {
    Filter children = Filter.equal(Filter.Path.of("parent-job"), job.id().toString());
    Filter live = Filter.in(Filter.Path.of("state"), List.of(JobState.QUEUED, JobState.RUNNING));
    JobQuery query = JobQuery.of(new Filter.All(List.of(children, live)), 0);
    return isBulk(job) && store.search(query).count() > 0;
  }

  /**
   * Posts a job that cancels the children of a bulk job, unless an earlier such job is not final.
   */
  private void cancelChildren(Job parent) {
    JobSpec spec =
        JobSpec.builder(CANCEL_CHILDREN)
            .target(ResourceRef.of(parent.id().toString()))
            .priority(new Priority(10))
            .payload(endingInOrder())
            .uniqueKey(CANCEL_CHILDREN + "/" + parent.id().uuid())
            .build();
    postJobs.postInternal(spec, parent, CANCEL_CHILDREN);
  }

  /**
   * Returns the payload of the job that cancels the children. It lists the actions that handle a
   * cancel themselves, because the executor of that job may not know the actions of the children.
   */
  private String endingInOrder() {
    ObjectNode payload = JsonNodeFactory.instance.objectNode();
    ArrayNode actions = payload.putArray("revertedActions");
    postJobs.actionsThatHandleCancel().stream().sorted().forEach(actions::add);
    return payload.toString();
  }

  private void notifyParent(Job job) {
    if (job.state().isFinal()) {
      notifyParentOfEnd(job);
    }
  }

  /**
   * Signals the end of the job to its parent. A failure is only logged, because a flow that waits
   * for the job also polls for its end; without the signal it only continues later.
   */
  private void notifyParentOfEnd(Job job) {
    try {
      new AwaitedChildJobs(store, clock).notifyParent(job);
    } catch (RuntimeException e) {
      LOG.debug(
          "job could not tell its parent that it ended; the parent asks later: job={}",
          job.id(),
          e);
    }
  }

  @Override
  public Job cancelAndRevert(JobId id) {
    return cancel(id, this::cancelOrSignal);
  }

  /**
   * Cancels a job that was never started, and sends a cancel signal to any other job, which may
   * have to revert its flow. The decision uses the same revision of the job that the write
   * replaces, because an executor may start the job at any time.
   */
  private Job cancelOrSignal(Job stored) {
    if (stored.status().attempt() == 0) {
      return cancelled(stored);
    }
    require(Right.MANAGE, stored);
    checkNotFinal("cancel", stored);
    ObjectNode request =
        JsonNodeFactory.instance
            .objectNode()
            .put("by", caller.userId())
            .put("at", Timestamps.write(clock.now()));
    return JobEdit.by(
        caller, JobSignal.withReservedSignal(stored, CANCEL_SIGNAL, request, clock.now()));
  }

  @Override
  public Job continueFlow(JobId id, @Nullable String from) {
    Job job = require(Right.MANAGE, existing(id));
    if (!job.state().isFinal()) {
      throw new ConflictException(
          id + " is " + job.state() + "; only the flow of a final job can be continued");
    }
    ObjectNode message = JsonNodeFactory.instance.objectNode().put("job", id.toString());
    if (from != null) {
      message.put("from", from);
    }
    return existing(
        postCopy(job, JobId.create(clock.now()), new TreeMap<>(Map.of(CONTINUE_SIGNAL, message)))
            .id());
  }

  @Override
  public Job retry(JobId id) {
    return retry(id, JobId.create(clock.now()));
  }

  @Override
  public Job retryOnce(JobId id, String key) {
    JobId copy = JobId.named("retry/" + key + "/" + id);
    Optional<Job> earlier = store.find(copy);
    return earlier.isPresent() ? require(Right.MANAGE, earlier.get()) : retry(id, copy);
  }

  private Job retry(JobId id, JobId copy) {
    Job job = require(Right.MANAGE, existing(id));
    return switch (job.state()) {
      case QUEUED -> rewrite(id, this::dueNow);
      case RUNNING ->
          throw new ConflictException(
              id + " is RUNNING; only a job that waits or is final can be retried");
      case SUCCESS, FAILED, CANCELED -> existing(postCopy(job, copy, new TreeMap<>()).id());
    };
  }

  @Override
  public Job signal(JobId id, String name, JsonNode value) {
    JobSignal jobSignal = new JobSignal(name, value);
    return rewrite(
        id,
        stored -> {
          require(Right.MANAGE, stored);
          checkNotFinal("signal", stored);
          return JobEdit.by(caller, jobSignal.sentTo(stored, clock.now()));
        });
  }

  @Override
  public void delete(JobId id) {
    Optional<Job> job = caller.isAdmin() ? readable(id) : Optional.of(existing(id));
    job.ifPresent(one -> require(Right.DELETE, one));
    if (!store.delete(id)) {
      throw notFound(id);
    }
    job.ifPresent(this::notifyParentOfEnd);
  }

  /**
   * Returns the job; empty if it does not exist or cannot be read. An administrator may delete a
   * job that cannot be read.
   */
  private Optional<Job> readable(JobId id) {
    try {
      return store.find(id);
    } catch (UnreadableException e) {
      return Optional.empty();
    }
  }

  @Override
  public long deleteAll(Filter filter) {
    PostJobs.checkLoggedIn(caller);
    return store.deleteAll(filter, scope());
  }

  /**
   * Reads, changes and writes a job. If another writer changed the job in between, reads it again
   * and repeats the change.
   */
  private Job rewrite(JobId id, UnaryOperator<Job> change) {
    for (int tries = 1; ; tries++) {
      Job stored = existing(id);
      try {
        return store.replace(change.apply(stored));
      } catch (ConflictException e) {
        if (tries == MAX_TRIES || existing(id).revision() == stored.revision()) {
          throw e;
        }
      }
    }
  }

  private Job cancelled(Job stored) {
    require(Right.MANAGE, stored);
    checkNotFinal("cancel", stored);
    return JobEdit.by(caller, JobEdit.inState(stored, JobState.CANCELED, clock.now()));
  }

  private static void checkNotFinal(String operation, Job stored) {
    if (stored.state().isFinal()) {
      throw new ForbiddenException(
          "operation '"
              + operation
              + "' is not allowed for '"
              + stored.id()
              + "' in state "
              + stored.state()
              + " (allowed: QUEUED, RUNNING)");
    }
  }

  private Job dueNow(Job stored) {
    if (stored.state() != JobState.QUEUED) {
      throw new ConflictException(
          stored.id() + " is now " + stored.state() + "; only a QUEUED job can be made due");
    }
    // The present time and not null: a store keeps a given time, but replaces null by a time that
    // the store computes.
    JobSpec spec = stored.spec().toBuilder().notBefore(clock.now()).build();
    return JobEdit.by(caller, stored.withSpec(spec));
  }

  private PostResult postCopy(Job job, JobId id, SortedMap<String, JsonNode> signals) {
    require(Right.VIEW_DATA, job);
    JobSpec copy = job.spec().toBuilder().notBefore(null).tags(tagsOfCopy(job)).build();
    boolean isOwner = JobOwners.includes(job.acl(), caller);
    Acl acl = isOwner ? job.acl() : Acl.ownedBy(caller.activeClaim());
    return postJobs.postCopy(id, copy, acl, originOfCopy(job, acl, isOwner), signals);
  }

  /**
   * Returns the origin of the copy of a job. Only a copy that an owner of the job posts keeps the
   * distribution, and with it the namespace of the unique key. The copy of a job that Baton itself
   * posted belongs to the user who requests the copy.
   */
  private JobOrigin originOfCopy(Job job, Acl acl, boolean isOwner) {
    String preferred = isOwner ? job.origin().owner() : postJobs.account();
    JobOrigin origin = JobOrigin.of(JobOwners.accountOf(acl, preferred)).copyOf(job.id(), poster());
    String distribution = job.origin().distribution();
    return isOwner && distribution != null && !job.origin().isOwnWork()
        ? origin.postedBy(distribution)
        : origin;
  }

  /** Returns the job whose action uses this object; null if a user does. */
  @Nullable JobId poster() {
    return null;
  }

  /** Returns the job's tags without those that a board or the monitor of a bulk job added. */
  private static List<String> tagsOfCopy(Job job) {
    return job.spec().tags().stream()
        .filter(tag -> !tag.startsWith("/job/entries/"))
        .filter(tag -> !tag.equals(JobSpec.MONITOR_TAG))
        .toList();
  }

  private Job existing(JobId id) {
    return store.find(id).orElseThrow(() -> notFound(id));
  }

  private Job require(Right right, Job job) {
    if (!caller.may(right, job.acl())) {
      throw MissingRights.of(caller, right, job.id().toString());
    }
    return job;
  }

  private @Nullable Set<String> scope() {
    return caller.isAdmin() ? null : caller.claims();
  }

  private static NotFoundException notFound(JobId id) {
    return new NotFoundException(id + " not found");
  }
}
