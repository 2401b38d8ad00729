// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The job board, on which jobs wait and are claimed, and the gates that a job must pass before it
 * can be claimed. Depends on {@code job}, {@code member} and their dependencies. Start reading at:
 * {@link dev.baton.board.JobBoard}, {@link dev.baton.board.BoardSession}, {@link
 * dev.baton.board.Gate}.
 */
@NullMarked
package dev.baton.board;

import org.jspecify.annotations.NullMarked;
