// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.member;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The description of an action for users who may post it.
 *
 * @param plugin name of the plugin that provides the action
 * @param schema JSON Schema (2020-12) of its parameters
 * @param adminOnly whether only administrators may post it
 * @param flow whether it runs a flow
 * @param definedBy the API key of the executor that defined it; null if another process defined it
 */
public record ActionInfo(
    String name,
    String plugin,
    String description,
    JsonNode schema,
    List<String> requires,
    boolean adminOnly,
    boolean flow,
    @Nullable String definedBy) {
  public ActionInfo {
    requires = List.copyOf(requires);
  }

  /** An action that was not defined by an executor with its own key. */
  public ActionInfo(
      String name,
      String plugin,
      String description,
      JsonNode schema,
      List<String> requires,
      boolean adminOnly,
      boolean flow) {
    this(name, plugin, description, schema, requires, adminOnly, flow, null);
  }

  /** Returns the same action, but only administrators may post it. */
  public ActionInfo forAdmins() {
    return new ActionInfo(name, plugin, description, schema, requires, true, flow, definedBy);
  }

  /**
   * Returns the same action with another definer.
   *
   * @param key the API key of the executor that defined the action; null if another process defined
   *     it
   */
  public ActionInfo withDefinedBy(@Nullable String key) {
    return new ActionInfo(name, plugin, description, schema, requires, adminOnly, flow, key);
  }
}
