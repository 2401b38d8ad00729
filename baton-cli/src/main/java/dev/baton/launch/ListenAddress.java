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
 * An address to listen on. It is tested before anything else happens, so that a start that must
 * fail creates no database and no password.
 */
record ListenAddress(String host, int port) {

  /**
   * Checks that the address is free.
   *
   * @param flag the name of the port in the settings
   * @param running servers of this user, one of which may use the port
   * @throws UnavailableException if the address is in use or not permitted
   * @throws InvalidInputException if this machine has no such address
   */
  void requireFree(String flag, List<RunningServer> running) {
    if (port == 0) {
      return;
    }
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new InvalidInputException(
          "host is '" + host + "', which cannot be resolved; expected for example 127.0.0.1");
    }
    try (ServerSocket socket = new ServerSocket()) {
      // The server sets the same option, with which connections that are being closed do not block
      // the port. Therefore this test of the port must set the option too.
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
