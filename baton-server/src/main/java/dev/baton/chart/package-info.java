// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Charts of flows: pictures, and text for tools that draw. Depends on {@code flow}, {@code logbook}
 * and their dependencies. Start reading at: {@link dev.baton.chart.FlowChart}.
 */
@NullMarked
package dev.baton.chart;

import org.jspecify.annotations.NullMarked;
