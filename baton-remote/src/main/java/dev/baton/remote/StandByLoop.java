// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import dev.baton.job.Watch;
import dev.baton.member.MemberRegistry;
import dev.baton.protocol.Messages;
import dev.baton.protocol.Messages.LongPollTopic;
import dev.baton.protocol.Protocol;
import dev.baton.protocol.ProtocolCalls;
import dev.baton.service.Backoff;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import dev.baton.service.PassResult;
import dev.baton.service.PollLoop;
import dev.baton.service.Service;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends the stand-by polls of this process, as long as somebody listens to postings or ended jobs.
 * One poll at a time waits for these and for questions, and is the heartbeat of the members.
 */
final class StandByLoop implements Service {

  private static final Duration UNTIL_WOKEN = Duration.ofHours(1);
  private static final Duration LATE = Duration.ofSeconds(5);
  private static final Duration MAX_WAIT = Duration.ofMillis(Protocol.MAX_WAIT_MILLIS);
  // A process that is about to become a member polls shortly, because a poll that waits does not
  // report questions to members that were added after its start.
  private static final int WAIT_FOR_MEMBER_MILLIS = 1_000;
  // A random part keeps the polls of many processes apart.
  private static final int JITTER_MILLIS = 3_000;
  // A server that does not know a member answers at once, and one that was just sent a question
  // too.
  private static final Duration ACCEPTED = Duration.ofSeconds(1);
  private static final Duration PAUSE = Duration.ofMillis(200);
  // A busy executor does not need every posting: when it claims fewer jobs than it wanted, it calls
  // wakeOnNextPosting().
  private static final Duration POSTING_PAUSE = Duration.ofMillis(500);
  private static final Backoff BACKOFF =
      Backoff.doubling(Duration.ofMillis(100), Duration.ofSeconds(2));
  private static final int MAX_SERVERS = 16;
  // The server checks the connection this many times in a lease, so that the end of this process is
  // noticed within the lease.
  private static final int CHECKS_PER_LEASE = 4;
  private static final Duration LEAST_CHECK = Duration.ofMillis(250);

  private final RemoteClient remoteClient;
  private final Clock clock;
  private final PollLoop loop;
  private final Map<LongPollTopic, List<Runnable>> listeners = new EnumMap<>(LongPollTopic.class);
  private final Set<String> members = ConcurrentHashMap.newKeySet();
  private final Map<String, List<MemberRegistry.Question>> questions = new ConcurrentHashMap<>();
  // Whether the loop was woken to skip its pause. Set by any thread, cleared by the loop.
  private volatile boolean atOnce;
  private volatile Duration lease = Duration.ofSeconds(8); // the shortest lease of this process
  // By server: the counts at its last answer. Used only by the loop.
  private final Map<String, Map<LongPollTopic, Long>> seen = new LinkedHashMap<>();
  // Written by the loop, read by any: the members of the poll that waits now, from when and until
  // when that poll counts as a heartbeat, and how many changes of postings were reported.
  private volatile Set<String> present = Set.of();
  private volatile Deadline presentSince;
  private volatile Deadline presentUntil;
  private volatile boolean isAnswered; // whether a server has answered a poll
  private final AtomicLong postings = new AtomicLong();

  StandByLoop(RemoteClient remoteClient, Clock clock) {
    this.remoteClient = remoteClient;
    this.clock = clock;
    this.presentSince = new Deadline(clock.nanos());
    this.presentUntil = presentSince;
    for (LongPollTopic topic : LongPollTopic.values()) {
      listeners.put(topic, new CopyOnWriteArrayList<>());
    }
    this.loop = PollLoop.of("remote-stand-by", this::poll, BACKOFF);
  }

  @Override
  public void start() {
    loop.start();
  }

  /** Within ten seconds, as {@link PollLoop#stop()}. */
  @Override
  public void stop() {
    loop.stop();
  }

  Watch watch(LongPollTopic topic, Runnable listener) {
    // Each registration gets a new object. Otherwise, if the same listener is registered twice, the
    // end of one watch would remove both.
    Runnable own = () -> listener.run();
    listenersOf(topic).add(own);
    if (isAnswered) {
      // The first answer counts as a change, as for listeners that were there before it.
      own.run();
    }
    loop.wake();
    return () -> listenersOf(topic).remove(own);
  }

  private List<Runnable> listenersOf(LongPollTopic topic) {
    return Objects.requireNonNull(listeners.get(topic));
  }

  /** Ends the pause after the last posting, so that the next posting is reported at once. */
  void wakeOnNextPosting() {
    if (!atOnce) {
      atOnce = true;
      loop.wake();
    }
  }

  /** Makes the polls detect the end of this process within this lease. */
  void detectWithin(Duration newLease) {
    if (newLease.compareTo(lease) < 0) {
      lease = newLease;
    }
  }

  /** How many changes of postings the server has reported so far. */
  long postings() {
    return postings.get();
  }

  /** Whether a poll waits, so that the server reports changes. */
  boolean isWaiting() {
    return !presentUntil.isPast(clock);
  }

  /** Makes the following polls heartbeats of the member. Does not start polls. */
  void addMember(String id) {
    members.add(id);
  }

  void removeMember(String id) {
    members.remove(id);
    questions.remove(id);
  }

  /** Whether the poll that waits now is a heartbeat of the member. */
  boolean isHeartbeatOf(String id) {
    return present.contains(id) && isWaiting() && presentSince.isPast(clock);
  }

  /** Returns the questions to a member that the polls have received since the last call. */
  List<MemberRegistry.Question> takeQuestions(String id) {
    List<MemberRegistry.Question> taken = questions.remove(id);
    return taken == null ? List.of() : taken;
  }

  private PassResult poll() {
    if (listenersOf(LongPollTopic.POSTINGS).isEmpty()
        && listenersOf(LongPollTopic.ENDED).isEmpty()) {
      return PassResult.waitFor(UNTIL_WOKEN);
    }
    Set<String> sent = Set.copyOf(members);
    presentUntil = Deadline.after(clock.nanos(), MAX_WAIT.plus(LATE));
    presentSince = Deadline.after(clock.nanos(), ACCEPTED);
    present = sent;
    boolean answered = false;
    try {
      Messages.StandByReply reply =
          remoteClient.call(
              ProtocolCalls.STAND_BY,
              new Messages.StandByRequest(Map.copyOf(seen), sent, waitMillis(sent), checkMillis()),
              MAX_WAIT.plus(LATE));
      answered = true;
      isAnswered = true;
      return handle(reply);
    } finally {
      if (!answered) {
        presentUntil = new Deadline(clock.nanos());
        // Another server may still answer heartbeats.
        tell(LongPollTopic.QUESTIONS);
      }
    }
  }

  private int waitMillis(Set<String> sent) {
    return sent.isEmpty() && !listenersOf(LongPollTopic.QUESTIONS).isEmpty()
        ? WAIT_FOR_MEMBER_MILLIS
        : Protocol.MAX_WAIT_MILLIS - ThreadLocalRandom.current().nextInt(JITTER_MILLIS);
  }

  private int checkMillis() {
    Duration check = lease.dividedBy(CHECKS_PER_LEASE);
    return (int) (check.compareTo(LEAST_CHECK) < 0 ? LEAST_CHECK : check).toMillis();
  }

  private PassResult handle(Messages.StandByReply reply) {
    Map<LongPollTopic, Long> before = seen.getOrDefault(reply.server(), Map.of());
    remember(reply);
    reply.unknown().forEach(members::remove);
    if (!reply.unknown().isEmpty()) {
      present = Set.copyOf(members);
    }
    questions.putAll(reply.questions());
    if (!reply.questions().isEmpty() || !reply.unknown().isEmpty()) {
      tell(LongPollTopic.QUESTIONS);
    }
    if (isChanged(LongPollTopic.ENDED, before, reply)) {
      tell(LongPollTopic.ENDED);
    }
    if (isChanged(LongPollTopic.POSTINGS, before, reply)) {
      // Cleared before the listeners run: a listener may call {@link #wakeOnNextPosting}, and that
      // call must shorten the pause below.
      atOnce = false;
      postings.incrementAndGet();
      tell(LongPollTopic.POSTINGS);
      return PassResult.waitFor(POSTING_PAUSE);
    }
    return before.equals(reply.counts()) && reply.questions().isEmpty() && reply.unknown().isEmpty()
        ? PassResult.again()
        : PassResult.waitFor(PAUSE);
  }

  private static boolean isChanged(
      LongPollTopic topic, Map<LongPollTopic, Long> before, Messages.StandByReply reply) {
    return !Objects.equals(before.get(topic), reply.counts().get(topic));
  }

  private void tell(LongPollTopic topic) {
    listenersOf(topic).forEach(Runnable::run);
  }

  /**
   * Stores the counts of a server. If there are too many, removes those that were stored first,
   * probably of a server that is gone.
   */
  private void remember(Messages.StandByReply reply) {
    seen.remove(reply.server());
    seen.put(reply.server(), reply.counts());
    if (seen.size() > MAX_SERVERS) {
      seen.remove(seen.keySet().iterator().next());
    }
  }
}
