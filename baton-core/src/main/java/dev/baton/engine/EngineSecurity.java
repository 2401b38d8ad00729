// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import dev.baton.error.InvalidInputException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * As whom a program runs and what it may do. Null and empty leave it to the engine.
 *
 * @param user number of the user, 0 to 2147483647; not 0 where the engine only runs others
 * @param group number of the group, in the same range
 * @param readOnlyRoot whether the image's files cannot be written
 * @param privileged whether it may do what the host's root may
 * @param addCapabilities Linux capabilities, such as {@code NET_ADMIN}
 * @param dropCapabilities those taken away; {@code ALL} is all of them
 */
public record EngineSecurity(
    @Nullable Long user,
    @Nullable Long group,
    boolean readOnlyRoot,
    boolean privileged,
    List<String> addCapabilities,
    List<String> dropCapabilities) {

  /** All as the engine does by itself. */
  public static final EngineSecurity DEFAULT =
      new EngineSecurity(null, null, false, false, List.of(), List.of());

  private static final Pattern CAPABILITY = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");

  public EngineSecurity {
    addCapabilities = List.copyOf(addCapabilities);
    dropCapabilities = List.copyOf(dropCapabilities);
    checkNumber("user", user);
    checkNumber("group", group);
    addCapabilities.forEach(EngineSecurity::checkCapability);
    dropCapabilities.forEach(EngineSecurity::checkCapability);
  }

  private static void checkNumber(String field, @Nullable Long number) {
    if (number != null && (number < 0 || number > Integer.MAX_VALUE)) {
      throw new InvalidInputException(
          field + " is " + number + "; allowed: 0 to " + Integer.MAX_VALUE);
    }
  }

  private static void checkCapability(String name) {
    if (!CAPABILITY.matcher(name).matches()) {
      throw new InvalidInputException(
          "capabilities has '" + name + "'; expected a name such as NET_ADMIN, or ALL");
    }
  }
}
