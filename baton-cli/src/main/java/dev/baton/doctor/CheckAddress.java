// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.doctor;

import dev.baton.config.RunningServer;
import dev.baton.config.SettingKey;
import dev.baton.launch.ListenAddress;
import dev.baton.launch.ProcessOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks that a server could listen at its address. */
record CheckAddress(
    ProcessOptions options, List<RunningServer> running, @Nullable RunningServer own) {

  private static final String AREA = "address";

  List<CheckResult> run() {
    String host = options.server().host();
    int port = options.server().port();
    if (own != null && own.endpoint().endsWith(":" + port)) {
      return List.of(
          CheckResult.ok(AREA, "the server of this data folder listens at " + own.endpoint()));
    }
    new ListenAddress(host, port).requireFree(SettingKey.PORT.flag(), running);
    return List.of(CheckResult.ok(AREA, host + ":" + port + " is free"));
  }
}
