// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.zookeeper;

import dev.baton.board.Admission;
import dev.baton.board.Claim;
import dev.baton.board.Claims;
import dev.baton.error.BatonException;
import dev.baton.error.LostClaimException;
import dev.baton.job.ClaimEnd;
import dev.baton.job.JobId;
import dev.baton.job.Watch;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One executor's stay at the board: a session, whose locks are its claims. */
final class ZookeeperClaims implements Claims {

  private static final Logger LOG = LoggerFactory.getLogger(ZookeeperClaims.class);
  private static final Duration SET_ASIDE = Duration.ofMillis(3500);
  private static final int WIDEST_SPREAD = 16;

  /** A claim that is held: the entry that its lock is on. */
  private record Holding(String name, long token) {}

  private final BoardParts parts;
  private final Clock clock;
  private final String owner;
  private final Duration lease;
  // Set once the session is there, before the stay is handed out.
  private volatile @Nullable TrustedSession opened;
  private volatile @Nullable TakeEntries take;
  private volatile Consumer<ZookeeperClaims> onEnd = stay -> {};
  private final SetAside setAside;
  private final SetAside reserved;
  private final Map<Admission.Kind, Boolean> accepted = PickEntries.answers();
  private final Map<JobId, Holding> holdings = new ConcurrentHashMap<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicLong leaseUntil;
  // How far from the head claims are picked; grows while others are met there. The claimer's.
  private int spread = 1;

  private ZookeeperClaims(
      BoardParts parts, SetAside reserved, String owner, Duration lease, long startNanos) {
    this.parts = parts;
    this.clock = parts.clock();
    this.owner = owner;
    this.lease = lease;
    this.reserved = reserved;
    this.setAside = new SetAside(clock, SET_ASIDE);
    this.leaseUntil = new AtomicLong(startNanos + lease.toNanos());
  }

  static ZookeeperClaims join(
      BoardParts parts,
      SetAside reserved,
      String owner,
      Duration lease,
      Consumer<ZookeeperClaims> onEnd) {
    long start = parts.clock().nanos();
    ZookeeperClaims stay = new ZookeeperClaims(parts, reserved, owner, lease, start);
    stay.onEnd = onEnd;
    TrustedSession session =
        TrustedSession.open(parts.servers(), lease, parts.clock(), stay::leaseLeft);
    stay.opened = session;
    stay.take = new TakeEntries(parts, session, owner, stay.setAside);
    return stay;
  }

  private TrustedSession session() {
    return Objects.requireNonNull(opened);
  }

  private TakeEntries take() {
    return Objects.requireNonNull(take);
  }

  private @Nullable Duration leaseLeft() {
    long left = leaseUntil.get() - clock.nanos();
    return left <= 0 || closed.get() ? null : Duration.ofNanos(left);
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
    if (closed.get() || session().isOver() || isLeaseOver()) {
      throw new LostClaimException(
          "the lease of executor '"
              + owner
              + "' ran out: its claims are lost; join the board anew");
    }
  }

  @Override
  public List<Claim> claim(int max, Admission admission) {
    if (max <= 0) {
      return List.of();
    }
    checkOpen();
    CompletableFuture<Boolean> confirming = session().confirming();
    take().tidy();
    parts.queue().refresh();
    session().confirmed(confirming);
    if (parts.view().freeUpTo(max) < max) {
      feed();
    }
    List<TakeEntries.Taken> taken = new ArrayList<>();
    try {
      takeSome(max, admission, taken);
    } catch (RuntimeException e) {
      if (taken.isEmpty()) {
        throw e;
      }
      // What was claimed before it failed is running by now, and must reach the executor.
      LOG.debug("a pass failed after it had claimed jobs={}", taken.size(), e);
    }
    checkOpen();
    parts.feeder().consumed();
    taken.sort(Comparator.comparing(TakeEntries.Taken::name));
    return taken.stream().map(TakeEntries.Taken::claim).toList();
  }

  private void feed() {
    try {
      if (parts.feeder().feedHere()) {
        parts.queue().refresh();
      }
    } catch (BatonException e) {
      LOG.debug("the window could not be fed; claims go by what is in it", e);
    }
  }

  private void takeSome(int max, Admission admission, List<TakeEntries.Taken> taken) {
    PickEntries pick = new PickEntries(parts, admission, accepted, setAside, reserved);
    while (taken.size() < max && !pick.isAtEnd()) {
      List<String> names = pick.next(max - taken.size(), spread);
      if (names.isEmpty()) {
        continue;
      }
      TakeEntries.Pass pass = takeNow(names);
      taken.addAll(pass.taken());
      if (!pass.again().isEmpty()) {
        taken.addAll(takeNow(pass.again()).taken());
      }
      boolean crowded = pass.missed() * 4 > names.size();
      spread = crowded ? Math.min(WIDEST_SPREAD, spread * 2) : Math.max(1, spread / 2);
    }
  }

  private TakeEntries.Pass takeNow(List<String> names) {
    try {
      TakeEntries.Pass pass = take().run(names);
      pass.taken()
          .forEach(each ->
              holdings.put(
                  each.claim().job().id(), new Holding(each.name(), each.claim().token())));
      return pass;
    } finally {
      // Those that were taken are known as such by now, or will be in a moment.
      names.stream().filter(name -> !isHeld(name)).forEach(reserved::remove);
    }
  }

  private boolean isHeld(String name) {
    JobId job = parts.view().job(name);
    Holding holding = job == null ? null : holdings.get(job);
    return holding != null && holding.name().equals(name);
  }

  @Override
  public List<JobId> renew() {
    checkOpen();
    long start = clock.nanos();
    session().confirmed(session().confirming());
    checkOpen();
    leaseUntil.accumulateAndGet(start + lease.toNanos(), (a, b) -> a - b > 0 ? a : b);
    List<Held> held = held();
    if (held.isEmpty()) {
      return List.of();
    }
    Set<JobId> ended = parts.ledger().ended(held);
    return held.stream()
        .filter(claim -> ended.contains(claim.job()) && !parts.settled().contains(claim))
        .filter(claim -> holdings.containsKey(claim.job()))
        .map(Held::job)
        .toList();
  }

  @Override
  public List<Held> held() {
    return holdings.entrySet().stream()
        .map(holding -> new Held(holding.getKey(), holding.getValue().token()))
        .toList();
  }

  @Override
  public Watch watch(Runnable onEnded) {
    return parts.ledger().watchEnded(onEnded);
  }

  @Override
  public void consume(Claim claim) {
    Holding holding = holding(claim);
    if (holding != null) {
      take().locks().consume(holding.name());
      Held held = new Held(claim.job().id(), claim.token());
      if (!parts.settled().contains(held)) {
        // Somebody else ended the job, and only now nothing of it runs any more.
        parts.ledger().letGo(List.of(held));
      }
      forget(claim, holding);
      parts.feeder().consumed();
    }
  }

  @Override
  public void abandon(Claim claim) {
    abandon(claim, ClaimEnd.GIVEN_BACK);
  }

  @Override
  public void abandonUnstarted(Claim claim) {
    abandon(claim, ClaimEnd.UNSTARTED);
  }

  private void abandon(Claim claim, ClaimEnd end) {
    Holding holding = holding(claim);
    if (holding == null) {
      return;
    }
    setAside.add(holding.name());
    Held held = new Held(claim.job().id(), claim.token());
    if (parts.ledger().release(List.of(held), end).isEmpty()) {
      // The job ended, or somebody posted it anew: this entry is of no use.
      take().locks().consume(holding.name());
      parts.ledger().letGo(List.of(held));
    } else {
      take().letGo(holding.name());
    }
    forget(claim, holding);
  }

  /** What the stay holds by this claim; null if nothing, or if all is lost. */
  private @Nullable Holding holding(Claim claim) {
    Holding holding = holdings.get(claim.job().id());
    boolean own = holding != null && holding.token() == claim.token();
    if (!own || closed.get() || session().isOver() || isLeaseOver()) {
      return null;
    }
    return holding;
  }

  private void forget(Claim claim, Holding holding) {
    JobId job = claim.job().id();
    holdings.remove(job, holding);
    parts.settled().remove(new Held(job, claim.token()));
    reserved.remove(holding.name());
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      if (!session().isOver() && !isLeaseOver()) {
        giveBack();
      }
    } catch (BatonException e) {
      LOG.debug("owner={} leaves without giving back; others find out", owner, e);
    } finally {
      leave();
    }
  }

  /** Leaves without giving back: others find the locks gone. */
  void end() {
    if (closed.compareAndSet(false, true)) {
      leave();
    }
  }

  private void leave() {
    held().forEach(parts.settled()::remove);
    holdings.values().forEach(holding -> reserved.remove(holding.name()));
    holdings.clear();
    session().close();
    onEnd.accept(this);
  }

  private void giveBack() {
    List<Held> held = held();
    Set<JobId> released = parts.ledger().release(held, ClaimEnd.LEFT);
    held.stream()
        .filter(claim -> !released.contains(claim.job()))
        .map(claim -> holdings.get(claim.job()))
        .filter(Objects::nonNull)
        .forEach(holding -> take().locks().consume(holding.name()));
    parts.ledger().letGo(held.stream().filter(claim -> !released.contains(claim.job())).toList());
  }
}
