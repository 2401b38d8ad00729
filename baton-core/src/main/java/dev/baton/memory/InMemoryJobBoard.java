// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.memory;

import dev.baton.board.BoardSession;
import dev.baton.board.JobBoard;
import dev.baton.error.LostClaimException;
import dev.baton.job.Watch;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

record InMemoryJobBoard(InMemoryJobTable table) implements JobBoard {

  @Override
  public BoardSession join(String owner, Duration lease) {
    InMemoryBoardSession session = new InMemoryBoardSession(table, owner, lease);
    table.locked(() -> table.join(session));
    return session;
  }

  @Override
  public BoardSession join(String owner, Duration lease, String key) {
    BoardSession session = join(owner, lease);
    table.locked(() -> table.keepForRejoin(key, (InMemoryBoardSession) session));
    return session;
  }

  /**
   * Returns the session object that {@code join} returned. The object keeps no earlier decisions of
   * the admission.
   */
  @Override
  public BoardSession rejoin(String owner, Duration lease, String key) {
    InMemoryBoardSession session = table.locked(() -> table.findForRejoin(key));
    if (session == null) {
      throw new LostClaimException(
          "the board session of '" + owner + "' has ended; join the board again");
    }
    return session;
  }

  @Override
  public boolean endDeadSession(String reference) {
    return table.locked(() -> table.endDead(reference));
  }

  @Override
  public Watch watch(Runnable onPosting) {
    return table.boardWatchers.add(onPosting);
  }

  @Override
  public @Nullable Instant nextDue() {
    return table.locked(() -> {
      Instant now = table.clock.now();
      return table.board().values().stream()
          .filter(entry -> entry.holder == null)
          .map(JobEntry::due)
          .filter(due -> due.isAfter(now))
          .min(Comparator.naturalOrder())
          .orElse(null);
    });
  }

  @Override
  public List<Posting> postings(int offset, int limit) {
    return table.locked(() ->
        table.board().values().stream().skip(offset).limit(limit).map(this::posting).toList());
  }

  private Posting posting(JobEntry entry) {
    boolean claimed = entry.holder != null || entry.claimedOnExternalBoard;
    String owner = claimed ? entry.job.status().owner() : null;
    return new Posting(entry.job.id(), entry.job.spec().priority().value(), entry.due(), owner);
  }

  /**
   * Ends expired leases. Nothing else can need a repair, because board and store are the same
   * table.
   */
  @Override
  public Reconciliation reconcile() {
    return table.locked(() -> new Reconciliation(0, 0, table.releaseLost()));
  }
}
