// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.member;

import dev.baton.error.UnavailableException;
import dev.baton.job.Watch;
import dev.baton.service.Lifecycle;
import dev.baton.service.OutageLog;
import dev.baton.service.PassResult;
import dev.baton.service.PollLoop;
import dev.baton.service.RunWithTimeout;
import dev.baton.service.Service;
import dev.baton.service.Threads;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the heartbeats of a process to the member registry and answers questions to the process.
 * When it is stopped, it removes the process from the registry, which takes at most three seconds.
 */
public final class MemberHeartbeat implements Service {

  private static final Logger LOG = LoggerFactory.getLogger(MemberHeartbeat.class);
  private static final Duration EVERY = Duration.ofSeconds(15);
  private static final Duration INTERVAL_WITHOUT_WATCH = Duration.ofSeconds(5);
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(1);
  private static final String OPERATION = "send heartbeats";
  private static final int MAX_CARRIED_OUT = 1000;

  private final MemberRegistry memberRegistry;
  private final Supplier<Member> describe;
  // The answers by the first word of the subject.
  private final Map<String, UnaryOperator<String>> answers = new ConcurrentHashMap<>();
  private final OutageLog outageLog;
  private final PollLoop loop =
      PollLoop.onPlatformThread("heartbeat", this::sendHeartbeat, ANSWER_TIMEOUT);
  // The ids of the questions that a thread is answering. The registry repeats a question until it
  // is answered, and a repeated question must not start a second thread.
  private final Set<String> answering = ConcurrentHashMap.newKeySet();
  // The answers to the requests that were carried out lately, by the ids of their questions. The
  // registry repeats a request until its answer is stored, and the request must not be carried out
  // twice. The answer is empty as soon as it is stored.
  private final Map<String, String> carriedOut =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
              return size() > MAX_CARRIED_OUT;
            }
          });
  private final AtomicBoolean present = new AtomicBoolean();
  // True from the first change until a second heartbeat, SOON after the first heartbeat. The second
  // heartbeat reports the changes in between, so these need not wake the poll loop.
  private final AtomicBoolean changed = new AtomicBoolean();
  private final AtomicReference<@Nullable Watch> watch = new AtomicReference<>();
  private final Lifecycle life = new Lifecycle();
  // Whether the last heartbeat was the first one after a change, so that a second heartbeat follows
  // it. Used only by the thread of the poll loop.
  private boolean followsUp;

  private MemberHeartbeat(
      MemberRegistry memberRegistry,
      Supplier<Member> describe,
      Supplier<String> work,
      OutageLog outageLog) {
    this.memberRegistry = memberRegistry;
    this.describe = describe;
    answers.put(MemberRegistry.THREADS, argument -> ThreadDump.of(work.get()));
    this.outageLog = outageLog;
  }

  /**
   * Creates the heartbeat of one process; {@link #start} starts it.
   *
   * @param describe returns the present description of the member, always with the same id
   * @param work returns a text about the present work; a thread dump starts with this text
   * @param key the key and the name of the process in logs, such as {@code executor=e1}
   */
  public static MemberHeartbeat create(
      MemberRegistry memberRegistry, Supplier<Member> describe, Supplier<String> work, String key) {
    return new MemberHeartbeat(memberRegistry, describe, work, new OutageLog(key));
  }

  /**
   * Adds questions that this process answers. Must be called before the start.
   *
   * @param word the first word of the subject
   * @param answer gets the rest of the subject; may block for a few seconds
   */
  public void answersTo(String word, UnaryOperator<String> answer) {
    answers.put(word, answer);
  }

  @Override
  public void start() {
    life.start(
        () -> {
          watch.set(memberRegistry.watch(loop::wake).orElse(null));
          loop.start();
        },
        this::end);
  }

  /**
   * Sends a heartbeat as soon as possible, because the description of the member has changed. Does
   * not wait until it is sent.
   */
  public void sendHeartbeatNow() {
    loop.wake();
  }

  /**
   * Like {@link #sendHeartbeatNow}, for changes that may happen many times a second. The first
   * change is reported at once; changes within the next second are reported together.
   */
  public void planHeartbeat() {
    if (changed.compareAndSet(false, true)) {
      loop.wake();
    }
  }

  /** Ends the heartbeats and leaves the registry, within three seconds. */
  @Override
  public void stop() {
    life.stop(this::end);
  }

  private void end() {
    Watch open = watch.getAndSet(null);
    if (open != null) {
      open.close();
    }
    RunWithTimeout.run("heartbeat-stop", loop::stop, ANSWER_TIMEOUT.multipliedBy(2));
    if (present.getAndSet(false)) {
      RunWithTimeout.run(
          "heartbeat-leave", () -> memberRegistry.leave(describe.get().id()), ANSWER_TIMEOUT);
    }
  }

  private PassResult sendHeartbeat() {
    boolean again = changed.get() && !followsUp;
    followsUp = again;
    if (!again) {
      // Cleared before the description is made, so that a change after it wakes the poll loop
      // again.
      changed.set(false);
    }
    try {
      present.set(true);
      memberRegistry.heartbeat(describe.get()).forEach(this::answerLater);
      outageLog.callSucceeded(OPERATION);
    } catch (UnavailableException e) {
      outageLog.callFailed(OPERATION, e);
    }
    if (again) {
      return PassResult.waitFor(SOON);
    }
    return PassResult.waitFor(watch.get() == null ? INTERVAL_WITHOUT_WATCH : EVERY);
  }

  /**
   * Answers on a separate thread. A dump of many threads takes too long for a pass of the poll
   * loop, and the next heartbeat would be late.
   */
  private void answerLater(MemberRegistry.Question question) {
    if (answering.add(question.id())) {
      Threads.platform("heartbeat-answer", () -> answer(question)).start();
    }
  }

  private void answer(MemberRegistry.Question question) {
    try {
      String known = carriedOut.get(question.id());
      String answer = known == null ? answerTo(question.subject()) : known;
      boolean isRequest = answer.startsWith(MemberRegistry.DONE);
      if (isRequest) {
        carriedOut.put(question.id(), answer);
      }
      if (!answer.isEmpty()) {
        memberRegistry.answer(question.id(), answer);
      }
      if (isRequest) {
        carriedOut.put(question.id(), "");
      }
    } catch (RuntimeException e) {
      LOG.warn(
          "question from the member registry could not be answered; a later heartbeat tries again:"
              + " member={} question={}",
          describe.get().id(),
          question.id(),
          e);
    } finally {
      answering.remove(question.id());
    }
  }

  private String answerTo(String subject) {
    int blank = subject.indexOf(' ');
    String word = blank < 0 ? subject : subject.substring(0, blank);
    UnaryOperator<String> known = answers.get(word);
    return known == null
        ? "question '"
            + word
            + "' is unknown; allowed: "
            + String.join(", ", new TreeSet<>(answers.keySet()))
        : known.apply(blank < 0 ? "" : subject.substring(blank + 1));
  }
}
