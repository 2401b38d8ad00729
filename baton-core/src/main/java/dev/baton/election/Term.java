// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.election;

import dev.baton.service.Deadline;

/**
 * The time in which one process leads.
 *
 * @param name the name of the election, such as the name of a distribution
 * @param contender the process that leads
 * @param token the fencing token, which is greater in each later term of the same name
 * @param trustedUntil when the leader must stop. It is counted from a reading of the clock before
 *     the leader sent its request, so the term does not end earlier
 */
public record Term(String name, String contender, long token, Deadline trustedUntil) {}
