// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.plugin;

/** The work of a distribution at each of its times: post the jobs of a job source, or do upkeep. */
public sealed interface DistributionTask permits JobSource, Upkeep {}
