// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.config;

import dev.baton.error.InvalidInputException;
import dev.baton.error.UnavailableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which server to talk to, and as whom.
 *
 * @param endpoint without a slash at the end
 * @param credentials null is as nobody
 * @param local the data folder whose administrator one is, if the server was found by itself
 */
public record Connection(String endpoint, @Nullable Credentials credentials, @Nullable Path local) {

  private static final String HOW_TO_START =
      "no Baton server found: start one with 'baton up', or name one with --endpoint URL or"
          + " BATON_ENDPOINT";

  /**
   * The server that is named, by flag or environment, or else the local one that became ready last.
   *
   * @param endpointFlag {@code --endpoint}
   * @param dataFlag {@code --data}
   * @throws UnavailableException if there is none
   * @throws InvalidInputException if the credentials are incomplete
   */
  public static Connection find(
      @Nullable String endpointFlag, @Nullable String dataFlag, Map<String, String> environment) {
    String data = dataFlag != null ? dataFlag : value(environment, Key.DATA.variable());
    String endpoint = endpointFlag != null ? endpointFlag : value(environment, "BATON_ENDPOINT");
    if (endpointFlag == null && dataFlag != null) {
      endpoint = null;
    }
    if (endpoint != null) {
      return new Connection(checked(endpoint), named(environment), null);
    }
    Discovery discovery = new Discovery(Folders.of(environment));
    Optional<RunningServer> server =
        data == null ? discovery.newest() : discovery.inFolder(Path.of(data));
    return server
        .map(found -> local(found, environment))
        .orElseThrow(() -> new UnavailableException(nothingFound(data)));
  }

  /** Credentials from the environment, or from the file that it or the setting names. */
  public static @Nullable Credentials named(Map<String, String> environment) {
    String key = value(environment, "BATON_API_KEY");
    String secret = value(environment, "BATON_API_SECRET");
    String user = value(environment, "BATON_USER");
    String password = value(environment, "BATON_PASSWORD");
    if ((key == null) != (secret == null)) {
      throw new InvalidInputException("BATON_API_KEY and BATON_API_SECRET must be set together");
    }
    if ((user == null) != (password == null)) {
      throw new InvalidInputException("BATON_USER and BATON_PASSWORD must be set together");
    }
    if (key != null && secret != null) {
      return new Credentials.Key(key, secret);
    }
    if (user != null && password != null) {
      return new Credentials.Password(user, password);
    }
    String file = value(environment, Key.CREDENTIALS_FILE.variable());
    return file == null ? null : fromFile(Path.of(file));
  }

  /**
   * The credentials in a file.
   *
   * @throws InvalidInputException if it is not there
   */
  public static Credentials fromFile(Path file) {
    return new CredentialsFile(file)
        .read()
        .orElseThrow(
            () -> new InvalidInputException("credentials file '" + file + "' is not there"));
  }

  /**
   * The address as it is used.
   *
   * @throws InvalidInputException if it is not one of HTTP
   */
  public static String checked(String endpoint) {
    if (!endpoint.matches("https?://[^/\\s]+(/.*)?")) {
      throw new InvalidInputException(
          "endpoint '" + endpoint + "' is not an address; expected such as http://127.0.0.1:8765");
    }
    return endpoint.replaceFirst("/+$", "").replaceFirst("/api$", "");
  }

  private static Connection local(RunningServer server, Map<String, String> environment) {
    Credentials own = named(environment);
    return own != null
        ? new Connection(server.endpoint(), own, null)
        : new Connection(
            server.endpoint(),
            DataFolder.adminCredentials(server.data()).read().orElse(null),
            server.data());
  }

  private static String nothingFound(@Nullable String data) {
    if (data == null) {
      return HOW_TO_START;
    }
    return Files.isDirectory(Path.of(data))
        ? "no Baton server runs on the data folder '"
            + data
            + "': start it with 'baton up --data "
            + data
            + "'"
        : "data folder '"
            + data
            + "' does not exist: start a server on it with 'baton up --data "
            + data
            + "'";
  }

  private static @Nullable String value(Map<String, String> environment, String name) {
    String value = environment.get(name);
    return value == null || value.isBlank() ? null : value.strip();
  }
}
