// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Records traces with the SDK of OpenTelemetry and sends them by OTLP over HTTP. Depends on {@code
 * dev.baton.trace} and {@code dev.baton.service}. The entry type is {@link
 * dev.baton.opentelemetry.OpenTelemetryTracer}.
 */
@NullMarked
package dev.baton.opentelemetry;

import org.jspecify.annotations.NullMarked;
