// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.*;

import dev.baton.board.Admission;
import dev.baton.board.Claim;
import dev.baton.board.Claims;
import dev.baton.error.LostClaimException;
import dev.baton.error.UnavailableException;
import dev.baton.jdbc.PeekBoard.Candidate;
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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One executor's stay at the board. */
final class JdbcClaims implements Claims {

  private static final int REPETITIONS = 4;

  private static final Logger LOG = LoggerFactory.getLogger(JdbcClaims.class);

  private final BoardParts parts;
  private final Clock clock;
  private final long id;
  private final String owner;
  // Whether the executor is in another process, which keeps its own account of what it was granted.
  private final boolean served;
  private final Duration lease;
  private final SetAside setAside;
  private final AtomicReference<Deadline> trustedUntil;
  private final AtomicBoolean closed = new AtomicBoolean();
  // Kinds that the admission was asked about; its answer holds for the stay.
  private final Map<Admission.Kind, Boolean> accepted = new ConcurrentHashMap<>();
  // Where the next pass goes on when the last one was tired. Written by the claiming thread.
  private volatile Map<Long, Candidate> resumeAfter = Map.of();
  // Whether jobs may be held that nobody here knows of. Touched by the claiming thread.
  private boolean doubtful;
  // What this stay was granted, to notice jobs that were deleted.
  private final Map<JobId, GrabJobs.Grabbed> granted = new ConcurrentHashMap<>();

  JdbcClaims(
      BoardParts parts,
      long id,
      String owner,
      boolean served,
      Duration lease,
      Deadline trustedUntil) {
    this.parts = parts;
    this.clock = parts.database().clock();
    this.id = id;
    this.owner = owner;
    this.served = served;
    this.lease = lease;
    this.trustedUntil = new AtomicReference<>(trustedUntil);
    this.setAside = new SetAside(clock, BoardParts.SET_ASIDE);
  }

  @Override
  public List<Held> held() {
    return parts.database().read(sql -> HeldJobs.claimed(sql, id));
  }

  /**
   * Whether a claim was made that failed here is not known; if so, nobody runs those jobs, and they
   * would be held for as long as this stay lasts.
   */
  private void giveBackUnknown() {
    held().stream()
        .filter(each -> !parts.held().contains(each.job(), each.token()))
        .forEach(each ->
            parts
                .writes()
                .submitUninterruptibly(new HeldWrite.Abandon(each.job(), each.token(), false)));
    doubtful = false;
  }

  @Override
  public List<Claim> claim(int max, Admission admission) {
    if (max <= 0) {
      return List.of();
    }
    if (doubtful) {
      giveBackUnknown();
    }
    if (closed.get() || trustedUntil().isPast(clock)) {
      confirmOrFail();
    }
    long releases = parts.watchLeases().releases();
    List<Claim> claims = pass(max, admission);
    if (!claims.isEmpty()) {
      return claims;
    }
    parts.watchLeases().lookAgain();
    // Whoever looked meanwhile may have put jobs back behind the pass.
    return parts.watchLeases().hasReleasedSince(releases) ? pass(max, admission) : claims;
  }

  private List<Claim> pass(int max, Admission admission) {
    parts.due().promote();
    List<GrabJobs.Grabbed> grabbed = new ArrayList<>();
    try {
      boolean again = true;
      for (int left = REPETITIONS; again && left > 0; left--) {
        again = passOnce(max, admission, grabbed);
      }
    } catch (RuntimeException e) {
      if (grabbed.isEmpty()) {
        throw e;
      }
      // What was claimed before it failed is running by now, and must reach the executor.
      LOG.debug("a pass failed after it had claimed jobs={}", grabbed.size(), e);
    }
    grabbed.sort(Comparator.comparing(GrabJobs.Grabbed::place));
    return grabbed.stream().map(GrabJobs.Grabbed::claim).toList();
  }

  /** Adds what it could claim; true if that was nothing although something was there. */
  private boolean passOnce(int max, Admission admission, List<GrabJobs.Grabbed> grabbed) {
    List<Lanes.Lane> lanes =
        parts.database().read(PeekBoard::activeLanes).stream()
            .filter(lane -> accepted.computeIfAbsent(lane.kind(), admission::accepts))
            .toList();
    ClaimPass pass =
        new ClaimPass(parts.database(), parts.jobs(), admission, setAside, lanes, resumeAfter);
    if (lanes.stream().anyMatch(Lanes.Lane::hasRequirements)) {
      // Asks the executor's capabilities, which may take their time.
      run(pass, max, grabbed);
    } else if (!lanes.isEmpty()) {
      parts.database().together(() -> run(pass, max, grabbed));
    }
    boolean tired = grabbed.size() < max && !pass.isAtEnd();
    resumeAfter = tired ? pass.resumeAfter() : Map.of();
    if (tired) {
      // The executor comes back for the rest at once, not when it polls.
      parts.signals().fire(Set.of(Signals.Kind.POSTING));
    }
    return grabbed.isEmpty() && pass.hasMissed();
  }

  private boolean run(ClaimPass pass, int max, List<GrabJobs.Grabbed> grabbed) {
    while (grabbed.size() < max && !pass.isAtEnd() && !pass.isTired()) {
      int wanted = max - grabbed.size();
      List<Long> seqs = pass.next(wanted);
      if (!seqs.isEmpty()) {
        GrabJobs.Grabs got = grab(seqs, wanted);
        pass.took(seqs.size() - got.unreadable().size(), wanted, got.grabbed().size());
        grabbed.addAll(got.grabbed());
      }
    }
    return !grabbed.isEmpty();
  }

  private GrabJobs.Grabs grab(List<Long> seqs, int wanted) {
    long start = clock.nanos();
    GrabJobs.Grabs grabs;
    try {
      grabs = parts.grab().run(id, owner, seqs, wanted);
    } catch (UnavailableException e) {
      // Who is served through another process knows best what reached it.
      doubtful = !served;
      throw e;
    }
    confirm(start);
    grabs.unreadable().forEach(setAside::add);
    for (GrabJobs.Grabbed each : grabs.grabbed()) {
      Claim claim = each.claim();
      granted.put(claim.job().id(), each);
      parts.held().add(claim.job().id(), claim.token());
    }
    if (!grabs.grabbed().isEmpty()) {
      parts.signals().fireHistory();
    }
    return grabs;
  }

  private void confirm(long startNanos) {
    Deadline confirmed = Deadline.after(startNanos, lease);
    trustedUntil.accumulateAndGet(confirmed, (a, b) -> a.nanos() - b.nanos() > 0 ? a : b);
  }

  @Override
  public Deadline trustedUntil() {
    return trustedUntil.get();
  }

  private void confirmOrFail() {
    long start = clock.nanos();
    if (!parts.database().writeOne(sql -> parts.leases().renew(sql, id))) {
      throw new LostClaimException(
          "the lease of executor '"
              + owner
              + "' ran out before it was renewed; all its jobs go to"
              + " others");
    }
    confirm(start);
  }

  @Override
  public List<JobId> renew() {
    confirmOrFail();
    // What another process was granted for this stay is not known here.
    if (granted.isEmpty() && !served) {
      return List.of();
    }
    Set<JobId> before = Set.copyOf(granted.keySet());
    HeldJobs.Ended ended = parts.database().read(sql -> HeldJobs.ended(sql, id));
    return withDeleted(ended, before);
  }

  /** A deleted job has no row that could tell; it is missing among those that are held. */
  private List<JobId> withDeleted(HeldJobs.Ended ended, Set<JobId> before) {
    long known = before.stream().filter(this::isHeld).count();
    if (ended.held() >= known) {
      return ended.jobs();
    }
    Set<JobId> there = parts.database().read(sql -> HeldJobs.all(sql, id));
    List<JobId> all = new ArrayList<>(ended.jobs());
    before.stream().filter(job -> !there.contains(job) && isHeld(job)).forEach(all::add);
    return all;
  }

  private boolean isHeld(JobId job) {
    GrabJobs.Grabbed grabbed = granted.get(job);
    return grabbed != null && parts.held().contains(job, grabbed.claim().token());
  }

  @Override
  public Watch watch(Runnable onEnded) {
    return parts.signals().watch(Signals.Kind.ENDING, onEnded);
  }

  @Override
  public void consume(Claim claim) {
    JobId job = claim.job().id();
    boolean grantedElsewhere = served && !granted.containsKey(job);
    forget(claim);
    // After a final write nothing is left to do, and that write has removed it here. What another
    // process was granted for this stay is not known here.
    if (grantedElsewhere || parts.held().contains(job, claim.token())) {
      parts.database().write(sql -> letGo(sql, job, claim.token()));
      parts.held().remove(job, claim.token());
    }
  }

  /** Ends the claim, and frees the unique key of a job that somebody else ended meanwhile. */
  private int letGo(DSLContext sql, JobId job, long token) {
    return sql.update(JOB)
        .setNull(PHASE)
        .setNull(HOLDER)
        .set(ACTIVE_KEY, ReleaseJobs.keyUnlessFinal())
        .where(ID.eq(job.uuid()))
        .and(TOKEN.eq(token))
        .and(HOLDER.eq(id))
        .execute();
  }

  @Override
  public void abandon(Claim claim) {
    abandon(claim, true);
  }

  @Override
  public void abandonUnstarted(Claim claim) {
    abandon(claim, false);
  }

  private void abandon(Claim claim, boolean started) {
    JobId job = claim.job().id();
    GrabJobs.Grabbed grabbed = granted.get(job);
    if (grabbed != null) {
      setAside.add(grabbed.place().seq());
    }
    parts.writes().submitUninterruptibly(new HeldWrite.Abandon(job, claim.token(), started));
    forget(claim);
    parts.held().remove(job, claim.token());
  }

  private void forget(Claim claim) {
    granted.computeIfPresent(
        claim.job().id(),
        (job, grabbed) -> grabbed.claim().token() == claim.token() ? null : grabbed);
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    if (parts.database().writeOne(sql -> parts.leases().leave(sql, id))) {
      parts.release().run(id, ClaimEnd.LEFT);
    }
    parts.watchLeases().remove(id);
    granted.forEach((job, grabbed) -> parts.held().remove(job, grabbed.claim().token()));
    granted.clear();
  }
}
