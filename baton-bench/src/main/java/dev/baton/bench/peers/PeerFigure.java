// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.peers;

/** One figure of one system in one round. */
sealed interface PeerFigure {

  PeerScenario scenario();

  int round();

  PeerSystem peerSystem();

  /**
   * Jobs that ran.
   *
   * @param executors the number of processes that ran them
   * @param backlog the number of other jobs that waited at the same time
   * @param post the costs of posting the same jobs in bulk
   */
  record Run(
      PeerScenario scenario,
      int round,
      PeerSystem peerSystem,
      int executors,
      int backlog,
      Costs costs,
      Costs post)
      implements PeerFigure {}

  /**
   * Posts.
   *
   * @param clients the number of threads that post one by one; 0 for posts in bulk
   */
  record Post(PeerScenario scenario, int round, PeerSystem peerSystem, int clients, Costs costs)
      implements PeerFigure {}

  /** The time from the post to the start on an idle system. */
  record Start(
      PeerScenario scenario,
      int round,
      PeerSystem peerSystem,
      int jobs,
      double p50Millis,
      double p99Millis,
      double maxMillis,
      double load)
      implements PeerFigure {}
}
