// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.member;

import java.time.Instant;

/**
 * An action that a process has provided at some time.
 *
 * @param providedBy the process that last provided it, for display
 * @param provided when that process last provided it, by the store's clock; a live process provides
 *     its actions every ten minutes
 */
public record KnownAction(ActionInfo action, String providedBy, Instant provided) {}
