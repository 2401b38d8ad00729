// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.plugin;

/**
 * The contribution of a jar to Baton. The jar names the class in {@code
 * META-INF/services/dev.baton.plugin.Plugin}. One instance is created with the public constructor
 * without parameters, and it registers once.
 */
public interface Plugin {

  /** The name of the plugin, for display; unique among the plugins of a process. */
  default String name() {
    return getClass().getSimpleName();
  }

  /** Registers everything that the plugin provides. An exception excludes only this plugin. */
  void register(Registry registry);
}
