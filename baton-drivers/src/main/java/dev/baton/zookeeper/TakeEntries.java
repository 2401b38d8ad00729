// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.zookeeper;

import dev.baton.board.Claim;
import dev.baton.board.Ledger;
import dev.baton.board.Ledger.Answer;
import dev.baton.error.LostClaimException;
import dev.baton.error.UnavailableException;
import dev.baton.job.JobId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes locks on entries, many at once, and starts their jobs in the store under the tokens that
 * come of the locks. What cannot be started is let go, set aside, or removed for good.
 */
final class TakeEntries {

  private static final Logger LOG = LoggerFactory.getLogger(TakeEntries.class);

  /** Nuvla's server makes entries before their jobs: an entry without a job waits so long. */
  private static final Duration ORPHAN = Duration.ofSeconds(10);

  private final BoardParts parts;
  private final TrustedSession session;
  private final Locks locks;
  private final String owner;
  private final SetAside setAside;
  // Locks of which it is not known whether they are there.
  private final Set<String> doubtful = ConcurrentHashMap.newKeySet();

  TakeEntries(BoardParts parts, TrustedSession session, String owner, SetAside setAside) {
    this.parts = parts;
    this.session = session;
    this.locks = new Locks(session.handle(), parts.queue()::isOld);
    this.owner = owner;
    this.setAside = setAside;
  }

  /** A claim and the entry that it was granted for. */
  record Taken(String name, Claim claim) {}

  /**
   * What a pass took.
   *
   * @param missed how many entries others had taken a moment before
   * @param again entries to try once more, since the base of tokens was out of date
   */
  record Pass(List<Taken> taken, int missed, List<String> again) {}

  /** What is left of a pass: entries to remove, and entries to try again. */
  private record Rest(List<String> litter, List<String> again) {}

  private record Locked(String name, JobId job, long czxid, long token) {}

  Locks locks() {
    return locks;
  }

  Pass run(List<String> names) {
    // Read before the locks are made, or a token could be greater than one of a later lock.
    long base = parts.queue().tokens().value();
    List<Locks.Trying> tried = names.stream().map(locks::tryTake).toList();
    List<Locked> locked = new ArrayList<>();
    int missed = 0;
    boolean lost = false;
    for (Locks.Trying trying : tried) {
      Locks.Attempt attempt = locks.finish(trying);
      switch (attempt.outcome()) {
        case TAKEN -> {
          JobId job = parts.view().job(attempt.name());
          if (job == null) {
            letGo(attempt.name());
          } else {
            locked.add(new Locked(attempt.name(), job, attempt.czxid(), base + attempt.czxid()));
          }
        }
        case MISSED -> missed++;
        case GONE -> missed++;
        case UNKNOWN -> doubtful.add(attempt.name());
        case LOST -> lost = true;
      }
    }
    if (lost) {
      throw new LostClaimException("the session of '" + owner + "' at ZooKeeper is over");
    }
    if (locked.isEmpty() && !doubtful.isEmpty()) {
      throw new UnavailableException("the connection to ZooKeeper was lost during a claim");
    }
    Rest rest = new Rest(new ArrayList<>(), new ArrayList<>());
    List<Taken> taken = locked.isEmpty() ? List.of() : start(locked, rest);
    consume(rest.litter());
    return new Pass(taken, missed, rest.again());
  }

  private List<Taken> start(List<Locked> locked, Rest rest) {
    List<Answer> answers;
    try {
      answers =
          parts
              .ledger()
              .start(
                  owner,
                  locked.stream()
                      .map(lock -> new Ledger.Start(lock.job(), lock.token(), null))
                      .toList());
    } catch (RuntimeException e) {
      // What was started all the same is resumed by the next claimer: its claim has no lock.
      locked.forEach(lock -> letGo(lock.name()));
      throw e;
    }
    List<Taken> taken = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      Locked lock = locked.get(i);
      switch (answers.get(i)) {
        case Answer.Started started -> taken.add(new Taken(lock.name(), started.claim()));
        case Answer.Refused refused -> {
          Claim claim = refused(lock, refused, rest);
          if (claim != null) {
            taken.add(new Taken(lock.name(), claim));
          }
        }
      }
    }
    return taken;
  }

  private @Nullable Claim refused(Locked lock, Answer.Refused refused, Rest rest) {
    switch (refused.why()) {
      case OFF -> rest.litter().add(lock.name());
      case NOT_DUE -> {
        // It is posted again when it is due.
        rest.litter().add(lock.name());
        parts.ledger().mark(List.of(lock.job()), false);
      }
      case MISSING -> {
        long known = parts.clock().nanos() - parts.view().sinceNanos(lock.name());
        if (known > ORPHAN.toNanos()) {
          rest.litter().add(lock.name());
        } else {
          setAside.add(lock.name());
          letGo(lock.name());
        }
      }
      case LATER -> {
        setAside.add(lock.name());
        letGo(lock.name());
      }
      case STALE -> {
        catchUp(lock, refused.token());
        letGo(lock.name());
        rest.again().add(lock.name());
      }
      case CLAIMED -> {
        return claimed(lock, refused.token(), rest);
      }
    }
    return null;
  }

  /**
   * The job has a claim already. The lock of that claim, older than this one, may be on another
   * entry of the same job: then this entry is one too many. Otherwise its holder is gone.
   */
  private @Nullable Claim claimed(Locked lock, long token, Rest rest) {
    parts.queue().refresh();
    for (String other : parts.view().namesOf(lock.job())) {
      if (!other.equals(lock.name()) && isOlder(other, lock.czxid())) {
        rest.litter().add(lock.name());
        return null;
      }
    }
    if (!locks.isOwn(lock.name())) {
      return null;
    }
    Answer answer =
        parts
            .ledger()
            .start(owner, List.of(new Ledger.Start(lock.job(), lock.token(), token)))
            .getFirst();
    return switch (answer) {
      case Answer.Started started -> started.claim();
      case Answer.Refused refused -> {
        LOG.debug("job={} not resumed: {}", lock.job(), refused.why());
        if (refused.why() == Ledger.Refusal.STALE) {
          catchUp(lock, refused.token());
        }
        letGo(lock.name());
        rest.again().add(lock.name());
        yield null;
      }
    };
  }

  /** Others knew a greater base; or ZooKeeper lost one, and it must be raised. */
  private void catchUp(Locked lock, long token) {
    TokenBase tokens = parts.queue().tokens();
    tokens.refresh(session.handle());
    if (tokens.value() + lock.czxid() <= token) {
      tokens.exceed(session.handle(), token);
    }
  }

  private boolean isOlder(String name, long czxid) {
    Stat stat = Calls.await(Calls.stat(session.handle(), Paths.lock(name)));
    return stat != null && stat.getCzxid() < czxid;
  }

  /** Lets go of a lock; if that is not certain, again before the next claim. */
  void letGo(String name) {
    if (!locks.letGo(name)) {
      doubtful.add(name);
    }
  }

  private void consume(Collection<String> names) {
    List<CompletableFuture<?>> consuming = new ArrayList<>();
    names.forEach(name -> consuming.add(locks.consuming(name)));
    int at = 0;
    for (String name : names) {
      try {
        locks.finishConsume(name, consuming.get(at));
      } catch (UnavailableException e) {
        LOG.debug("entry={} not removed yet", name, e);
        doubtful.add(name);
      }
      at++;
    }
  }

  /** Lets go of the locks that may have been left. */
  void tidy() {
    for (String name : List.copyOf(doubtful)) {
      if (locks.letGo(name)) {
        doubtful.remove(name);
      }
    }
  }
}
