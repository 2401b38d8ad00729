// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions;

import dev.baton.board.JobBoard;
import dev.baton.plugin.Upkeep;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Repairs differences between the job board and the job store. */
record ReconcileBoard(JobBoard board) implements Upkeep {

  private static final Logger LOG = LoggerFactory.getLogger(ReconcileBoard.class);

  @Override
  public long run() {
    JobBoard.Reconciliation done = board.reconcile();
    long changed = done.reposted() + done.removed() + done.released();
    if (changed > 0) {
      LOG.info(
          "board reconciled: reposted={} removed={} released={}",
          done.reposted(),
          done.removed(),
          done.released());
    }
    return changed;
  }
}
