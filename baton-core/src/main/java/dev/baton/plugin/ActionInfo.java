// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * An action as it is shown to those who may post it.
 *
 * @param plugin name of the plugin that brings it
 * @param schema JSON Schema (2020-12) of its parameters
 * @param adminOnly whether only administrators may post it
 * @param flow whether it runs a flow
 */
public record ActionInfo(
    String name,
    String plugin,
    String description,
    JsonNode schema,
    List<String> requires,
    boolean adminOnly,
    boolean flow) {
  public ActionInfo {
    requires = List.copyOf(requires);
  }

  /** The same, for administrators only. */
  public ActionInfo forAdmins() {
    return new ActionInfo(name, plugin, description, schema, requires, true, flow);
  }
}
