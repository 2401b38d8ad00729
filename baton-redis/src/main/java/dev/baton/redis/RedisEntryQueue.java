// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.redis;

import dev.baton.board.ExternalBoardStore.UnpostedJob;
import dev.baton.error.BatonException;
import dev.baton.error.InvalidInputException;
import dev.baton.error.UnavailableException;
import dev.baton.externalboard.EntryQueue;
import dev.baton.externalboard.LockSession;
import dev.baton.externalboard.QueueView;
import dev.baton.externalboard.SharedRefresh;
import dev.baton.job.JobId;
import dev.baton.service.Backoff;
import dev.baton.service.Batches;
import dev.baton.service.Clock;
import dev.baton.service.Lifecycle;
import dev.baton.service.PassResult;
import dev.baton.service.PollLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The entries in Redis. A poll loop keeps the view up to date: it reads the changes when a
 * notification arrives, when a session may have ended, and at least every second. It lists all
 * entries again if the newest change that it knows is gone, because then Redis may have lost data.
 */
final class RedisEntryQueue implements EntryQueue {

  private static final Logger LOG = LoggerFactory.getLogger(RedisEntryQueue.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration START_TIMEOUT = Duration.ofSeconds(20);

  /** How long this process remains the feeder after its last request. */
  private static final Duration FEEDER_LEASE = Duration.ofSeconds(5);

  private static final Backoff BACKOFF =
      Backoff.doubling(Duration.ofMillis(50), Duration.ofSeconds(2));
  private static final int PER_REQUEST = 200;

  private final RedisCalls calls;
  private final Clock clock;
  private final QueueView view;
  private final SharedRefresh refreshes = new SharedRefresh(this::read);
  private final PollLoop loop;
  private final Lifecycle life = new Lifecycle();
  private final String session = "queue-" + UUID.randomUUID();
  private final CompletableFuture<Void> started = new CompletableFuture<>();
  // The id of the newest change that the view contains. Used by one refresh at a time.
  private String known = "";
  // When the next session ends, as far as this process knows. Written by refreshes, read by the
  // loop.
  private volatile Duration untilNextEnd = POLL;
  // Whether the view is up to date. Written by refreshes and by threads that lose the connection.
  private volatile boolean ready;

  RedisEntryQueue(RedisCalls calls, Clock clock) {
    this.calls = calls;
    this.clock = clock;
    this.view = new QueueView(clock);
    this.loop = PollLoop.of("redis-follow", this::pass, BACKOFF);
  }

  @Override
  public void start() {
    life.start(
        () -> {
          loop.start();
          awaitStarted();
        },
        this::end);
  }

  private void awaitStarted() {
    try {
      started.copy().orTimeout(START_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof InvalidInputException refused) {
        throw refused;
      }
      throw new UnavailableException(
          "the board in Redis at " + address() + " could not be read", e);
    }
  }

  /** Ends the loop, gives up the role of the feeder and closes the connection: 25 s at most. */
  @Override
  public void stop() {
    life.stop(this::end);
    calls.close();
  }

  private void end() {
    loop.stop();
    ready = false;
    if (calls.isOpen()) {
      try {
        calls.callAndWait("close", session, List.of());
      } catch (UnavailableException e) {
        LOG.debug("role of the feeder ends with its lease: redis={}", address(), e);
      }
    }
    calls.close();
  }

  private PassResult pass() {
    try {
      follow();
      started.complete(null);
    } catch (BatonException e) {
      if (!started.isDone()
          && RedisCalls.translated(e, address()) instanceof InvalidInputException refused) {
        started.completeExceptionally(refused);
      }
      throw e;
    }
    Duration left = untilNextEnd;
    return PassResult.waitFor(left.compareTo(POLL) < 0 ? left.plusMillis(1) : POLL);
  }

  private void follow() {
    if (!calls.isOpen()) {
      ready = false;
      calls.connect(loop::wake, view::feederNotice);
      LOG.info("connected to Redis: redis={}", address());
      refreshes.run();
      // This process may have lost the role of the feeder without an answer.
      view.feederRemoved();
      view.notifyWatchers();
    } else {
      refreshes.run();
    }
  }

  /** Reads the changes since the last refresh and applies them to the view. */
  private void read() {
    List<Object> answer;
    try {
      answer =
          calls.callAndWait(
              "refresh", session, List.of(String.valueOf(FEEDER_LEASE.toMillis()), known));
    } catch (UnavailableException e) {
      ready = false;
      loop.wake();
      throw e;
    }
    untilNextEnd = Duration.ofMillis(Math.max(0, (Long) answer.get(0)));
    if ((Long) answer.get(2) == 0) {
      RedisCalls.texts(answer.get(3)).forEach(this::apply);
    } else {
      replace(RedisCalls.texts(answer.get(3)), RedisCalls.texts(answer.get(4)));
    }
    known = String.valueOf(answer.get(1));
    ready = true;
  }

  private void replace(List<String> namesAndJobs, List<String> locked) {
    Map<String, String> jobs = new HashMap<>();
    for (int i = 0; i < namesAndJobs.size(); i += 2) {
      jobs.put(namesAndJobs.get(i), namesAndJobs.get(i + 1));
    }
    view.clear();
    view.replaceTaken(locked);
    view.replaceNames(jobs.keySet()).forEach(name -> setJob(name, jobs.getOrDefault(name, "")));
    LOG.info(
        "entries in Redis were listed, and their changes are followed: entries={} locks={}",
        jobs.size(),
        locked.size());
    view.feederRemoved();
  }

  private void apply(String lines) {
    lines.lines().forEach(this::applyLine);
  }

  private void applyLine(String line) {
    String text = line.substring(1);
    switch (line.charAt(0)) {
      case '+' -> {
        int end = text.indexOf(' ');
        String name = text.substring(0, end);
        if (view.add(name)) {
          setJob(name, text.substring(end + 1));
        }
      }
      case '-' -> {
        view.remove(text);
        view.release(text);
      }
      case '*' -> view.take(text);
      case '!' -> view.release(text);
      case 'F' -> view.feederRemoved();
      default -> LOG.debug("change of a later release is ignored: change={}", line);
    }
  }

  private void setJob(String name, String job) {
    try {
      view.setJob(name, JobId.parse(job));
    } catch (InvalidInputException e) {
      LOG.warn("entry in Redis names no job and is ignored: entry={} value={}", name, job, e);
    }
  }

  @Override
  public String address() {
    return calls.address();
  }

  @Override
  public String path(String name) {
    return calls.entriesKey() + " " + name;
  }

  @Override
  public QueueView view() {
    return view;
  }

  @Override
  public boolean isReady() {
    return ready && calls.isOpen();
  }

  @Override
  public void refresh() {
    refreshes.run();
  }

  @Override
  public void post(List<UnpostedJob> jobs) {
    List<CompletableFuture<?>> answers = new ArrayList<>();
    for (List<UnpostedJob> some : Batches.of(jobs, PER_REQUEST)) {
      List<String> arguments = new ArrayList<>();
      for (UnpostedJob job : some) {
        arguments.add(EntryQueue.prefix(job.priority()));
        arguments.add(job.job().toString());
      }
      answers.add(calls.call("post", session, arguments));
    }
    answers.forEach(calls::await);
    if (!answers.isEmpty()) {
      refresh();
    }
  }

  @Override
  public List<String> remove(Collection<String> names) {
    List<CompletableFuture<List<Object>>> answers = new ArrayList<>();
    for (List<String> some : Batches.of(names, PER_REQUEST)) {
      answers.add(calls.call("remove", session, some));
    }
    List<String> removed = new ArrayList<>();
    answers.forEach(answer -> removed.addAll(RedisCalls.texts(calls.await(answer))));
    if (!answers.isEmpty()) {
      refresh();
    }
    return removed;
  }

  @Override
  public boolean tryFeederRole() {
    boolean feeds = calls.callAndWait("feed", session, List.of()).equals(List.of(1L));
    if (feeds) {
      LOG.info("this process is now the feeder, which fills the window: session={}", session);
    }
    return feeds;
  }

  @Override
  public CompletableFuture<?> notifyFeeder() {
    return calls.notifyFeeder();
  }

  @Override
  public LockSession openSession(Duration lease, Supplier<@Nullable Duration> leaseLeft) {
    return RedisLockSession.open(calls, clock, lease);
  }

  @Override
  public boolean endSession(String reference) {
    return calls.callAndWait("close", reference, List.of()).equals(List.of(1L));
  }
}
