// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package com.example.ssh;

import dev.baton.plugin.Plugin;
import dev.baton.plugin.Registry;

/** The plugin that provides the engine {@code ssh}. */
public final class SshPlugin implements Plugin {

  @Override
  public String name() {
    return "ssh";
  }

  @Override
  public void register(Registry registry) {
    registry.engine("ssh", SshEngine::open);
  }
}
