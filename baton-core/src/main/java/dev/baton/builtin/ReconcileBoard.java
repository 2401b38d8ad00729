// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.builtin;

import dev.baton.board.JobBoard;
import dev.baton.plugin.Action;
import dev.baton.plugin.JobRun;

/** Runs the board's own repair. */
record ReconcileBoard(JobBoard board) implements Action<ReconcileBoard.Options> {

  /** It takes none. */
  record Options() {}

  @Override
  public void run(JobRun run, Options options) {
    JobBoard.Reconciliation done = board.reconcile();
    run.message(
        "Reposted "
            + done.reposted()
            + ", removed "
            + done.removed()
            + ", released "
            + done.released());
    run.result(done);
  }
}
