// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Elects leaders. Depends on {@code service} and {@code error} only. Start reading at: {@link
 * dev.baton.election.Election}.
 */
@NullMarked
package dev.baton.election;

import org.jspecify.annotations.NullMarked;
