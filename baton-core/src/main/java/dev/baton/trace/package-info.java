// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Traces: the spans that tell what happened to a job in which process and for how long. The port is
 * {@link dev.baton.trace.Tracer}; without a tracer, no span is recorded. Depends on no other
 * package of Baton. Start reading at: {@link dev.baton.trace.Tracer}, {@link
 * dev.baton.trace.CurrentSpan}.
 */
@NullMarked
package dev.baton.trace;

import org.jspecify.annotations.NullMarked;
