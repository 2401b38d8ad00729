// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.container;

import dev.baton.engine.EngineSecret;
import dev.baton.plugin.JobFailedException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of one container. They are looked up just before the container is made, and masked in
 * its output and messages.
 */
final class ContainerSecrets {

  private static final String PREFIX = "BATON_SECRET_";
  private static final String MASK = "***";
  // Masking shorter secrets would garble most texts and protect nothing.
  private static final int SHORTEST = 4;

  private final Map<String, EngineSecret> values;
  private final List<String> masked;

  private ContainerSecrets(Map<String, EngineSecret> values, List<String> masked) {
    this.values = values;
    this.masked = masked;
  }

  /** The name of the environment variable of the executor that contains a secret. */
  static String variable(String name) {
    return PREFIX + name;
  }

  /**
   * Looks up all secrets. {@link SecretCapability} keeps executors from jobs whose secrets they do
   * not have. A job that was posted before that capability existed fails here.
   *
   * @param environment the environment variables of the executor
   */
  static ContainerSecrets lookUp(
      ContainerOptions options, Function<String, @Nullable String> environment)
      throws JobFailedException {
    Map<String, EngineSecret> values = new LinkedHashMap<>(options.keptSecrets());
    List<String> masked = new ArrayList<>();
    for (Map.Entry<String, String> own : options.ownSecrets().entrySet()) {
      String value =
          Optional.ofNullable(environment.apply(variable(own.getValue())))
              .orElseThrow(() ->
                  new JobFailedException(
                      1,
                      "secrets refers to '"
                          + own.getValue()
                          + "', but this executor has no variable "
                          + variable(own.getValue())));
      values.put(own.getKey(), new EngineSecret.Value(value));
      // Each line of a secret is masked separately, because output is masked line by line.
      value.lines().filter(line -> line.length() >= SHORTEST).forEach(masked::add);
    }
    // The longest first, because one secret may contain another.
    masked.sort(Comparator.comparingInt(String::length).reversed());
    return new ContainerSecrets(values, masked);
  }

  Map<String, EngineSecret> values() {
    return values;
  }

  /** The text with all secrets masked. */
  String mask(String text) {
    String result = text;
    for (String secret : masked) {
      result = result.replace(secret, MASK);
    }
    return result;
  }
}
