// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.election;

import dev.baton.service.Deadline;

/**
 * A time of leadership.
 *
 * @param name the office
 * @param contender who leads
 * @param token fencing token; only grows from term to term of one office
 * @param trustedUntil the leader stops by itself then; read from the clock before the request
 */
public record Term(String name, String contender, long token, Deadline trustedUntil) {}
