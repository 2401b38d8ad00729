// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner.plan;

/**
 * A revert that would run if the flow were reverted now.
 *
 * @param hasRevert whether the revert does anything; otherwise the effects of the atom stay
 */
public record PlannedRevert(String atom, boolean hasRevert) {}
