// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package com.example.ssh;

import dev.baton.engine.Engine;
import dev.baton.engine.EngineOptions;
import dev.baton.engine.ShellEngine;
import dev.baton.error.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** An engine that runs programs on another host, through {@code ssh}. */
final class SshEngine {

  private SshEngine() {}

  static Engine open(EngineOptions options) {
    options.requireOnly(Set.of("host", "config", "folder"));
    String host = options.settings().get("host");
    if (host == null || host.startsWith("-")) {
      throw new InvalidInputException(
          "engine '" + options.name() + "' needs a host: --engine-option ssh.host=NAME");
    }
    // A special address, user or key belongs in the configuration file: man ssh_config.
    List<String> shell = new ArrayList<>(List.of("ssh", "-o", "BatchMode=yes"));
    shell.addAll(List.of("-o", "ConnectTimeout=10", "-o", "ServerAliveInterval=10"));
    String config = options.settings().get("config");
    if (config != null) {
      shell.addAll(List.of("-F", config));
    }
    shell.addAll(List.of(host, "sh", "-s"));
    String folder = options.settings().getOrDefault("folder", ".baton/engine-jobs");
    return ShellEngine.over(options, "OpenSSH", host, folder, shell);
  }
}
