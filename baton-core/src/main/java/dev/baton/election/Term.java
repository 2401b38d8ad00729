// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.election;

import dev.baton.service.Deadline;

/**
 * A time of leadership.
 *
 * @param name the name of the election, such as the name of a distribution
 * @param contender the process that leads
 * @param token fencing token; it only grows from term to term of one name
 * @param trustedUntil when the leader must stop; computed from the clock before the request was
 *     sent
 */
public record Term(String name, String contender, long token, Deadline trustedUntil) {}
