// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Runs distributions on schedule, on the elected process only. Depends on {@code election}, {@code
 * jobservice}, {@code member}, {@code plugin} and their dependencies. Start reading at: {@link
 * dev.baton.distributor.Distributor}.
 */
@NullMarked
package dev.baton.distributor;

import org.jspecify.annotations.NullMarked;
