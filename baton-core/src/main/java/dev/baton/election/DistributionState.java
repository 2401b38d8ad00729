// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.election;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a distribution stands, as its leader last wrote it.
 *
 * @param schedule {@link dev.baton.plugin.Schedule#text()}, to notice a changed one
 * @param lastTime the last scheduled time that was dealt with
 * @param nextTime the next one
 * @param lastPosted how many jobs were posted, or things changed by upkeep, at the last time
 * @param lastError why the last time failed, if it did
 * @param leader who wrote this
 */
public record DistributionState(
    String name,
    String schedule,
    @Nullable Instant lastTime,
    @Nullable Instant nextTime,
    int lastPosted,
    @Nullable String lastError,
    String leader) {}
