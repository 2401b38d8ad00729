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
 * What an {@link Executor} stands on: the parts of a backend that it uses.
 *
 * @param logbook null where the progress of flows cannot be kept: then none can be run
 */
public record ExecutorPorts(
    JobBoard board,
    JobStore jobs,
    JobLog log,
    JobHistory history,
    MemberRegistry memberRegistry,
    @Nullable LogbookStore logbook) {}
