// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.plugin;

/** What a distribution does at each of its times: post jobs, or do a little itself. */
public sealed interface DistributionTask permits JobSource, Upkeep {}
