// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.baton.error.InvalidInputException;
import dev.baton.job.Job;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The capabilities that describe the executor's machine. */
final class MachineCapabilities {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> X86_64 = Set.of("amd64", "x86_64");
  private static final String LOOPBACK = "127.0.0.1";

  private MachineCapabilities() {}

  static Optional<String> refusalUnlessX8664(Job job) {
    String architecture = System.getProperty("os.arch");
    return X86_64.contains(architecture.toLowerCase(Locale.ROOT))
        ? Optional.empty()
        : Optional.of("this machine is '" + architecture + "'");
  }

  /**
   * Returns empty if a program of this machine can listen on the port in the job's parameter {@code
   * port}, at the address in {@code bind} if that is set. Otherwise returns the reason.
   */
  static Optional<String> refusalUnlessPortIsFree(Job job) throws JsonProcessingException {
    String payload = job.spec().payload();
    JsonNode parameters = JSON.readTree(payload == null ? "{}" : payload);
    JsonNode port = parameters.path("port");
    if (!port.canConvertToInt() || !port.isIntegralNumber()) {
      throw new InvalidInputException(
          job.id()
              + " requires a free port, but its parameter 'port' is "
              + (port.isMissingNode() ? "missing" : port)
              + "; expected a number");
    }
    return refusalToListen(parameters.path("bind").asText(LOOPBACK), port.intValue());
  }

  private static Optional<String> refusalToListen(String address, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      // The web server sets this option too. With this option, old connections of an earlier web
      // server do not keep the port in use.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address, port));
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("port " + port + " at " + address + ": " + e.getMessage());
    }
  }
}
