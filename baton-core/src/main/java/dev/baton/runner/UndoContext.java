// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.runner;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.flow.Failure;
import dev.baton.flow.RevertContext;
import dev.baton.logbook.AtomDetail;
import java.util.Map;
import java.util.Optional;

/** What the revert of a task sees. */
final class UndoContext extends WaitingBody implements RevertContext {

  private final Map<String, Failure> failures;

  UndoContext(RunView run, AtomDetail atom, Given given, boolean resumed) {
    super(run, atom, given, resumed);
    this.failures = run.failures();
  }

  @Override
  public Optional<JsonNode> result() {
    return failure().isPresent() ? Optional.empty() : Optional.of(Arguments.resultOf(atom));
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

  /** Never: half of a revert is worse than a late one. */
  @Override
  public boolean stopRequested() {
    return false;
  }

  @Override
  public String idempotencyKey() {
    return executeKey() + "/revert";
  }

  @Override
  public String executeKey() {
    return super.idempotencyKey();
  }
}
