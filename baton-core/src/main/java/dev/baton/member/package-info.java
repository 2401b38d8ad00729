// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The registry of Baton's processes. Each process reports that it is alive, which actions it
 * provides and which jobs it refuses. Depends on {@code job}, {@code service} and their
 * dependencies. Start reading at: {@link dev.baton.member.MemberRegistry}, {@link
 * dev.baton.member.MemberHeartbeat}.
 */
@NullMarked
package dev.baton.member;

import org.jspecify.annotations.NullMarked;
