// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/** Gives the revert of a task access to the run of its flow. */
public interface RevertContext extends WaitingContext {

  /** The idempotency key of execute. A service may use it to find the effects of execute. */
  String executeIdempotencyKey();

  /** The result of execute; the null node if execute returned null, empty if it failed. */
  Optional<JsonNode> result();

  /** The failure of execute of this atom; empty if execute succeeded. */
  Optional<Failure> failure();

  /** All failures of execute that were known when this revert was scheduled, by atom name. */
  Map<String, Failure> failures();

  /** Reports the progress of the revert, from 0 to 1. Other values are clamped. */
  void progress(double share);
}
