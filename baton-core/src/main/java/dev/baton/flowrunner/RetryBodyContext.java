// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner;

import dev.baton.flow.Failure;
import dev.baton.flow.RetryAttempt;
import dev.baton.flow.RetryContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The context of a retry controller. */
final class RetryBodyContext extends BodyContext implements RetryContext {

  private final Map<String, Failure> failures;

  RetryBodyContext(Call call, Map<String, Failure> failures) {
    super(call);
    this.failures = failures;
  }

  @Override
  public List<RetryAttempt> history() {
    return atom.history();
  }

  @Override
  public Optional<Failure> failure() {
    return Optional.ofNullable(atom.outcome().failure());
  }

  @Override
  public Map<String, Failure> failures() {
    return failures;
  }
}
