// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/** What the revert of a task sees of the run. */
public interface RevertContext extends WaitingContext {

  /** The idempotency key that execute was given: under it a service may find what it did. */
  String executeIdempotencyKey();

  /** What execute returned; the null node if it returned null, empty if it failed. */
  Optional<JsonNode> result();

  /** Why execute of this atom failed; empty if it succeeded. */
  Optional<Failure> failure();

  /** All failures of execute that were known when this revert was scheduled, by atom. */
  Map<String, Failure> failures();

  /** Tells how far the revert is, from 0 to 1; other values are cut. */
  void progress(double share);
}
