// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.command;

import java.nio.file.Path;
import java.time.Duration;

/** A process that runs a web server until the test kills the process. */
final class WebServerHolder {

  private WebServerHolder() {}

  public static void main(String[] arguments) throws Exception {
    Path dir = Path.of(arguments[1]);
    HttpWebServer.Options options =
        new HttpWebServer.Options(Integer.parseInt(arguments[0]), dir, "127.0.0.1");
    try (WebServerProcess server = WebServerProcess.start("held", options, dir)) {
      server.endsWithin(Duration.ofMinutes(2));
    }
  }
}
