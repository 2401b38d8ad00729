// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.plugin;

import java.util.List;

/** A registered plugin, with the names of everything that it provides. */
public record PluginInfo(
    String name,
    List<String> actions,
    List<String> capabilities,
    List<String> distributions,
    List<String> engines) {
  public PluginInfo {
    actions = List.copyOf(actions);
    capabilities = List.copyOf(capabilities);
    distributions = List.copyOf(distributions);
    engines = List.copyOf(engines);
  }
}
