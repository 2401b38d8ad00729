// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package com.example.cloud;

import dev.baton.plugin.Plugin;
import dev.baton.plugin.Registry;
import java.net.http.HttpClient;

/** The plugin of this jar. The file {@code META-INF/services/dev.baton.plugin.Plugin} names it. */
public final class CloudPlugin implements Plugin {

  private final HttpClient http = HttpClient.newHttpClient();

  @Override
  public String name() {
    return "example-cloud";
  }

  @Override
  public void register(Registry registry) {
    registry
        .flow(
            "create_server",
            CreateServer.Parameters.class,
            parameters -> CreateServer.flow(parameters, new CloudClient(http, parameters.cloud())))
        .description("Creates a server with an address and a name, or leaves nothing behind");
  }
}
