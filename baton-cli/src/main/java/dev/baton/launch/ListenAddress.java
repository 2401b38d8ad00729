// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import dev.baton.config.RunningServer;
import dev.baton.error.InvalidInputException;
import dev.baton.error.UnavailableException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;

/**
 * An address on which a server will listen. The start of a process tests the address first, so that
 * a start that fails leaves no new database and no new password.
 */
public record ListenAddress(String host, int port) {

  /**
   * Checks that the address is free.
   *
   * @param flag the name of the setting that contains the port
   * @param running the running servers of this user; if one of them uses the port, the message
   *     names it
   * @throws UnavailableException if the address is in use or not permitted
   * @throws InvalidInputException if this machine has no such address
   */
  public void requireFree(String flag, List<RunningServer> running) {
    if (port == 0) {
      return;
    }
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new InvalidInputException(
          "host is '" + host + "', which cannot be resolved; expected for example 127.0.0.1");
    }
    try (ServerSocket socket = new ServerSocket()) {
      // With this option, a port is free although closed connections of an earlier server are still
      // in TIME_WAIT. The server sets this option, so this test sets it too.
      socket.setReuseAddress(true);
      socket.bind(address);
    } catch (BindException e) {
      throw new UnavailableException(problem(flag, running, String.valueOf(e.getMessage())), e);
    } catch (IOException e) {
      throw new UnavailableException(
          "cannot listen on '" + host + ":" + port + "': " + e.getMessage(), e);
    }
  }

  private String problem(String flag, List<RunningServer> running, String cause) {
    String user =
        running.stream()
            .filter(server -> server.endpoint().endsWith(":" + port))
            .findFirst()
            .map(server ->
                "the Baton server with the data folder '"
                    + server.data()
                    + "' (process "
                    + server.pid()
                    + ") uses it")
            .orElse(cause);
    return "cannot listen on '"
        + host
        + ":"
        + port
        + "': "
        + user
        + "; choose another port with "
        + flag
        + " (0 is any free port)";
  }
}
