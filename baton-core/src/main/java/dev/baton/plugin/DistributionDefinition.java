// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.plugin;

/**
 * A registered distribution.
 *
 * @param name also the name of its election
 * @param plugin that brings it
 */
public record DistributionDefinition(
    String name,
    String plugin,
    String description,
    Schedule schedule,
    JobSource source,
    Misfire misfire,
    Overlap overlap) {}
