// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.externalboard;

import dev.baton.board.Admission;
import dev.baton.board.BoardSession;
import dev.baton.board.Claim;
import dev.baton.board.SetAsideItems;
import dev.baton.error.BatonException;
import dev.baton.error.LostClaimException;
import dev.baton.job.ClaimEnd;
import dev.baton.job.JobId;
import dev.baton.job.Watch;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import dev.baton.service.Lifecycle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One executor's session at the board. It uses one lock session of the driver; each lock of an
 * entry is a claim.
 */
final class ExternalBoardSession implements BoardSession {

  private static final Logger LOG = LoggerFactory.getLogger(ExternalBoardSession.class);
  private static final Duration SET_ASIDE = Duration.ofMillis(3500);
  private static final int WIDEST_SPREAD = 16;

  /** The entry whose lock is a claim of this session, and the fencing token of that lock. */
  private record HeldEntry(String name, long token) {}

  private final BoardContext parts;
  private final Clock clock;
  private final String owner;
  private final Duration lease;
  // Set when the driver has opened its session, before other threads can use this object.
  private volatile @Nullable LockSession opened;
  private volatile @Nullable TakeEntries take;
  private volatile Consumer<ExternalBoardSession> onEnd = session -> {};
  private final SetAsideItems<String> setAsideEntries;
  private final SetAsideItems<String> reserved;
  // The answers of the admission, which are valid for the whole session.
  private final Map<Admission.ActionVersion, Boolean> accepted = new ConcurrentHashMap<>();
  private final Map<JobId, HeldEntry> heldEntries = new ConcurrentHashMap<>();
  private final Lifecycle life = new Lifecycle();
  // Both are written under the lock of the life cycle. {@code leaving} is true from the start of
  // the close; then no claim is taken or changed any more. {@code left} is true when the claims are
  // released.
  private volatile boolean leaving;
  private volatile boolean left;
  private final AtomicLong leaseUntil;
  // How many entries per wanted entry are considered for a random choice. Grows while other
  // sessions take the same entries, so that the sessions spread over the queue. Used by the
  // claiming thread.
  private int spread = 1;

  private ExternalBoardSession(
      BoardContext parts,
      SetAsideItems<String> reserved,
      String owner,
      Duration lease,
      long startNanos) {
    this.parts = parts;
    this.clock = parts.clock();
    this.owner = owner;
    this.lease = lease;
    this.reserved = reserved;
    this.setAsideEntries = new SetAsideItems<>(clock, SET_ASIDE);
    this.leaseUntil = new AtomicLong(startNanos + lease.toNanos());
  }

  static ExternalBoardSession join(
      BoardContext parts,
      SetAsideItems<String> reserved,
      String owner,
      Duration lease,
      Consumer<ExternalBoardSession> onEnd) {
    long start = parts.clock().nanos();
    ExternalBoardSession session = new ExternalBoardSession(parts, reserved, owner, lease, start);
    session.onEnd = onEnd;
    session.life.start(() -> {
      LockSession trusted = parts.queue().openSession(lease, session::leaseLeft);
      session.opened = trusted;
      session.take = new TakeEntries(parts, trusted, owner, session.setAsideEntries);
    });
    return session;
  }

  private LockSession session() {
    return Objects.requireNonNull(opened);
  }

  private TakeEntries take() {
    return Objects.requireNonNull(take);
  }

  private @Nullable Duration leaseLeft() {
    long nanos = leaseUntil.get() - clock.nanos();
    return nanos <= 0 || left ? null : Duration.ofNanos(nanos);
  }

  private boolean isLeaseOver() {
    return leaseUntil.get() - clock.nanos() <= 0;
  }

  @Override
  public Deadline trustedUntil() {
    Deadline ofSession = session().trustedUntil();
    long ofLease = leaseUntil.get();
    return ofSession.nanos() - ofLease < 0 ? ofSession : new Deadline(ofLease);
  }

  private void checkOpen() {
    if (leaving || session().isOver() || isLeaseOver()) {
      throw new LostClaimException(
          "the lease of executor '"
              + owner
              + "' has expired: its claims are lost; join the board again");
    }
  }

  @Override
  public void forgetAdmission() {
    accepted.clear();
  }

  @Override
  public List<Claim> claim(int max, Admission admission) {
    if (max <= 0) {
      return List.of();
    }
    checkOpen();
    CompletableFuture<Boolean> confirming = session().confirmAsync();
    take().resolveUnknownLocks();
    parts.queue().refresh();
    session().finishConfirm(confirming);
    if (parts.view().countFree(max) < max) {
      feed();
    }
    List<TakeEntries.ClaimedEntry> taken = new ArrayList<>();
    try {
      takeSome(max, admission, taken);
    } catch (RuntimeException e) {
      if (taken.isEmpty()) {
        throw e;
      }
      // Jobs that were claimed before the failure are already running in the store, so the executor
      // must get them.
      LOG.debug(
          "claim failed after some jobs were claimed; the executor gets these jobs: executor={}"
              + " jobs={}",
          owner,
          taken.size(),
          e);
    }
    checkOpen();
    parts.feeder().postingConsumed();
    taken.sort(Comparator.comparing(TakeEntries.ClaimedEntry::name));
    return taken.stream().map(TakeEntries.ClaimedEntry::claim).toList();
  }

  private void feed() {
    try {
      if (parts.feeder().feedIfFeeder()) {
        parts.queue().refresh();
      }
    } catch (BatonException e) {
      LOG.debug("window could not be filled: executor={}", owner, e);
    }
  }

  private void takeSome(int max, Admission admission, List<TakeEntries.ClaimedEntry> taken) {
    PickEntries pick = new PickEntries(parts, admission, accepted, setAsideEntries, reserved);
    while (taken.size() < max && !pick.isAtEnd()) {
      List<String> names = pick.next(max - taken.size(), spread);
      if (names.isEmpty()) {
        continue;
      }
      int missed = 0;
      for (List<String> some : take().oneOfEachJob(names)) {
        TakeEntries.TakeResult takeResult = takeEntries(some);
        taken.addAll(takeResult.taken());
        if (!takeResult.takeAgain().isEmpty()) {
          taken.addAll(takeEntries(takeResult.takeAgain()).taken());
        }
        missed += takeResult.missed();
      }
      boolean crowded = missed * 4 > names.size();
      spread = crowded ? Math.min(WIDEST_SPREAD, spread * 2) : Math.max(1, spread / 2);
    }
  }

  private TakeEntries.TakeResult takeEntries(List<String> names) {
    try {
      TakeEntries.TakeResult takeResult = take().run(names);
      takeResult
          .taken()
          .forEach(each ->
              heldEntries.put(
                  each.claim().job().id(), new HeldEntry(each.name(), each.claim().token())));
      return takeResult;
    } finally {
      // Entries that were not locked may be picked again at once. Locked entries keep their
      // reservation, because the view may not show their lock yet.
      names.stream().filter(name -> !isHeld(name)).forEach(reserved::remove);
    }
  }

  private boolean isHeld(String name) {
    JobId job = parts.view().job(name);
    HeldEntry heldEntry = job == null ? null : heldEntries.get(job);
    return heldEntry != null && heldEntry.name().equals(name);
  }

  @Override
  public List<JobId> renew() {
    checkOpen();
    long start = clock.nanos();
    session().finishConfirm(session().confirmAsync());
    checkOpen();
    leaseUntil.accumulateAndGet(start + lease.toNanos(), (a, b) -> a - b > 0 ? a : b);
    List<ClaimRef> held = heldClaims();
    if (held.isEmpty()) {
      return List.of();
    }
    Set<JobId> ended = parts.store().endedClaims(held);
    return held.stream()
        .filter(claim -> ended.contains(claim.job()) && !parts.claimsToConsume().contains(claim))
        .filter(claim -> heldEntries.containsKey(claim.job()))
        .map(ClaimRef::job)
        .toList();
  }

  @Override
  public List<ClaimRef> heldClaims() {
    return heldEntries.entrySet().stream()
        .map(held -> new ClaimRef(held.getKey(), held.getValue().token()))
        .toList();
  }

  @Override
  public Watch watch(Runnable onEnded) {
    return parts.store().watchEnded(onEnded);
  }

  @Override
  public void consume(Claim claim) {
    HeldEntry heldEntry = heldEntryOf(claim);
    if (heldEntry != null) {
      take().consume(heldEntry.name());
      ClaimRef claimRef = new ClaimRef(claim.job().id(), claim.token());
      if (!parts.claimsToConsume().contains(claimRef)) {
        // This executor has made no final write, so another process ended the job. The executor has
        // stopped the action only now, so the unique key becomes free only now.
        parts.store().freeUniqueKeys(List.of(claimRef));
      }
      forget(claim, heldEntry);
      parts.feeder().postingConsumed();
    }
  }

  @Override
  public void abandon(Claim claim) {
    abandon(claim, ClaimEnd.ABANDONED);
  }

  @Override
  public void abandonUnstarted(Claim claim) {
    abandon(claim, ClaimEnd.ABANDONED_UNSTARTED);
  }

  private void abandon(Claim claim, ClaimEnd end) {
    HeldEntry heldEntry = heldEntryOf(claim);
    if (heldEntry == null) {
      return;
    }
    setAsideEntries.add(heldEntry.name());
    ClaimRef claimRef = new ClaimRef(claim.job().id(), claim.token());
    if (parts.store().release(List.of(claimRef), end).isEmpty()) {
      // The store has no such claim any more: the job has ended, or it was posted again with
      // another entry. This entry is of no use.
      take().consume(heldEntry.name());
      parts.store().freeUniqueKeys(List.of(claimRef));
    } else {
      take().release(heldEntry.name());
    }
    forget(claim, heldEntry);
  }

  /**
   * Returns the entry of a claim; null if this session does not hold the claim, or does not hold
   * any claims any more.
   */
  private @Nullable HeldEntry heldEntryOf(Claim claim) {
    HeldEntry heldEntry = heldEntries.get(claim.job().id());
    boolean own = heldEntry != null && heldEntry.token() == claim.token();
    if (!own || leaving || session().isOver() || isLeaseOver()) {
      return null;
    }
    return heldEntry;
  }

  private void forget(Claim claim, HeldEntry heldEntry) {
    JobId job = claim.job().id();
    heldEntries.remove(job, heldEntry);
    parts.claimsToConsume().remove(new ClaimRef(job, claim.token()));
    reserved.remove(heldEntry.name());
  }

  @Override
  public String reference() {
    return session().reference();
  }

  /**
   * Releases the claims and ends the session. Returns when that is done, even if another thread
   * does it.
   */
  @Override
  public void close() {
    life.stop(() -> {
      leaving = true;
      try {
        if (!session().isOver() && !isLeaseOver()) {
          abandonAll();
        }
      } catch (BatonException e) {
        LOG.debug(
            "claims could not be released; they end with the session of the external board:"
                + " executor={} board={}",
            owner,
            parts.boardName(),
            e);
      } finally {
        leave();
      }
    });
  }

  /**
   * Ends the session without releasing its claims. Its locks disappear with it, and other sessions
   * notice that and resume the jobs.
   */
  void end() {
    life.stop(() -> {
      leaving = true;
      leave();
    });
  }

  private void leave() {
    left = true;
    heldClaims().forEach(parts.claimsToConsume()::remove);
    heldEntries.values().forEach(heldEntry -> reserved.remove(heldEntry.name()));
    heldEntries.clear();
    session().close();
    onEnd.accept(this);
  }

  private void abandonAll() {
    List<ClaimRef> held = heldClaims();
    Set<JobId> released = parts.store().release(held, ClaimEnd.BOARD_LEFT);
    held.stream()
        .filter(claim -> !released.contains(claim.job()))
        .map(claim -> heldEntries.get(claim.job()))
        .filter(Objects::nonNull)
        .forEach(heldEntry -> take().consume(heldEntry.name()));
    parts
        .store()
        .freeUniqueKeys(held.stream().filter(claim -> !released.contains(claim.job())).toList());
  }
}
