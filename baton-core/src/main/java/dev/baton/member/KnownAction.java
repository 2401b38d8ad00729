// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.member;

import java.time.Instant;

/**
 * An action that a process provided once.
 *
 * @param providedBy the process that provided it last, for people
 * @param provided when that process last said so, by the store's clock; a process that is alive
 *     says so every ten minutes
 */
public record KnownAction(ActionInfo action, String providedBy, Instant provided) {}
