// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Posts jobs by the clock, on the elected process only. Depends on {@code desk}, {@code election},
 * {@code executor} and what those depend on. Entry type: {@link dev.baton.distributor.Distributor}.
 */
@NullMarked
package dev.baton.distributor;

import org.jspecify.annotations.NullMarked;
