// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.runner.plan;

/**
 * One revert that would run if a flow were reverted now.
 *
 * @param hasRevert whether it does anything; what an atom without one did stays
 */
public record PlannedRevert(String atom, boolean hasRevert) {}
