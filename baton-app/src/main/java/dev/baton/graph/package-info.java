// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Flows as people look at them: as a picture or as text for tools that draw. Depends on {@code
 * flow}, {@code logbook} and what these depend on. Entry type: {@link dev.baton.graph.FlowChart}.
 */
@NullMarked
package dev.baton.graph;

import org.jspecify.annotations.NullMarked;
