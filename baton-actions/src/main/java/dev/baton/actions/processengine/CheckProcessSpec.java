// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.processengine;

import dev.baton.engine.EngineField;
import dev.baton.engine.EngineSecret;
import dev.baton.engine.EngineSpec;
import dev.baton.error.InvalidInputException;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Refuses specs that the process engine cannot honour.
 *
 * @param engine the name of the engine, for messages
 */
record CheckProcessSpec(String engine, ProcessCgroups cgroups) {

  private static final Set<EngineField> HONOURED =
      Set.of(
          EngineField.COMMAND,
          EngineField.ARGS,
          EngineField.ENV,
          EngineField.SECRETS,
          EngineField.WORKDIR,
          EngineField.TIMEOUT,
          EngineField.KEEP);
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  // The prefix of environment variables that users may not set, because the scripts use variables
  // with the prefix themselves.
  private static final String TAKEN = "_baton_";

  /**
   * Checks a spec.
   *
   * @throws InvalidInputException if a field cannot be honoured; the message names the field
   */
  void check(EngineSpec spec) {
    EnumSet<EngineField> honoured = EnumSet.copyOf(HONOURED);
    if (cgroups.memory() != null) {
      honoured.add(EngineField.MEMORY_LIMIT);
    }
    if (cgroups.cpu() != null) {
      honoured.add(EngineField.CPU_LIMIT);
    }
    spec.requireOnly(engine, honoured);
    if (spec.program().command().isEmpty()) {
      throw new InvalidInputException("command is empty; engine '" + engine + "' needs a program");
    }
    Stream.concat(
            spec.program().env().keySet().stream(), spec.program().secrets().keySet().stream())
        .forEach(this::checkVariable);
    spec.program().secrets().forEach(this::checkSecret);
  }

  private void checkVariable(String variable) {
    if (!VARIABLE.matcher(variable).matches() || variable.startsWith(TAKEN)) {
      throw new InvalidInputException(
          "env has the variable '"
              + variable
              + "'; allowed by engine '"
              + engine
              + "': letters, digits and '_', no digit first, not the prefix "
              + TAKEN);
    }
  }

  private void checkSecret(String variable, EngineSecret secret) {
    if (secret instanceof EngineSecret.Kept) {
      throw new InvalidInputException(
          "secrets refers for '"
              + variable
              + "' to a secret in the engine, but engine '"
              + engine
              + "' stores no secrets");
    }
  }
}
