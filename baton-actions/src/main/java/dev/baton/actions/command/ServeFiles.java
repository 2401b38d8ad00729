// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.command;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import dev.baton.service.Threads;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/**
 * The main class of a web server process. Its standard input is a pipe from the process that
 * started it. When that process ends, in whatever way, the pipe closes and this program ends.
 */
final class ServeFiles {
  static final int CANNOT_LISTEN = 3;

  private ServeFiles() {}

  /**
   * Serves until standard input ends.
   *
   * @param words the id of the web server, which is not used here, the address, the port, and the
   *     directory
   */
  public static void main(String[] words) throws IOException {
    InetSocketAddress address = new InetSocketAddress(words[1], Integer.parseInt(words[2]));
    try {
      HttpServer server =
          SimpleFileServer.createFileServer(
              address, Path.of(words[3]), SimpleFileServer.OutputLevel.NONE);
      server.setExecutor(exchange -> Threads.virtual("web", exchange).start());
      server.start();
    } catch (UncheckedIOException e) {
      Runtime.getRuntime().halt(CANNOT_LISTEN);
    }
    System.in.transferTo(OutputStream.nullOutputStream());
    // Halts instead of exiting, so that a running request cannot keep the port.
    Runtime.getRuntime().halt(0);
  }
}
