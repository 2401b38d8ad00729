// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.member;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An action as it is shown to those who may post it.
 *
 * @param plugin name of the plugin that brings it
 * @param schema JSON Schema (2020-12) of its parameters
 * @param adminOnly whether only administrators may post it
 * @param flow whether it runs a flow
 * @param definedBy the API key of the executor that defined it; null if another process did
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

  /** An action that no executor with a key of its own defined. */
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

  /** The same, for administrators only. */
  public ActionInfo forAdmins() {
    return new ActionInfo(name, plugin, description, schema, requires, true, flow, definedBy);
  }

  /** The same, defined by the executor with that key; by another process if it is null. */
  public ActionInfo withDefinedBy(@Nullable String key) {
    return new ActionInfo(name, plugin, description, schema, requires, adminOnly, flow, key);
  }
}
