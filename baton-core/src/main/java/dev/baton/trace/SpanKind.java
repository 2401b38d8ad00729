// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.trace;

/** The kinds of spans that OpenTelemetry distinguishes. */
public enum SpanKind {
  /** The answer to a request of a client. */
  SERVER,
  /** A request to another program. */
  CLIENT,
  /** The post of a job. */
  PRODUCER,
  /** An attempt of a job. */
  CONSUMER,
  /** Work inside of the process. */
  INTERNAL
}
