// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.plugin;

/**
 * A jar's contribution to Baton, named in {@code META-INF/services/dev.baton.plugin.Plugin}. One
 * instance is made with the public constructor without parameters and registers once.
 */
public interface Plugin {

  /** Shown to people; unique among the plugins of a process. */
  default String name() {
    return getClass().getSimpleName();
  }

  /** Registers everything the plugin brings. What it throws excludes this plugin only. */
  void register(Registry registry);
}
