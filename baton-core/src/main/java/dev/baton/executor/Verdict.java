// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import dev.baton.job.RunWrite;

/** What is to be done with a job when its run is over. */
sealed interface Verdict {

  /** This is written, then the claim is consumed. */
  record Write(RunWrite write) implements Verdict {}

  /** The job goes back to the board, to be resumed by another executor. */
  record GiveBack() implements Verdict {}

  /** The job is final already: only the claim is consumed. */
  record Drop() implements Verdict {}

  /** Nothing: the claim is lost. */
  record Leave() implements Verdict {}
}
