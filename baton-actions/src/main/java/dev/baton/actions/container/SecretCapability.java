// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.container;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.job.Job;
import dev.baton.plugin.Capability;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Accepts a container job if this executor has the secrets that the job refers to. Secrets that an
 * engine keeps are not checked here.
 *
 * @param environment the environment variables of the executor
 */
record SecretCapability(Function<String, @Nullable String> environment) implements Capability {

  static final String NAME = "secrets_available";

  @Override
  public boolean test(Job job) {
    return refusal(job).isEmpty();
  }

  /** Names the missing secrets, never a value. */
  @Override
  public Optional<String> refusal(Job job) {
    SortedSet<String> missing = new TreeSet<>();
    for (JsonNode reference : EngineCapability.parameters(job).path("secrets")) {
      String name = reference.asText();
      if (!ContainerOptions.isKeptByEngine(name)
          && environment.apply(ContainerSecrets.variable(name)) == null) {
        missing.add("'" + name + "' (variable " + ContainerSecrets.variable(name) + ")");
      }
    }
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of("this executor does not have the secret " + String.join(", ", missing));
  }
}
