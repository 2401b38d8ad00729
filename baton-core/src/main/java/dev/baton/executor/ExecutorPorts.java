// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import dev.baton.board.JobBoard;
import dev.baton.job.JobHistory;
import dev.baton.job.JobLog;
import dev.baton.job.JobStore;
import dev.baton.logbook.LogbookStore;
import dev.baton.member.MemberRegistry;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a backend that an {@link Executor} uses.
 *
 * @param logbook null if the backend cannot keep the progress of flows; then the executor can run
 *     no flows
 */
public record ExecutorPorts(
    JobBoard board,
    JobStore jobs,
    JobLog log,
    JobHistory history,
    MemberRegistry memberRegistry,
    @Nullable LogbookStore logbook) {}
