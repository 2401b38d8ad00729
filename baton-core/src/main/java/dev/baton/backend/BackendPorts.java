// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.backend;

import dev.baton.access.AccountStore;
import dev.baton.board.ExternalBoardStore;
import dev.baton.board.JobBoard;
import dev.baton.election.DistributionStore;
import dev.baton.election.Election;
import dev.baton.job.JobHistory;
import dev.baton.job.JobLog;
import dev.baton.job.JobStore;
import dev.baton.logbook.LogbookStore;
import dev.baton.member.ActionStore;
import dev.baton.member.MemberRegistry;
import dev.baton.statistics.JobStatistics;
import java.util.Optional;

/**
 * The ports that a driver provides.
 *
 * @param externalBoardStore the store operations that an external board needs; absent if the store
 *     supports only its own board
 * @param accounts absent if the backend keeps no accounts, as a remote server keeps them itself
 * @param logbook absent if the progress of flows cannot be stored; then jobs whose action is a flow
 *     cannot run
 * @param statistics absent if the backend does not count events; then the server has no time series
 */
public record BackendPorts(
    JobStore jobs,
    JobLog log,
    JobHistory history,
    JobBoard board,
    Optional<ExternalBoardStore> externalBoardStore,
    Election election,
    DistributionStore distributions,
    MemberRegistry memberRegistry,
    ActionStore actions,
    Optional<AccountStore> accounts,
    Optional<LogbookStore> logbook,
    Optional<JobStatistics> statistics) {}
