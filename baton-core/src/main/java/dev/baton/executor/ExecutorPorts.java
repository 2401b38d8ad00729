// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import dev.baton.board.JobBoard;
import dev.baton.job.JobHistory;
import dev.baton.job.JobLog;
import dev.baton.job.JobStore;

/** What an {@link Executor} stands on: the parts of a backend that it uses. */
public record ExecutorPorts(
    JobBoard board, JobStore jobs, JobLog log, JobHistory history, Roster roster) {}
