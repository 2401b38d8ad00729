// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.memory;

import dev.baton.board.Claims;
import dev.baton.board.JobBoard;
import dev.baton.error.LostClaimException;
import dev.baton.job.Watch;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

final class InMemoryBoard implements JobBoard {

  private final JobTable table;

  InMemoryBoard(JobTable table) {
    this.table = table;
  }

  @Override
  public Claims join(String owner, Duration lease) {
    InMemoryClaims stay = new InMemoryClaims(table, owner, lease);
    table.locked(() -> table.join(stay));
    return stay;
  }

  @Override
  public Claims join(String owner, Duration lease, String key) {
    Claims stay = join(owner, lease);
    table.locked(() -> table.keep(key, (InMemoryClaims) stay));
    return stay;
  }

  /** The same object again: it remembers no kinds. */
  @Override
  public Claims rejoin(String owner, Duration lease, String key) {
    InMemoryClaims stay = table.locked(() -> table.kept(key));
    if (stay == null) {
      throw new LostClaimException("the stay of '" + owner + "' is over; join the board anew");
    }
    return stay;
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
    boolean claimed = entry.holder != null || entry.claimedElsewhere;
    String owner = claimed ? entry.job.status().owner() : null;
    return new Posting(entry.job.id(), entry.job.spec().priority().value(), entry.due(), owner);
  }

  /** Board and store are one here: only leases can have run out. */
  @Override
  public Reconciliation reconcile() {
    return table.locked(() -> new Reconciliation(0, 0, table.releaseLost()));
  }
}
