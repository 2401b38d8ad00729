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
 * The requests and replies of {@link ProtocolCalls} that are not values of the ports themselves.
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
   * Several posts. All jobs of one post are added or none; the posts are independent of each other.
   */
  public record AddBatch(List<List<Job>> posts) {
    public AddBatch {
      posts = posts.stream().map(List::copyOf).toList();
    }
  }

  /**
   * A job that is requested.
   *
   * @param session the board session of the executor that holds the job; administrators need none
   */
  public record JobRef(JobId job, @Nullable SessionRef session) {
    public JobRef(JobId job) {
      this(job, null);
    }
  }

  /** A running job, named by the claim under which it runs. */
  public record RunRef(SessionRef session, JobId job, long token) {}

  /** A job other than the running job. */
  public record OtherJobRef(RunRef run, JobId job) {}

  /**
   * A child job of the running job.
   *
   * @param name chosen by the client; a post with the same name is a repetition
   */
  public record ChildPost(String name, JobSpec spec) {}

  /**
   * Posts child jobs.
   *
   * @param keyed whether the names are keys, by which a later attempt finds the child jobs
   */
  public record PostChildren(RunRef run, List<ChildPost> children, boolean keyed) {
    public PostChildren {
      children = List.copyOf(children);
    }
  }

  /** The results of posts, in their order. */
  public record PostResults(List<PostResult> answers) {
    public PostResults {
      answers = List.copyOf(answers);
    }
  }

  /**
   * Posts a child job for whose end the running job waits.
   *
   * @param spec null if the child job reverts the flow of another child job
   * @param undone the child job whose flow is reverted
   * @param ofAuthor whether to post with the rights of the action's author instead of the job's
   *     owners; only effective for administrators
   */
  public record PostAwaitedChild(
      RunRef run, String key, @Nullable JobSpec spec, @Nullable JobId undone, boolean ofAuthor) {}

  public record SearchOthers(RunRef run, JobQuery query) {}

  /** An edit that started from the revision of the job. */
  public record EditOther(RunRef run, Job edited) {}

  /** The operations on a whole job. */
  public enum JobOperation {
    CANCEL,
    CANCEL_AND_REVERT,
    CONTINUE_FLOW,
    RETRY,
    RETRY_ONCE
  }

  /**
   * An operation on a job.
   *
   * @param from the atom from which a flow is continued, or null to revert the flow; or the key
   *     under which a job is retried once
   */
  public record OperateOnJob(
      RunRef run, JobId job, JobOperation operation, @Nullable String from) {}

  public record SignalOther(RunRef run, JobId job, String name, JsonNode value) {}

  public record DeleteOthers(RunRef run, Filter filter) {}

  public record FoundJob(@Nullable Job job) {
    /**
     * Returns the job after a write.
     *
     * @throws UnavailableException if the answer lacks it
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

  public record SearchReply(long count, List<Job> jobs, Map<String, JsonNode> aggregations) {
    public JobPage page() {
      return new JobPage(count, jobs, aggregations);
    }
  }

  /** Requests lines of a job's log. {@link JobRef} explains the board session. */
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
   * @param session the board session that holds the claim; administrators need none
   * @param repeated whether an earlier request, whose answer did not arrive, may have carried it
   *     out
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
   * Names a board session. Every call contains it, so that any server can continue the session.
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
   * The time for which a client may trust a lease or a term.
   *
   * @param millis counted from the moment at which the client sent the request
   */
  public record LeaseTrust(long millis) {

    /** Returns the time until a deadline. */
    public static LeaseTrust of(Deadline deadline, Clock clock) {
      return new LeaseTrust(deadline.remaining(clock).toMillis());
    }

    /**
     * Returns the deadline by the client's clock.
     *
     * @param startNanos when the client sent the request
     */
    public Deadline since(long startNanos) {
      return Deadline.after(startNanos, Duration.ofMillis(millis));
    }
  }

  public record RenewReply(List<JobId> ended, LeaseTrust trust) {}

  /**
   * Requests claims. The server grants only claims that the client admits according to this
   * request. The reply names the kinds and jobs for which the server does not know the client's
   * answer; the client then repeats the request.
   *
   * @param accepted actions and versions that the client accepts
   * @param rejected actions and versions that the client does not accept
   * @param admitted jobs with required capabilities that the client can run now
   * @param refused jobs that the client cannot run now, with the reason
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
   * The granted claims, and questions to the client.
   *
   * @param kinds actions and versions for which the client must answer whether it accepts them
   * @param jobs jobs for which the client must answer whether it can run them now; bounded
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

  /** The events that a client can wait for. */
  public enum LongPollTopic {
    /** There may be jobs to claim. */
    POSTINGS,
    /** A job that may be running was ended by a user or another process. */
    ENDED,
    /** There are new events in the history. */
    HISTORY
  }

  /**
   * Waits until the server's count for the topic is greater than the count that the client has
   * seen.
   *
   * @param seen the last count of each server that the client knows
   */
  public record LongPollRequest(LongPollTopic topic, Map<String, Long> seen, int waitMillis) {}

  /** How often the events of a topic have happened on one running server. */
  public record LongPollCount(String server, long count) {}

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
     * Returns the term, trusted from the moment of the request on.
     *
     * @param startNanos when the client sent the request
     */
    public Term since(long startNanos) {
      return new Term(name, contender, token, trust.since(startNanos));
    }
  }

  public record Terms(List<TermMessage> terms) {}

  /** The leaders by name. Names without a leader are left out. */
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
