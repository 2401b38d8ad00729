// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A server of this user on this machine, as the server announced itself.
 *
 * @param endpoint the address, such as {@code http://127.0.0.1:8765}
 * @param data the data folder of the server
 * @param pid the process id of the server
 * @param processStart when the process started; it distinguishes the process from a later process
 *     with the same id
 * @param since when the server became ready
 * @param certificate the file with the certificate of the server; null without TLS
 */
public record RunningServer(
    String endpoint,
    Path data,
    long pid,
    Instant processStart,
    Instant since,
    @Nullable Path certificate) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Whether the process that announced itself is still alive. */
  public boolean isAlive() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .map(process -> process.info().startInstant().orElse(processStart).equals(processStart))
        .orElse(false);
  }

  String json() {
    ObjectNode json =
        JSON.createObjectNode()
            .put("endpoint", endpoint)
            .put("data", data.toString())
            .put("pid", pid)
            .put("process-start", processStart.toString())
            .put("since", since.toString());
    if (certificate != null) {
      json.put("certificate", certificate.toString());
    }
    return json.toPrettyString();
  }

  /**
   * Reads the announcement of another process. Empty if the file does not exist or is malformed.
   */
  static Optional<RunningServer> read(Path file) {
    try {
      JsonNode json = JSON.readTree(Files.readString(file));
      String certificate = json.path("certificate").asText(null);
      return Optional.of(
          new RunningServer(
              json.path("endpoint").asText(),
              Path.of(json.path("data").asText()),
              json.path("pid").asLong(),
              Instant.parse(json.path("process-start").asText()),
              Instant.parse(json.path("since").asText()),
              certificate == null ? null : Path.of(certificate)));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }
}
