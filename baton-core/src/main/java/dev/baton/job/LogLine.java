// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.job;

import java.time.Instant;

/**
 * One line that a job logged.
 *
 * @param at when, by the executor's clock
 * @param attempt the attempt that logged it
 * @param stream {@code stdout}, {@code stderr} or {@code log}
 * @param text without the line end
 */
public record LogLine(Instant at, int attempt, String stream, String text) {}
