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
import java.util.Optional;

/**
 * What a driver made of a place to keep things in.
 *
 * @param externalBoardStore what a board elsewhere needs of the store; absent where the store can
 *     only be its own
 * @param accounts absent where accounts are somebody else's business, as for a remote server
 * @param logbook absent where flows cannot be kept; jobs whose action is a flow cannot run there
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
    Optional<LogbookStore> logbook) {}
