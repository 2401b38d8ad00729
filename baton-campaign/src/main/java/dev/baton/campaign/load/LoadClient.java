// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.campaign.history.History;
import dev.baton.campaign.history.History.Post.Outcome;
import dev.baton.campaign.plugin.StepsPlugin;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** One client: posts jobs at a rate, later changes some of them, and reads others. */
final class LoadClient implements Runnable {

  private static final Duration CHECK_INTERVAL = Duration.ofMillis(700);
  private static final int REMEMBERED = 400;

  /** The client sends posts that were due while it waited for an answer, up to this backlog. */
  private static final Duration BACKLOG = Duration.ofSeconds(20);

  /** How long an unanswered post is repeated. */
  private static final Duration REPEATED_FOR = Duration.ofSeconds(12);

  private static final Duration REPEATED_AFTER = Duration.ofMillis(500);
  private static final String CANCEL = "cancel";
  // The HTTP statuses after which a request is repeated: the store is unavailable (503), the
  // session has ended (403), or there are too many requests (429).
  private static final Set<Integer> NOT_NOW = Set.of(503, 403, 429);
  // The status of a cancel of a final job, and of a request after the session has ended. Only at
  // the second attempt, which follows a login, does it mean that the job is final.
  private static final int FORBIDDEN = 403;
  private static final int CONFLICT = 409;
  private static final Set<Integer> GONE = Set.of(404, CONFLICT);

  private final String name;
  private final List<ApiSession> servers;
  private final Random random;
  private final JobDocuments documents;
  private final ClientRecords clientRecords;
  private final long pauseNanos;
  private final PriorityQueue<FollowUpRequest> later =
      new PriorityQueue<>(Comparator.comparingLong(FollowUpRequest::atNanos));
  private final Deque<PendingPost> repeats = new ArrayDeque<>();
  private final Deque<String> recent = new ArrayDeque<>();
  // Names of flows that wait for a signal and may exist although their post was not acknowledged.
  // Written by the thread of this client, read by the campaign.
  private final Queue<String> unacknowledgedFlows = new ConcurrentLinkedQueue<>();
  private long nextNanos;
  private long checkedNanos = System.nanoTime();
  private int posted;
  // Written by the campaign, read by the thread of this client.
  private volatile boolean isStopped;
  private volatile boolean isPosting = true;

  /**
   * A post that has to be sent.
   *
   * @param key the unique key; null if it has none
   * @param firstNanos when the post was first sent
   * @param isRepeated whether an earlier answer was lost
   */
  private record PendingPost(
      JobKind kind,
      List<String> labels,
      String body,
      @Nullable String key,
      long firstNanos,
      long atNanos,
      boolean isRepeated) {

    PendingPost again() {
      long at = System.nanoTime() + REPEATED_AFTER.toNanos();
      return new PendingPost(kind, labels, body, key, firstNanos, at, true);
    }

    /** Whether the post may be sent again: only the key lets a server recognise the repetition. */
    boolean mayRepeat() {
      return kind == JobKind.REPEATED && System.nanoTime() - firstNanos < REPEATED_FOR.toNanos();
    }

    History.Post outcome(List<String> ids, Outcome outcome) {
      return new History.Post(labels, ids, key, outcome);
    }
  }

  /** A request that follows a post. */
  private record FollowUpRequest(long atNanos, String path, String body, int tries) {}

  /**
   * @param perSecond jobs per second
   */
  LoadClient(
      String name,
      List<ApiSession> servers,
      long seed,
      ClientRecords clientRecords,
      double perSecond) {
    this.name = name;
    this.servers = List.copyOf(servers);
    this.random = new Random(seed);
    this.documents = new JobDocuments(random);
    this.clientRecords = clientRecords;
    this.pauseNanos = (long) (1e9 / perSecond);
  }

  /** Stops posting; the client continues to change and read the jobs that it posted. */
  void stopPosting() {
    isPosting = false;
  }

  void stop() {
    isStopped = true;
  }

  @Override
  public void run() {
    nextNanos = System.nanoTime();
    while (!isStopped) {
      try {
        step();
        Thread.sleep(5);
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        // The client continues after an answer that it cannot handle; the answer is recorded.
        clientRecords.addWrongAnswer(
            new History.WrongAnswer(
                0, "an answer that client " + name + " does not understand: " + e));
      }
    }
  }

  private void step() {
    if (isPosting && System.nanoTime() - nextNanos >= 0) {
      JobKind kind = JobKind.random(random);
      long least = System.nanoTime() - BACKLOG.toNanos();
      nextNanos = Math.max(nextNanos, least) + pauseNanos * JobDocuments.size(kind);
      send(post(kind));
    }
    PendingPost repeat = repeats.peek();
    if (repeat != null && System.nanoTime() - repeat.atNanos() >= 0) {
      repeats.remove();
      clientRecords.count("posts repeated", "");
      send(repeat);
    }
    followUp();
    signalUnacknowledgedFlow();
    readRandomJob();
  }

  private ApiSession server() {
    return servers.get(random.nextInt(servers.size()));
  }

  private PendingPost post(JobKind kind) {
    List<String> labels = new ArrayList<>();
    ArrayNode jobs = ApiSession.JSON.createArrayNode();
    for (int i = 0; i < JobDocuments.size(kind); i++) {
      labels.add(name + "-" + posted++);
      jobs.add(documents.of(kind, labels.getLast()));
    }
    JsonNode keyNode = jobs.get(0).get("unique-key");
    String key = keyNode == null ? null : keyNode.textValue();
    String body = kind == JobKind.LIST ? jobs.toString() : jobs.get(0).toString();
    long now = System.nanoTime();
    return new PendingPost(kind, labels, body, key, now, now, false);
  }

  private void send(PendingPost post) {
    try {
      ApiSession.Answer answer = server().send("POST", "job", post.body());
      // No other post uses the key of a repeated post, so the existing job is its own.
      boolean isOwn = post.kind() == JobKind.REPEATED && answer.status() == 200;
      if (answer.status() == 201 || isOwn) {
        List<String> ids = ids(answer.body());
        clientRecords.posted(post.outcome(ids, Outcome.POSTED));
        clientRecords.count("posts acknowledged", "");
        ids.forEach(this::remember);
        plan(post.kind(), ids.getFirst());
      } else if (answer.status() == 200) {
        clientRecords.count("posts that a unique key stood for", "");
        clientRecords.posted(post.outcome(ids(answer.body()), Outcome.STOOD_FOR));
      } else {
        refused(post, answer);
      }
    } catch (IOException e) {
      clientRecords.count("posts of unknown outcome", "");
      giveUpOrRepeat(post);
    }
  }

  private void refused(PendingPost post, ApiSession.Answer answer) {
    noteWrong("post of " + post.labels().getFirst(), answer);
    boolean isRefused = answer.status() < 500;
    String what = isRefused ? "posts refused" : "posts of unknown outcome";
    clientRecords.count(what + ", " + answer.status(), answer.body().toString());
    if (isRefused && !post.isRepeated()) {
      clientRecords.posted(post.outcome(List.of(), Outcome.REFUSED));
    } else {
      giveUpOrRepeat(post);
    }
  }

  private void giveUpOrRepeat(PendingPost post) {
    if (post.mayRepeat()) {
      repeats.add(post.again());
      return;
    }
    clientRecords.posted(post.outcome(List.of(), Outcome.UNKNOWN));
    if (post.kind() == JobKind.SIGNALLED_FLOW) {
      unacknowledgedFlows.addAll(post.labels());
    }
  }

  /**
   * Sends the signal to a flow whose post was not acknowledged, if the flow exists: no other client
   * sends it, and the flow would wait without end. The client checks only after the faults have
   * ended, because a post that a proxy delayed can be carried out late.
   */
  private void signalUnacknowledgedFlow() {
    String label = isPosting ? null : unacknowledgedFlows.peek();
    if (label == null) {
      return;
    }
    try {
      JsonNode found =
          server().get("job?filter=" + InstallationSurvey.encode("name='" + label + "'"));
      found.path("resources").forEach(job -> plan(JobKind.SIGNALLED_FLOW, job.path("id").asText()));
      unacknowledgedFlows.remove();
    } catch (IOException e) {
      clientRecords.count("looks without answer", "");
    }
  }

  private void noteWrong(String request, ApiSession.Answer answer) {
    if (!NOT_NOW.contains(answer.status())) {
      clientRecords.addWrongAnswer(
          new History.WrongAnswer(
              answer.status(),
              request + " was answered with " + answer.status() + " " + answer.body()));
    }
  }

  private static List<String> ids(JsonNode body) {
    List<String> ids = new ArrayList<>();
    if (body.has("resources")) {
      body.get("resources").forEach(job -> ids.add(job.get("resource-id").asText()));
    } else {
      ids.add(body.get("resource-id").asText());
    }
    return ids;
  }

  private void remember(String job) {
    recent.addLast(job);
    if (recent.size() > REMEMBERED) {
      recent.removeFirst();
    }
  }

  private void plan(JobKind kind, String job) {
    long now = System.nanoTime();
    switch (kind) {
      case CANCELED_EFFECT, CANCELED_FLOW ->
          later.add(
              new FollowUpRequest(now + millis(random.nextInt(2500)), job + "/" + CANCEL, "{}", 0));
      case SIGNALLED_FLOW -> {
        ObjectNode signal = ApiSession.JSON.createObjectNode().put("name", StepsPlugin.SIGNAL);
        String body = signal.put("value", 1).toString();
        later.add(
            new FollowUpRequest(now + millis(random.nextInt(3000)), job + "/signal", body, 0));
      }
      case EFFECT,
          LONG_EFFECT,
          FLOW,
          FAILING_FLOW,
          WAITING_FLOW,
          DELAYED,
          KEYED,
          REPEATED,
          COMMAND,
          LIST,
          BULK -> {}
    }
  }

  private static long millis(long millis) {
    return millis * 1_000_000;
  }

  /**
   * Sends the next planned request about an earlier job (cancel or signal) if that request is due,
   * and repeats it later if it was not answered.
   */
  private void followUp() {
    FollowUpRequest due = later.peek();
    if (due == null || System.nanoTime() - due.atNanos() < 0) {
      return;
    }
    later.remove();
    int end = due.path().lastIndexOf('/');
    String operation = due.path().substring(end + 1);
    boolean cancels = operation.equals(CANCEL);
    if (cancels) {
      clientRecords.canceled(due.path().substring(0, end), false);
    }
    try {
      ApiSession.Answer answer = server().send("POST", due.path(), due.body());
      if (cancels && answer.isGood()) {
        clientRecords.canceled(due.path().substring(0, end), true);
      }
      boolean over = answer.status() == FORBIDDEN && due.tries() > 0;
      if (!answer.isGood() && answer.status() != CONFLICT) {
        noteWrong(due.path(), answer);
      }
      if (answer.isGood() || GONE.contains(answer.status()) || over) {
        clientRecords.count(operation + " answered", "");
        return;
      }
      clientRecords.count(operation + " refused, " + answer.status(), answer.body().toString());
    } catch (IOException e) {
      clientRecords.count(operation + " of unknown outcome", "");
    }
    later.add(
        new FollowUpRequest(
            System.nanoTime() + millis(500), due.path(), due.body(), due.tries() + 1));
  }

  /**
   * Whether a planned request about an earlier job, or a repetition of a post, is still
   * outstanding.
   */
  boolean hasPlans() {
    return !later.isEmpty() || !repeats.isEmpty() || !unacknowledgedFlows.isEmpty();
  }

  private void readRandomJob() {
    if (recent.isEmpty() || System.nanoTime() - checkedNanos < CHECK_INTERVAL.toNanos()) {
      return;
    }
    checkedNanos = System.nanoTime();
    String job = recent.stream().skip(random.nextInt(recent.size())).findFirst().orElseThrow();
    try {
      ApiSession.Answer answer = server().send("GET", job + "/why", "");
      if (answer.isGood()) {
        explained(job, answer.body());
      } else if (!NOT_NOW.contains(answer.status())) {
        noteWrong(job + "/why", answer);
        clientRecords.count("why answered with " + answer.status(), "");
        clientRecords.explained(
            History.Explanation.notAnswered(job, answer.status() + " " + answer.body()));
      }
    } catch (IOException e) {
      clientRecords.count("looks without answer", "");
    }
  }

  private void explained(String job, JsonNode why) {
    String state = why.path("state").asText();
    if (Set.of("SUCCESS", "FAILED", "CANCELED").contains(state)) {
      clientRecords.addFinalStateSeen(new History.FinalStateSeen(job, state, System.nanoTime()));
      recent.remove(job);
    } else {
      clientRecords.explained(explanation(job, why));
    }
  }

  static History.Explanation explanation(String job, JsonNode why) {
    List<String> gates = new ArrayList<>();
    why.path("gates").forEach(gate -> gates.add(gate.path("gate").asText()));
    return new History.Explanation(
        job, why.path("state").asText(), why.path("summary").asText(), gates);
  }
}
