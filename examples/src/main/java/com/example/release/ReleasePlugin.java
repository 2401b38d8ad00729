// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package com.example.release;

import dev.baton.plugin.Plugin;
import dev.baton.plugin.Registry;

/** The plugin that provides the action {@code release}. */
public final class ReleasePlugin implements Plugin {

  @Override
  public String name() {
    return "release";
  }

  @Override
  public void register(Registry registry) {
    registry
        .flow("release", Release.Parameters.class, Release::flow)
        .description("Packs a folder, tests the package, publishes it; undoes what was done");
  }
}
