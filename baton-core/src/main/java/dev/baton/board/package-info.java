// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The job board, on which jobs wait and are claimed. Depends on {@code job} and the dependencies of
 * {@code job}. Start reading at: {@link dev.baton.board.JobBoard}, {@link
 * dev.baton.board.BoardSession}.
 */
@NullMarked
package dev.baton.board;

import org.jspecify.annotations.NullMarked;
