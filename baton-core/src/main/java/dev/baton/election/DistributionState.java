// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.election;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of a distribution, as its leader last stored it.
 *
 * @param schedule {@link dev.baton.plugin.Schedule#text()}, to detect that the schedule has changed
 * @param lastTime the last scheduled time that was handled
 * @param nextTime the next scheduled time
 * @param lastPosted how many jobs were posted, or how many things upkeep changed, at that scheduled
 *     time
 * @param lastError the error at that scheduled time; null if there was none
 * @param leader the process that stored this state
 * @param misfires how many scheduled times were missed since the distribution is known: they were
 *     handled late, or never, because no leader was there or it was busy
 * @param lastMisfire the last of these times; null if none was missed
 */
public record DistributionState(
    String name,
    String schedule,
    @Nullable Instant lastTime,
    @Nullable Instant nextTime,
    int lastPosted,
    @Nullable String lastError,
    String leader,
    long misfires,
    @Nullable Instant lastMisfire) {}
