// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.config;

import dev.baton.error.DidYouMean;
import dev.baton.error.InvalidInputException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** The environment variables that Baton knows. A mistyped name must not be ignored silently. */
public final class EnvironmentVariables {

  private static final String OWN = "BATON_";

  /** The variables that do not belong to a {@link SettingKey}. */
  private static final List<String> OTHERS =
      List.of(
          "BATON_CONTEXT",
          "BATON_ADMIN_PASSWORD",
          "BATON_BOARD_PASSWORD",
          "BATON_STORE_PASSWORD",
          "BATON_NEW_PASSWORD",
          // Read by the launcher script.
          "BATON_JAVA_HOME",
          "BATON_JAVA_OPTS",
          // Set by the launcher script, from the variables of systemd.
          "BATON_NOTIFY_SOCKET",
          "BATON_WATCHDOG_USEC",
          // Baton sets these for the programs of jobs, which may call the command baton.
          "BATON_JOB_ID",
          "BATON_ATTEMPT",
          "BATON_IDEMPOTENCY_KEY",
          "BATON_FENCING_TOKEN",
          "BATON_INSTANCE",
          // Read by the tests.
          "BATON_REQUIRE_SERVERS",
          "BATON_KUBERNETES_BINARIES");

  /** The prefixes of variables whose names users choose. */
  private static final List<String> PREFIXES = List.of("BATON_SECRET_", "BATON_UNDO_");

  private EnvironmentVariables() {}

  /** The names of all known variables, sorted. */
  public static NavigableSet<String> known() {
    NavigableSet<String> known = new TreeSet<>(OTHERS);
    Arrays.stream(SettingKey.values()).map(SettingKey::variable).forEach(known::add);
    return known;
  }

  /**
   * Checks that Baton knows all variables whose names begin with {@code BATON_}.
   *
   * @throws InvalidInputException if a variable is unknown; the message names all unknown variables
   */
  public static void check(Collection<String> names) {
    NavigableSet<String> known = known();
    List<String> problems =
        names.stream()
            .filter(name -> name.startsWith(OWN) && !known.contains(name))
            .filter(name -> PREFIXES.stream().noneMatch(name::startsWith))
            .sorted()
            .map(name ->
                "environment variable " + name + " is unknown" + DidYouMean.suffix(known, name))
            .toList();
    if (!problems.isEmpty()) {
      throw new InvalidInputException(
          String.join("\n  ", problems)
              + "\n  Known: "
              + String.join(", ", known)
              + ", BATON_SECRET_<NAME>");
    }
  }
}
