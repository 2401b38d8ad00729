// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.flow.Failure;
import dev.baton.flow.RevertContext;
import java.util.Map;
import java.util.Optional;

/** The context of the revert of a task. */
final class RevertBodyContext extends WaitingBodyContext implements RevertContext {

  private final Map<String, Failure> failures;

  RevertBodyContext(Call call) {
    super(call);
    this.failures = run.failures();
  }

  @Override
  public Optional<JsonNode> result() {
    return failure().isPresent() ? Optional.empty() : Optional.of(ArgumentLookup.resultOf(atom));
  }

  @Override
  public Optional<Failure> failure() {
    return Optional.ofNullable(atom.outcome().failure());
  }

  @Override
  public Map<String, Failure> failures() {
    return failures;
  }

  @Override
  public int attempt() {
    return atom.reverts();
  }

  /** Always false, because an incomplete revert is worse than a late revert. */
  @Override
  public boolean stopRequested() {
    return false;
  }

  @Override
  public String idempotencyKey() {
    return executeIdempotencyKey() + "/revert";
  }

  @Override
  public String executeIdempotencyKey() {
    return super.idempotencyKey();
  }
}
