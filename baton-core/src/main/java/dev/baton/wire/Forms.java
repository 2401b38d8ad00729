// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.board.Admission.Kind;
import dev.baton.board.Claims;
import dev.baton.board.JobBoard;
import dev.baton.distributor.DistributionState;
import dev.baton.election.Term;
import dev.baton.error.Bounds;
import dev.baton.executor.Member;
import dev.baton.executor.Roster;
import dev.baton.filter.Filter;
import dev.baton.job.Job;
import dev.baton.job.JobEvent;
import dev.baton.job.JobId;
import dev.baton.job.JobLog;
import dev.baton.job.JobQuery;
import dev.baton.job.JobSpec;
import dev.baton.job.Posted;
import dev.baton.logbook.FlowTransition;
import dev.baton.logbook.Logbook;
import dev.baton.plugin.ActionInfo;
import dev.baton.plugin.KnownAction;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The requests and replies of {@link Calls} that are no values of the ports themselves. */
public final class Forms {

  private Forms() {}

  public record Nothing() {}

  public record Text(String text) {}

  public record OptionalText(@Nullable String text) {}

  public record Count(long count) {}

  public record Flag(boolean flag) {}

  public record Moment(@Nullable Instant at) {}

  public record Names(List<String> names) {
    public Names {
      names = List.copyOf(names);
    }
  }

  /** The outcomes of the items of a batch, in their order. */
  public record Outcomes(List<Outcome> outcomes) {
    public Outcomes {
      outcomes = List.copyOf(outcomes);
    }
  }

  /** Posts; each is all or none, together they are not. */
  public record AddBatch(List<List<Job>> posts) {
    public AddBatch {
      posts = posts.stream().map(List::copyOf).toList();
    }
  }

  /**
   * A job that is asked for.
   *
   * @param stay of the executor that holds the job; administrators need none
   */
  public record JobRef(JobId job, @Nullable Stay stay) {
    public JobRef(JobId job) {
      this(job, null);
    }
  }

  /** A job that runs, by the claim under which it does. */
  public record Run(Stay stay, JobId job, long token) {}

  /** A job other than the one that runs. */
  public record OtherJob(Run run, JobId job) {}

  /**
   * Children of the job that runs.
   *
   * @param name chosen by the client: a post under the same name is a repetition
   */
  public record Child(String name, JobSpec spec) {}

  /**
   * Posts children.
   *
   * @param keyed whether the names are keys, by which a later attempt finds the children
   */
  public record PostChildren(Run run, List<Child> children, boolean keyed) {
    public PostChildren {
      children = List.copyOf(children);
    }
  }

  /** Answers to posts, in their order. */
  public record Answers(List<Posted> answers) {
    public Answers {
      answers = List.copyOf(answers);
    }
  }

  /**
   * Posts a child whose end the job waits for.
   *
   * @param spec null where the child undoes what another one did
   * @param undone the child whose flow is undone
   * @param ofAuthor whether the author of the action asks, not the poster of the job; counts for
   *     administrators only
   */
  public record PostAwaited(
      Run run, String key, @Nullable JobSpec spec, @Nullable JobId undone, boolean ofAuthor) {}

  public record SearchOthers(Run run, JobQuery query) {}

  /** An edit that started from the revision of the job. */
  public record EditOther(Run run, Job edited) {}

  /** What is done to a job as a whole. */
  public enum Operation {
    CANCEL,
    CANCEL_AND_REVERT,
    CONTINUE_FLOW,
    RETRY,
    RETRY_ONCE
  }

  /**
   * An operation.
   *
   * @param from the atom from which a flow is continued, null to revert it; or the key under which
   *     a job is retried once
   */
  public record Operate(Run run, JobId job, Operation operation, @Nullable String from) {}

  public record SignalOther(Run run, JobId job, String name, JsonNode value) {}

  public record DeleteOthers(Run run, Filter filter) {}

  public record FoundJob(@Nullable Job job) {}

  public record DeleteAll(Filter filter, @Nullable Set<String> deletableBy) {}

  public record Search(JobQuery query) {}

  public record Page(long count, List<Job> jobs, Map<String, JsonNode> aggregations) {}

  /** Lines of a job; see {@link JobRef} for the stay. */
  public record ReadLog(JobId job, long after, int limit, @Nullable Stay stay) {
    public ReadLog {
      Bounds.number("limit", limit, 0, Integer.MAX_VALUE);
    }
  }

  /** Asks for the last line whose mark begins so. */
  public record MarkedLine(JobId job, String prefix, @Nullable Stay stay) {}

  public record LogLines(List<JobLog.Numbered> lines) {}

  public record EventsAfter(long number, int limit) {
    public EventsAfter {
      Bounds.number("limit", limit, 0, Integer.MAX_VALUE);
    }
  }

  public record Events(List<JobEvent> events) {}

  /**
   * Something that the holder of a claim wants done.
   *
   * @param stay that holds the claim; administrators need none
   * @param repeated whether an earlier request, whose answer is missing, may have carried it out
   */
  public record Work(@Nullable Stay stay, boolean repeated, WorkItem item) {
    public Work {
      Objects.requireNonNull(item, "item");
    }
  }

  public record WorkBatch(List<Work> items) {
    public WorkBatch {
      items = List.copyOf(items);
    }
  }

  /**
   * A stay at the board, named with every call, so that any server can take it up.
   *
   * @param secret chosen at random by the client; another caller cannot use it
   */
  public record Stay(String secret, String owner, Duration lease) {
    @Override
    public String toString() {
      return "Stay[owner=" + owner + ", lease=" + lease + "]";
    }
  }

  public record FoundLogbook(@Nullable Logbook logbook) {}

  public record ReadSteps(JobId job, int offset, int limit, @Nullable Stay stay) {}

  public record FlowSteps(List<FlowTransition> steps) {}

  /**
   * A lease as the client may trust it.
   *
   * @param millis from the moment at which the client sent the request
   */
  public record Trust(long millis) {

    /** What is left of a deadline. */
    public static Trust of(Deadline deadline, Clock clock) {
      return new Trust(deadline.remaining(clock).toMillis());
    }

    /** The deadline by the client's clock. */
    public Deadline since(long startNanos) {
      return Deadline.after(startNanos, Duration.ofMillis(millis));
    }
  }

  public record Renewed(List<JobId> ended, Trust trust) {}

  /**
   * Asks for claims. The server grants only what the client has said that it admits; what it does
   * not know yet it answers with, to be asked again.
   *
   * @param accepted kinds that the client accepts
   * @param rejected kinds that it does not
   * @param admitted jobs with requirements that it can run now
   * @param refused jobs that it cannot run now, with the reason
   */
  public record AskClaims(
      Stay stay,
      int max,
      Set<Kind> accepted,
      Set<Kind> rejected,
      Set<JobId> admitted,
      Map<String, String> refused) {
    public AskClaims {
      Bounds.number("max", max, 0, Integer.MAX_VALUE);
    }
  }

  /**
   * What was granted and what could not be decided.
   *
   * @param kinds that the client is to say whether it accepts
   * @param jobs that the client is to say whether it can run now; bounded
   */
  public record Granted(List<Grant> claims, List<Kind> kinds, List<GivenJob> jobs) {}

  public record Grant(GivenJob job, boolean resumed) {}

  public record HeldClaims(List<Claims.Held> held) {}

  public record Window(int offset, int limit) {
    public Window {
      Bounds.number("offset", offset, 0, Integer.MAX_VALUE);
      Bounds.number("limit", limit, 0, Integer.MAX_VALUE);
    }
  }

  public record Postings(List<JobBoard.Posting> postings) {}

  public record Reconciled(JobBoard.Reconciliation done) {}

  /** What a client can wait for. */
  public enum Topic {
    /** There may be something to claim. */
    POSTINGS,
    /** Somebody ended a job that may be running. */
    ENDED,
    /** There are new events. */
    HISTORY
  }

  /**
   * Waits until the server has counted on.
   *
   * @param seen the last count of each server that the client knows
   */
  public record Await(Topic topic, Map<String, Long> seen, int waitMillis) {}

  /** How often something was signalled on one running server. */
  public record Counter(String server, long count) {}

  public record Contend(List<String> names, String contender, Duration lease) {
    public Contend {
      Bounds.duration("lease", lease, Duration.ofMillis(1), Bounds.LONGEST);
    }
  }

  public record TermForm(String name, String contender, long token, Trust trust) {
    public static TermForm of(Term term, Clock clock) {
      return new TermForm(
          term.name(), term.contender(), term.token(), Trust.of(term.trustedUntil(), clock));
    }

    /** The term, trusted from the moment of the request on. */
    public Term since(long startNanos) {
      return new Term(name, contender, token, trust.since(startNanos));
    }
  }

  public record Terms(List<TermForm> terms) {}

  /** Names without a leader are left out. */
  public record Leaders(Map<String, @Nullable String> leaders) {}

  public record States(List<DistributionState> states) {}

  public record SaveState(DistributionState state, TermForm term) {}

  public record Beat(Member member) {}

  public record Questions(List<Roster.Question> questions) {}

  public record SeenWithin(Duration within) {
    public SeenWithin {
      Bounds.duration("within", within, Duration.ZERO, Bounds.LONGEST);
    }
  }

  public record Members(List<Member> members) {}

  public record KnownActions(List<KnownAction> actions) {}

  public record Provide(String by, List<ActionInfo> actions) {}

  public record Ask(String member, String subject) {}

  public record Reply(String question, String text) {}
}
