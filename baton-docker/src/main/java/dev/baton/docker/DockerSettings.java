// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import dev.baton.engine.EngineOptions;
import dev.baton.error.InvalidInputException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The settings of an engine.
 *
 * @param network the network of the containers, or null for the engine's default
 * @param stopGrace the time that a program has to end after the request to end
 * @param pidsLimit the limit of processes in a container, or null for the engine's default
 * @param authFile the credentials of registries, in the form of {@code ~/.docker/config.json}
 */
record DockerSettings(
    DockerHost host,
    @Nullable String network,
    Duration stopGrace,
    @Nullable Long pidsLimit,
    @Nullable Path authFile) {

  private static final Set<String> KNOWN =
      Set.of("host", "network", "stop-grace", "pids-limit", "auth-file", "tls-folder");
  private static final Duration USUAL_GRACE = Duration.ofSeconds(10);
  private static final Duration MAX_GRACE = Duration.ofHours(1);

  /**
   * Reads the settings.
   *
   * @throws InvalidInputException if the options are invalid
   */
  static DockerSettings of(EngineOptions options, String usualHost) {
    options.requireOnly(KNOWN);
    String tls = options.settings().get("tls-folder");
    SSLContext context = tls == null ? null : TlsFolder.context(options.name(), Path.of(tls));
    String host = options.settings().getOrDefault("host", usualHost);
    String auth = options.settings().get("auth-file");
    return new DockerSettings(
        DockerHost.parse(options.name(), host, context),
        options.settings().get("network"),
        grace(options),
        pids(options),
        auth == null ? null : Path.of(auth));
  }

  private static Duration grace(EngineOptions options) {
    String text = options.settings().get("stop-grace");
    if (text == null) {
      return USUAL_GRACE;
    }
    try {
      Duration grace = Duration.parse(text);
      if (!grace.isNegative() && grace.compareTo(MAX_GRACE) <= 0) {
        return grace;
      }
    } catch (DateTimeParseException e) {
      throw refusal(options, "stop-grace", "a duration such as PT10S, at most PT1H", e);
    }
    throw refusal(options, "stop-grace", "a duration such as PT10S, at most PT1H", null);
  }

  private static @Nullable Long pids(EngineOptions options) {
    String text = options.settings().get("pids-limit");
    if (text == null) {
      return null;
    }
    if (!text.matches("[1-9]\\d{0,9}")) {
      throw refusal(options, "pids-limit", "a number from 1 on", null);
    }
    return Long.valueOf(text);
  }

  private static InvalidInputException refusal(
      EngineOptions options, String setting, String expected, @Nullable Throwable cause) {
    return new InvalidInputException(
        "engine '"
            + options.name()
            + "': setting '"
            + setting
            + "' is '"
            + options.settings().get(setting)
            + "'; expected "
            + expected,
        cause);
  }
}
