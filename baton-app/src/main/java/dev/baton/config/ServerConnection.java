// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.config;

import dev.baton.error.InvalidInputException;
import dev.baton.error.UnavailableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which server to talk to, and as whom.
 *
 * @param endpoint without a slash at the end
 * @param credentials null is as nobody
 * @param local the data folder whose administrator the caller is; null with other credentials
 * @param source how the server was chosen, for people
 */
public record ServerConnection(
    String endpoint, @Nullable Credentials credentials, @Nullable Path local, String source) {

  private static final String HOW_TO_START =
      "no Baton server found: start one with 'baton up', or name one with --endpoint URL or"
          + " BATON_ENDPOINT";

  /**
   * The server that is named by flag, environment or the current context, or else the local one
   * that became ready last.
   *
   * @throws UnavailableException if there is none
   * @throws InvalidInputException if the credentials are incomplete
   * @throws dev.baton.error.NotFoundException if there is no context of that name
   */
  public static ServerConnection find(ServerChoice choice, Map<String, String> environment) {
    ServerChoice all = choice.equals(ServerChoice.NONE) ? choiceOf(environment) : choice;
    String from = choice.equals(ServerChoice.NONE) ? " of the environment" : "";
    if (all.endpoint() != null) {
      return new ServerConnection(
          checked(all.endpoint()), named(environment), null, "endpoint" + from);
    }
    if (all.data() != null) {
      return inFolder(Path.of(all.data()), environment);
    }
    ContextFile contexts = ContextFile.read(UserFolders.of(environment));
    Optional<SavedContext> context =
        all.context() != null ? Optional.of(contexts.require(all.context())) : contexts.current();
    return context.map(each -> of(each, environment)).orElseGet(() -> newest(environment));
  }

  /**
   * The server for a process that joins it: as {@link #find(ServerChoice, Map)}, without contexts,
   * whose credentials are a person's.
   */
  public static ServerConnection forProcess(
      @Nullable String data, Map<String, String> environment) {
    ServerChoice choice = data == null ? choiceOf(environment) : new ServerChoice(null, data, null);
    return choice.endpoint() == null && choice.data() == null
        ? newest(environment)
        : find(new ServerChoice(choice.endpoint(), choice.data(), null), environment);
  }

  /** An endpoint wins over a data folder, and both over a context. */
  private static ServerChoice choiceOf(Map<String, String> environment) {
    String endpoint = value(environment, SettingKey.ENDPOINT.variable());
    String data = value(environment, SettingKey.DATA.variable());
    if (endpoint != null) {
      return new ServerChoice(endpoint, null, null);
    }
    return data != null
        ? new ServerChoice(null, data, null)
        : new ServerChoice(null, null, value(environment, "BATON_CONTEXT"));
  }

  private static ServerConnection of(SavedContext context, Map<String, String> environment) {
    String source = "context " + context.name();
    Credentials own = named(environment);
    Path file = context.credentialsFile();
    Credentials saved =
        context.credentials() != null
            ? context.credentials()
            : file == null ? null : fromFile(file);
    Credentials credentials = own == null ? saved : own;
    if (context.endpoint() != null) {
      return new ServerConnection(checked(context.endpoint()), credentials, null, source);
    }
    ServerConnection found = inFolder(Objects.requireNonNull(context.data()), environment);
    return credentials == null
        ? new ServerConnection(found.endpoint(), found.credentials(), found.local(), source)
        : new ServerConnection(found.endpoint(), credentials, null, source);
  }

  private static ServerConnection inFolder(Path data, Map<String, String> environment) {
    return new ServerDiscovery(UserFolders.of(environment))
        .inFolder(data)
        .map(found -> local(found, "data folder " + found.data(), environment))
        .orElseThrow(() -> new UnavailableException(nothingIn(data)));
  }

  private static ServerConnection newest(Map<String, String> environment) {
    ServerDiscovery serverDiscovery = new ServerDiscovery(UserFolders.of(environment));
    RunningServer found =
        serverDiscovery.newest().orElseThrow(() -> new UnavailableException(HOW_TO_START));
    int running = serverDiscovery.running().size();
    String among =
        running > 1
            ? ", the newest of " + running + " servers here; choose with --data or --context"
            : "";
    return local(found, "data folder " + found.data() + among, environment);
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
      return new Credentials.ApiKey(key, secret);
    }
    if (user != null && password != null) {
      return new Credentials.Password(user, password);
    }
    String file = value(environment, SettingKey.CREDENTIALS_FILE.variable());
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

  private static ServerConnection local(
      RunningServer server, String source, Map<String, String> environment) {
    Credentials own = named(environment);
    return own != null
        ? new ServerConnection(server.endpoint(), own, null, source)
        : new ServerConnection(
            server.endpoint(),
            DataFolder.adminCredentials(server.data()).read().orElse(null),
            server.data(),
            source);
  }

  private static String nothingIn(Path data) {
    return Files.isDirectory(data)
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
