// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.peers;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * The choice of systems and scenarios, and the size of the measurements.
 *
 * @param jobs the jobs of one measurement
 * @param rounds the measurements of each kind; a warm-up precedes them
 * @param backlog the jobs that wait behind in the scenario {@code backlog}
 * @param posts the posts of one measurement of the latency
 * @param executors the numbers of executors in the scenario {@code executors}
 * @param longest how long one measurement may take; a slower system gets fewer jobs
 * @param longestBacklog how long the post of the backlog may take; a slower system is not measured
 * @param heap the heap of each process, as the option {@code -Xmx} takes it
 */
record PeersOptions(
    Set<PeerSystem> systems,
    Set<PeerScenario> scenarios,
    int jobs,
    int rounds,
    int backlog,
    int posts,
    List<Integer> executors,
    Duration longest,
    Duration longestBacklog,
    String heap) {}
