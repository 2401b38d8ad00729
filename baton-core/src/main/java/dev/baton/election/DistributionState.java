// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.election;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of a distribution, as its leader last stored it.
 *
 * @param schedule {@link dev.baton.plugin.Schedule#text()}, to detect that the schedule has changed
 * @param lastTime the last scheduled time that was processed
 * @param nextTime the next scheduled time
 * @param lastPosted how many jobs were posted, or how many things upkeep changed, at the last time
 * @param lastError the error of the last time; null if it succeeded
 * @param leader the process that stored this state
 */
public record DistributionState(
    String name,
    String schedule,
    @Nullable Instant lastTime,
    @Nullable Instant nextTime,
    int lastPosted,
    @Nullable String lastError,
    String leader) {}
