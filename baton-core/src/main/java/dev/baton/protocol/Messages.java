// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.board.Admission.ActionVersion;
import dev.baton.board.BoardSession;
import dev.baton.board.JobBoard;
import dev.baton.election.DistributionState;
import dev.baton.election.Term;
import dev.baton.error.InputBounds;
import dev.baton.error.UnavailableException;
import dev.baton.filter.Filter;
import dev.baton.job.Job;
import dev.baton.job.JobEvent;
import dev.baton.job.JobId;
import dev.baton.job.JobLog;
import dev.baton.job.JobPage;
import dev.baton.job.JobQuery;
import dev.baton.job.JobSpec;
import dev.baton.job.PostResult;
import dev.baton.logbook.FlowTransition;
import dev.baton.logbook.Logbook;
import dev.baton.member.ActionInfo;
import dev.baton.member.KnownAction;
import dev.baton.member.Member;
import dev.baton.member.MemberRegistry;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The requests and replies of {@link ProtocolCalls} for which the ports have no type of their own.
 */
public final class Messages {

  private Messages() {}

  public record EmptyMessage() {}

  public record TextMessage(String text) {}

  public record OptionalTextMessage(@Nullable String text) {}

  public record CountReply(long count) {}

  public record FlagReply(boolean flag) {}

  public record MomentReply(@Nullable Instant at) {}

  public record ElectionNames(List<String> names) {
    public ElectionNames {
      names = List.copyOf(names);
    }
  }

  /** The results of the items of a batch, in their order. */
  public record CallResults(List<CallResult> outcomes) {
    public CallResults {
      outcomes = List.copyOf(outcomes);
    }
  }

  /**
   * A batch of posts. The jobs of one post are added together or not at all; the posts are
   * independent of each other.
   */
  public record AddBatch(List<List<Job>> posts) {
    public AddBatch {
      posts = posts.stream().map(List::copyOf).toList();
    }
  }

  /**
   * Names the job that a call is about.
   *
   * @param session the board session of the executor that holds the job; null if the caller is an
   *     administrator
   */
  public record JobRef(JobId job, @Nullable SessionRef session) {
    public JobRef(JobId job) {
      this(job, null);
    }
  }

  /** Names a running job by the claim under which it runs. */
  public record RunRef(SessionRef session, JobId job, long token) {}

  /**
   * Names a job that the action of a running job wants to read or change.
   *
   * @param run the running job
   * @param job the other job
   */
  public record OtherJobRef(RunRef run, JobId job) {}

  /**
   * One child job to post.
   *
   * @param name chosen by the remote executor; a second post with the same name posts nothing
   */
  public record ChildPost(String name, JobSpec spec) {}

  /**
   * Posts child jobs of a running job.
   *
   * @param keyed whether the names are keys, by which a later attempt of the running job finds the
   *     child jobs
   */
  public record PostChildren(RunRef run, List<ChildPost> children, boolean keyed) {
    public PostChildren {
      children = List.copyOf(children);
    }
  }

  /** The results of the posted jobs, in the order of the request. */
  public record PostResults(List<PostResult> answers) {
    public PostResults {
      answers = List.copyOf(answers);
    }
  }

  /**
   * Posts a child job for whose end the running job waits.
   *
   * @param spec null if the child job reverts the flow of another child job
   * @param undone the child job whose flow the new child job reverts; null if {@code spec} is
   *     present
   * @param ofAuthor whether an action that is only for administrators may be posted although the
   *     owners of the running job are not administrators; ignored unless the executor is an
   *     administrator
   */
  public record PostAwaitedChild(
      RunRef run, String key, @Nullable JobSpec spec, @Nullable JobId undone, boolean ofAuthor) {}

  public record SearchOthers(RunRef run, JobQuery query) {}

  /**
   * An edit of a job by the action of a running job.
   *
   * @param run the running job
   * @param edited the job after the edit; its revision is the revision from which the edit started
   */
  public record EditOther(RunRef run, Job edited) {}

  /** The operations of {@link OperateOnJob}. */
  public enum JobOperation {
    CANCEL,
    CANCEL_AND_REVERT,
    CONTINUE_FLOW,
    RETRY,
    RETRY_ONCE
  }

  /**
   * An operation of a running job on another job.
   *
   * @param from for CONTINUE_FLOW, the atom from which the flow is continued, or null to revert the
   *     flow; for RETRY_ONCE, the key; null for the other operations
   */
  public record OperateOnJob(
      RunRef run, JobId job, JobOperation operation, @Nullable String from) {}

  public record SignalOther(RunRef run, JobId job, String name, JsonNode value) {}

  public record DeleteOthers(RunRef run, Filter filter) {}

  public record FoundJob(@Nullable Job job) {
    /**
     * Returns the job as the server stored it.
     *
     * @param id the id for the message
     * @throws UnavailableException if the answer contains no job
     */
    public Job stored(JobId id) {
      if (job == null) {
        throw new UnavailableException("the answer of the server lacks the stored form of " + id);
      }
      return job;
    }
  }

  public record DeleteAll(Filter filter, @Nullable Set<String> deletableBy) {}

  public record SearchJobsRequest(JobQuery query) {}

  public record SearchReply(
      long count, List<Job> jobs, Map<String, JsonNode> aggregations, boolean complete) {

    public static SearchReply of(JobPage page) {
      return new SearchReply(page.count(), page.jobs(), page.aggregations(), page.complete());
    }

    public JobPage page() {
      return new JobPage(count, jobs, aggregations, complete);
    }
  }

  /** Requests lines of a job's log. For the session, see {@link JobRef}. */
  public record ReadLog(JobId job, long after, int limit, @Nullable SessionRef session) {
    public ReadLog {
      InputBounds.number("limit", limit, 0, Integer.MAX_VALUE);
    }
  }

  /** Requests the mark of the last line whose mark starts with the prefix. */
  public record LastMarkRequest(JobId job, String prefix, @Nullable SessionRef session) {}

  public record LogLineList(List<JobLog.NumberedLine> lines) {}

  public record EventsAfter(long number, int limit) {
    public EventsAfter {
      InputBounds.number("limit", limit, 0, Integer.MAX_VALUE);
    }
  }

  public record JobEvents(List<JobEvent> events) {}

  /**
   * One claim write of an executor.
   *
   * @param session the board session that holds the claim; null if the caller is an administrator
   * @param repeated whether the same write was sent before and its answer did not arrive, so that
   *     it may already be stored
   */
  public record ClaimWriteRequest(
      @Nullable SessionRef session, boolean repeated, ClaimWriteItem item) {
    public ClaimWriteRequest {
      Objects.requireNonNull(item, "item");
    }
  }

  public record ClaimWriteRequests(List<ClaimWriteRequest> items) {
    public ClaimWriteRequests {
      items = List.copyOf(items);
    }
  }

  /**
   * Names a board session. Each call for the session contains this reference, so that any server
   * can answer the call.
   *
   * @param secret chosen at random by the client, so that another caller cannot use the session
   */
  public record SessionRef(String secret, String owner, Duration lease) {
    @Override
    public String toString() {
      return "SessionRef[owner=" + owner + ", lease=" + lease + "]";
    }
  }

  public record FoundLogbook(@Nullable Logbook logbook) {}

  public record ReadFlowTransitions(
      JobId job, int offset, int limit, @Nullable SessionRef session) {}

  public record FlowTransitionList(List<FlowTransition> steps) {}

  /**
   * How long a client may rely on a lease or a term.
   *
   * @param millis the duration in milliseconds, counted from the moment at which the client sent
   *     the request
   */
  public record LeaseTrust(long millis) {

    /** Returns the time that remains until a deadline on the clock of the server. */
    public static LeaseTrust of(Deadline deadline, Clock clock) {
      return new LeaseTrust(deadline.remaining(clock).toMillis());
    }

    /**
     * Returns the deadline on the clock of the client.
     *
     * @param startNanos the reading of {@link Clock#nanos()} before the client sent the request
     */
    public Deadline since(long startNanos) {
      return Deadline.after(startNanos, Duration.ofMillis(millis));
    }
  }

  public record RenewReply(List<JobId> ended, LeaseTrust trust) {}

  /**
   * Requests claims for a remote executor, with its admission answers. The server grants only
   * claims that these answers allow. The reply names the kinds and jobs for which an answer is
   * missing. The executor then decides about them and sends the request again.
   *
   * @param accepted actions and versions that the executor accepts
   * @param rejected actions and versions that the executor does not accept
   * @param admitted ids of jobs with required capabilities that the executor can run now
   * @param refused the reason for each job that the executor cannot run now, by the id of the job
   */
  public record ClaimRequest(
      SessionRef session,
      int max,
      Set<ActionVersion> accepted,
      Set<ActionVersion> rejected,
      Set<JobId> admitted,
      Map<String, String> refused) {
    public ClaimRequest {
      InputBounds.number("max", max, 0, Integer.MAX_VALUE);
    }
  }

  /**
   * The granted claims, and the admission answers that the server lacks.
   *
   * @param kinds actions and versions for which the server does not know whether the executor
   *     accepts them
   * @param jobs jobs for which the server does not know whether the executor can run them now; a
   *     limited number
   */
  public record ClaimReply(
      List<GrantedClaim> claims, List<ActionVersion> kinds, List<MaybeReadableJob> jobs) {}

  public record GrantedClaim(MaybeReadableJob job, boolean resumed) {}

  public record HeldClaimsReply(List<BoardSession.ClaimRef> held) {}

  public record PageRequest(int offset, int limit) {
    public PageRequest {
      InputBounds.number("offset", offset, 0, Integer.MAX_VALUE);
      InputBounds.number("limit", limit, 0, Integer.MAX_VALUE);
    }
  }

  public record BoardPostings(List<JobBoard.Posting> postings) {}

  public record ReconcileReply(JobBoard.Reconciliation done) {}

  /** The kinds of changes that a client can wait for by a long poll. */
  public enum LongPollTopic {
    /** There may be jobs to claim. */
    POSTINGS,
    /** A user or another process ended a job that an executor may be running. */
    ENDED,
    /** There are new events in the history. */
    HISTORY,
    /** An operator may have sent a question to a member. */
    QUESTIONS
  }

  /**
   * Waits until the server has counted more changes of the topic than the client has seen.
   *
   * @param seen the last {@link LongPollCount#count()} that the client received from each server,
   *     by {@link LongPollCount#server()}
   * @param waitMillis the time limit in milliseconds, after which the server answers anyway
   */
  public record LongPollRequest(LongPollTopic topic, Map<String, Long> seen, int waitMillis) {}

  /**
   * The number of changes of a topic since a server started.
   *
   * @param server the id of this run of the server; a restarted server has another id
   */
  public record LongPollCount(String server, long count) {}

  /**
   * Waits like a long poll, for postings, ended jobs and questions, and keeps members alive in the
   * member registry, as a heartbeat with an unchanged description does. Nothing else need be sent
   * for an executor without jobs.
   *
   * @param seen the last counts that the client received from each server, by {@link
   *     StandByReply#server()}
   * @param members ids of members whose description has not changed since their last {@link
   *     Heartbeat}
   * @param waitMillis the time limit in milliseconds, after which the server answers anyway
   * @param checkMillis how often the server checks that the client is still connected, in
   *     milliseconds. If it is not, and does not call again within that time, the server removes
   *     the members from the member registry
   */
  public record StandByRequest(
      Map<String, Map<LongPollTopic, Long>> seen,
      Set<String> members,
      int waitMillis,
      int checkMillis) {
    public StandByRequest {
      InputBounds.number("number of members", members.size(), 0, Protocol.MAX_ITEMS);
      InputBounds.number("waitMillis", waitMillis, 0, Integer.MAX_VALUE);
      InputBounds.number("checkMillis", checkMillis, 100, Integer.MAX_VALUE);
    }
  }

  /**
   * The answer to a {@link StandByRequest}.
   *
   * @param server the id of this run of the server; a restarted server has another id
   * @param counts the number of changes of each topic since the server started
   * @param questions the unanswered questions, by the id of the member
   * @param unknown the ids of members whose description this server does not have, so that the
   *     client must send a heartbeat
   */
  public record StandByReply(
      String server,
      Map<LongPollTopic, Long> counts,
      Map<String, List<MemberRegistry.Question>> questions,
      Set<String> unknown) {}

  public record Contend(List<String> names, String contender, Duration lease) {
    public Contend {
      InputBounds.duration("lease", lease, Duration.ofMillis(1), InputBounds.LONGEST_DURATION);
    }
  }

  public record TermMessage(String name, String contender, long token, LeaseTrust trust) {
    public static TermMessage of(Term term, Clock clock) {
      return new TermMessage(
          term.name(), term.contender(), term.token(), LeaseTrust.of(term.trustedUntil(), clock));
    }

    /**
     * Returns the term. Its {@code trustedUntil} is counted from the moment at which the client
     * sent the request.
     *
     * @param startNanos the reading of {@link Clock#nanos()} at that moment
     */
    public Term since(long startNanos) {
      return new Term(name, contender, token, trust.since(startNanos));
    }
  }

  public record Terms(List<TermMessage> terms) {}

  /** The leaders by the name of the election. Names without a leader are left out. */
  public record Leaders(Map<String, @Nullable String> leaders) {}

  public record DistributionStates(List<DistributionState> states) {}

  public record SaveDistributionState(DistributionState state, TermMessage term) {}

  public record Heartbeat(Member member) {}

  public record Questions(List<MemberRegistry.Question> questions) {}

  public record MembersRequest(Duration within) {
    public MembersRequest {
      InputBounds.duration("within", within, Duration.ZERO, InputBounds.LONGEST_DURATION);
    }
  }

  public record MemberList(List<Member> members) {}

  public record KnownActionList(List<KnownAction> actions) {}

  public record ProvideActions(String by, List<ActionInfo> actions) {}

  public record PostQuestion(String member, String subject) {}

  public record AnswerQuestion(String question, String text) {}
}
