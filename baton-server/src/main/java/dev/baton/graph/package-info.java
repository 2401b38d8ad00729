// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Charts of flows: pictures, and text for tools that draw. Depends on {@code flow}, {@code logbook}
 * and their dependencies. Start reading at: {@link dev.baton.graph.FlowChart}.
 */
@NullMarked
package dev.baton.graph;

import org.jspecify.annotations.NullMarked;
