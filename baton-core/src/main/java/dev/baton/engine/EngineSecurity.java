// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * As whom a program runs and what it may do. Null and empty leave it to the engine.
 *
 * @param user number of the user; not 0 where the engine only runs others
 * @param group number of the group
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

  public EngineSecurity {
    addCapabilities = List.copyOf(addCapabilities);
    dropCapabilities = List.copyOf(dropCapabilities);
  }
}
