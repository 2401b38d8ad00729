// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import dev.baton.error.InvalidInputException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The user and the rights of a program. Null and empty values mean the default of the engine.
 *
 * @param user the numeric user id, 0 to 2147483647; 0 is not allowed if the engine refuses root
 * @param group the numeric group id, in the same range
 * @param readOnlyRoot whether the file system of the image is read-only
 * @param privileged whether the program has the rights of root on the host
 * @param addCapabilities Linux capabilities to grant, such as {@code NET_ADMIN}
 * @param dropCapabilities Linux capabilities to drop; {@code ALL} drops all of them
 */
public record EngineSecurity(
    @Nullable Long user,
    @Nullable Long group,
    boolean readOnlyRoot,
    boolean privileged,
    List<String> addCapabilities,
    List<String> dropCapabilities) {

  /** All values are the defaults of the engine. */
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
