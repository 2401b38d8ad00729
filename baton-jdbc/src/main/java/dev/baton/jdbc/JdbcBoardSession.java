// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import dev.baton.board.Admission;
import dev.baton.board.BoardSession;
import dev.baton.board.Claim;
import dev.baton.board.SetAsideItems;
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
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One executor's session at the board. */
final class JdbcBoardSession implements BoardSession {

  private static final int REPETITIONS = 4;

  private static final Logger LOG = LoggerFactory.getLogger(JdbcBoardSession.class);

  private final JdbcBoardContext parts;
  private final Clock clock;
  private final long id;
  private final String owner;
  // Whether the executor runs in another process, which keeps its own record of the claims that it
  // was granted.
  private final boolean served;
  private final Duration lease;
  private final SetAsideItems<Long> setAsideJobs;
  private final AtomicReference<Deadline> trustedUntil;
  private final AtomicBoolean closed = new AtomicBoolean();
  // The job kinds that were on the board in this session. Used only by the claiming thread, and by
  // the thread of the database to which it gives a claim pass.
  private final Map<Long, JobKinds.JobKind> knownKinds = new HashMap<>();
  // The admission's answers for each action version; an answer is valid for the whole session.
  private final Map<Admission.ActionVersion, Boolean> accepted = new ConcurrentHashMap<>();
  // Where the next claim pass continues if the last claim pass ended early. Written by the claiming
  // thread.
  private volatile Map<Long, Candidate> resumeAfter = Map.of();
  // Whether the database may have granted claims to this session that no thread of this process
  // knows. Used only by the claiming thread.
  private boolean uncertainClaims;
  // The claims that this process was granted in this session. {@link #renew} finds deleted jobs
  // with it.
  private final Map<JobId, LockAndStartJobs.LockedJob> granted = new ConcurrentHashMap<>();

  JdbcBoardSession(
      JdbcBoardContext parts,
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
    this.setAsideJobs = new SetAsideItems<>(clock, JdbcBoardContext.SET_ASIDE);
  }

  @Override
  public List<ClaimRef> heldClaims() {
    return parts.database().read(sql -> SessionJobs.claimed(sql, id));
  }

  /**
   * Abandons claims that this process does not know. After the call to the database has failed, it
   * is unknown whether the database granted the claims. If it did, no thread runs those jobs, and
   * the session would hold them until it ends.
   */
  private void abandonUnknown() {
    heldClaims().stream()
        .filter(each -> !parts.claimTokens().holds(each.job(), each.token()))
        .forEach(each ->
            parts
                .writes()
                .submitUninterruptibly(new ClaimWrite.Abandon(each.job(), each.token(), false)));
    uncertainClaims = false;
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
    if (uncertainClaims) {
      abandonUnknown();
    }
    if (closed.get() || trustedUntil().isPast(clock)) {
      confirmOrFail();
    }
    long releases = parts.watchLeases().releases();
    List<Claim> claims = pass(max, admission);
    if (!claims.isEmpty()) {
      return claims;
    }
    parts.watchLeases().checkAgain();
    // If another thread released jobs of dead sessions during the claim pass, jobs may be on the
    // board again at a place that the claim pass has passed already.
    return parts.watchLeases().hasReleasedSince(releases) ? pass(max, admission) : claims;
  }

  private List<Claim> pass(int max, Admission admission) {
    parts.due().promote();
    List<LockAndStartJobs.LockedJob> locked = new ArrayList<>();
    try {
      boolean again = true;
      for (int left = REPETITIONS; again && left > 0; left--) {
        again = passOnce(max, admission, locked);
      }
    } catch (RuntimeException e) {
      if (locked.isEmpty()) {
        throw e;
      }
      // Jobs that were claimed before the failure are already running in the store, so the executor
      // must get them.
      LOG.debug(
          "claim failed after some jobs were claimed; the executor gets these jobs: jobs={}",
          locked.size(),
          e);
    }
    locked.sort(Comparator.comparing(LockAndStartJobs.LockedJob::position));
    return locked.stream().map(LockAndStartJobs.LockedJob::claim).toList();
  }

  /**
   * Runs one claim pass and adds the claimed jobs to the list. Returns whether to run another claim
   * pass at once: if no job was claimed, but some jobs were locked by other transactions.
   */
  private boolean passOnce(int max, Admission admission, List<LockAndStartJobs.LockedJob> locked) {
    ClaimPass pass =
        parts.database().dialect() == Dialect.POSTGRES
            ? peekAndRun(max, admission, locked)
            : readKindsAndRun(max, admission, locked);
    boolean endedEarly = locked.size() < max && !pass.isAtEnd();
    resumeAfter = endedEarly ? pass.resumeAfter() : Map.of();
    if (endedEarly) {
      // The notification makes the executor claim the rest of the jobs at once instead of at its
      // next poll.
      parts.signals().notifyWatchers(Set.of(ChangeNotifier.Kind.POSTING));
    }
    return locked.isEmpty() && pass.hasMissed();
  }

  /** Reads the first jobs and the new job kinds with one statement. */
  private ClaimPass peekAndRun(
      int max, Admission admission, List<LockAndStartJobs.LockedJob> locked) {
    Optional<ClaimPass> pass = Optional.empty();
    while (pass.isEmpty()) {
      List<JobKinds.JobKind> kinds = accepted(knownKinds.values(), admission);
      pass = onThread(kinds, () -> peekAndRun(kinds, max, admission, locked));
    }
    return pass.get();
  }

  /** Returns empty if there are new job kinds, about which the admission must be asked first. */
  private Optional<ClaimPass> peekAndRun(
      List<JobKinds.JobKind> kinds,
      int max,
      Admission admission,
      List<LockAndStartJobs.LockedJob> locked) {
    Map<Long, Candidate> after = resumeAfter;
    List<PeekBoard.PeekPosition> places =
        kinds.stream()
            .map(kind -> new PeekBoard.PeekPosition(kind.id(), after.get(kind.id())))
            .toList();
    int width = ClaimPass.firstWidth(max);
    PeekBoard.Peek peek =
        parts.database().read(sql -> PeekBoard.peek(sql, places, width, knownKinds.keySet()));
    peek.unknownKinds().forEach(kind -> knownKinds.put(kind.id(), kind));
    if (!peek.unknownKinds().isEmpty()) {
      return Optional.empty();
    }
    ClaimPass pass = claimPass(kinds, admission, after, peek.candidates());
    run(pass, max, locked);
    return Optional.of(pass);
  }

  private ClaimPass readKindsAndRun(
      int max, Admission admission, List<LockAndStartJobs.LockedJob> locked) {
    List<JobKinds.JobKind> kinds =
        accepted(parts.database().read(PeekBoard::readyKinds), admission);
    ClaimPass pass = claimPass(kinds, admission, resumeAfter, null);
    if (!kinds.isEmpty()) {
      onThread(kinds, () -> run(pass, max, locked));
    }
    return pass;
  }

  private List<JobKinds.JobKind> accepted(Collection<JobKinds.JobKind> kinds, Admission admission) {
    return kinds.stream()
        .filter(jobKind -> accepted.computeIfAbsent(jobKind.kind(), admission::accepts))
        .toList();
  }

  private ClaimPass claimPass(
      List<JobKinds.JobKind> kinds,
      Admission admission,
      Map<Long, Candidate> after,
      @Nullable List<Candidate> firstSlice) {
    return new ClaimPass(
        parts.database(), parts.jobs(), admission, setAsideJobs, kinds, after, firstSlice);
  }

  /**
   * Executes a claim pass on a thread of the pool. If jobs have requirements, the claim pass
   * evaluates the executor's capabilities, which may be slow, so it does not occupy such a thread.
   */
  private <T> T onThread(List<JobKinds.JobKind> kinds, Supplier<T> pass) {
    return kinds.stream().anyMatch(JobKinds.JobKind::hasRequirements)
        ? pass.get()
        : parts.database().runOnOneThread(pass);
  }

  private boolean run(ClaimPass pass, int max, List<LockAndStartJobs.LockedJob> locked) {
    while (locked.size() < max && !pass.isAtEnd() && !pass.hasReadEnough()) {
      int maxJobs = max - locked.size();
      List<Long> seqs = pass.next(maxJobs);
      if (!seqs.isEmpty()) {
        LockAndStartJobs.LockResult newClaims = lockJobs(seqs, maxJobs);
        pass.took(
            seqs.size() - newClaims.setAside().size(), maxJobs, newClaims.lockedJobs().size());
        locked.addAll(newClaims.lockedJobs());
      }
    }
    return !locked.isEmpty();
  }

  private LockAndStartJobs.LockResult lockJobs(List<Long> seqs, int maxJobs) {
    long start = clock.nanos();
    LockAndStartJobs.LockResult lockResult;
    try {
      lockResult = parts.lockAndStart().run(id, owner, seqs, maxJobs);
    } catch (UnavailableException e) {
      // If the executor runs in another process, that process finds unanswered claims, because only
      // that process knows which claims have reached it.
      uncertainClaims = !served;
      throw e;
    }
    if (lockResult.renewed()) {
      confirm(start);
    }
    lockResult.setAside().forEach(setAsideJobs::add);
    for (LockAndStartJobs.LockedJob each : lockResult.lockedJobs()) {
      Claim claim = each.claim();
      granted.put(claim.job().id(), each);
      parts.claimedRows().add(claim.job().id(), each.position().seq());
      parts.claimTokens().begin(claim.job().id(), claim.token());
    }
    if (!lockResult.lockedJobs().isEmpty()) {
      parts.signals().notifyHistory();
    }
    return lockResult;
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
    if (!parts.database().writeStatement(sql -> parts.leases().renew(sql, id))) {
      throw new LostClaimException(
          "the lease of executor '"
              + owner
              + "' expired before it was renewed; other executors resume its jobs");
    }
    confirm(start);
  }

  @Override
  public List<JobId> renew() {
    confirmOrFail();
    // If the executor runs in another process, this process may not know all claims of the session,
    // so it must ask the database.
    if (granted.isEmpty() && !served) {
      return List.of();
    }
    Set<JobId> before = Set.copyOf(granted.keySet());
    SessionJobs.Ended ended = parts.database().read(sql -> SessionJobs.ended(sql, id));
    return withDeleted(ended, before);
  }

  /**
   * Adds the deleted jobs to the ended jobs. The row of a deleted job is gone, so the query for
   * ended jobs does not find it. A deleted job is recognized because it is missing among the jobs
   * that the session holds.
   */
  private List<JobId> withDeleted(SessionJobs.Ended ended, Set<JobId> before) {
    long known = before.stream().filter(this::isHeld).count();
    if (ended.held() >= known) {
      return ended.jobs();
    }
    Set<JobId> there = parts.database().read(sql -> SessionJobs.all(sql, id));
    List<JobId> all = new ArrayList<>(ended.jobs());
    before.stream().filter(job -> !there.contains(job) && isHeld(job)).forEach(all::add);
    return all;
  }

  private boolean isHeld(JobId job) {
    LockAndStartJobs.LockedJob lockedJob = granted.get(job);
    return lockedJob != null && parts.claimTokens().holds(job, lockedJob.claim().token());
  }

  @Override
  public Watch watch(Runnable onEnded) {
    return parts.signals().watch(ChangeNotifier.Kind.ENDING, onEnded);
  }

  @Override
  public void consume(Claim claim) {
    JobId job = claim.job().id();
    boolean grantedToOthers = served && !granted.containsKey(job);
    forget(claim);
    // If this process made the final write, that write has ended the claim and removed the token
    // from the cache, so there is nothing to do. The tokens of claims that another process was
    // granted in this session are not in the cache, so such claims are always ended in the
    // database.
    if (grantedToOthers || parts.claimTokens().holds(job, claim.token())) {
      parts.database().write(sql -> endClaim(sql, job, claim.token()));
      parts.claimTokens().end(job, claim.token());
    }
  }

  /**
   * Ends the claim, and frees the unique key if the job was ended by another process in the
   * meantime.
   */
  private int endClaim(DSLContext sql, JobId job, long token) {
    Condition claim =
        StatusTable.JOB_SEQ
            .eq(DSL.select(JobTable.SEQ).from(JobTable.JOB).where(JobTable.ID.eq(job.uuid())))
            .and(StatusTable.TOKEN.eq(token))
            .and(StatusTable.HOLDER.eq(id));
    int released =
        sql.update(StatusTable.ACTIVE)
            .setNull(StatusTable.PHASE)
            .setNull(StatusTable.HOLDER)
            .where(claim)
            .execute();
    return released + ReleaseJobs.forgetEndedClaims(sql, claim);
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
    LockAndStartJobs.LockedJob lockedJob = granted.get(job);
    if (lockedJob != null) {
      setAsideJobs.add(lockedJob.position().seq());
    }
    parts.writes().submitUninterruptibly(new ClaimWrite.Abandon(job, claim.token(), started));
    forget(claim);
    parts.claimTokens().end(job, claim.token());
  }

  private void forget(Claim claim) {
    JobId id = claim.job().id();
    granted.computeIfPresent(
        id, (job, lockedJob) -> lockedJob.claim().token() == claim.token() ? null : lockedJob);
    if (!granted.containsKey(id)) {
      parts.claimedRows().remove(id);
    }
  }

  @Override
  public String reference() {
    return String.valueOf(id);
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    if (parts.database().writeStatement(sql -> parts.leases().leave(sql, id))) {
      parts.release().run(id, ClaimEnd.BOARD_LEFT);
    }
    parts.watchLeases().remove(id);
    granted.forEach((job, lockedJob) -> {
      parts.claimTokens().end(job, lockedJob.claim().token());
      parts.claimedRows().remove(job);
    });
    granted.clear();
  }
}
