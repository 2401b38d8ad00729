// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.config;

import dev.baton.error.InvalidInputException;
import dev.baton.error.UnavailableException;
import dev.baton.httpclient.ClientTls;
import dev.baton.httpclient.Credentials;
import dev.baton.tls.PemFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The server that a command uses and the credentials with which it logs in.
 *
 * @param endpoint the address without a slash at the end
 * @param credentials null if the command does not log in
 * @param local the data folder of the server, if the credentials are those of its administrator in
 *     that folder; null if the credentials come from elsewhere
 * @param source how the server was chosen
 * @param tls which servers the command trusts, and the certificate that it shows
 */
public record ServerConnection(
    String endpoint,
    @Nullable Credentials credentials,
    @Nullable Path local,
    ServerSource source,
    ClientTls tls) {

  private static final String HOW_TO_START =
      "no Baton server found: start one with 'baton up', or name one with --endpoint URL or"
          + " BATON_ENDPOINT";

  /**
   * Finds the server that a flag, the environment or the current context names. If none of them
   * names a server, finds the local server that became ready last.
   *
   * @throws UnavailableException if there is no server
   * @throws InvalidInputException if the credentials are incomplete
   * @throws dev.baton.error.NotFoundException if there is no context with the given name
   */
  public static ServerConnection find(ServerChoice choice, Map<String, String> environment) {
    ServerChoice all = choice.equals(ServerChoice.NONE) ? choiceOf(environment) : choice;
    boolean isFromEnvironment = choice.equals(ServerChoice.NONE);
    if (all.endpoint() != null) {
      return new ServerConnection(
          checked(all.endpoint()),
          named(environment),
          null,
          new ServerSource.Endpoint(isFromEnvironment),
          tls(environment));
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
   * Finds the server that an executor or a distributor uses. Unlike {@link #find(ServerChoice,
   * Map)}, this method ignores contexts, because the credentials in a context belong to a person.
   */
  public static ServerConnection forProcess(
      @Nullable String data, Map<String, String> environment) {
    ServerChoice choice = data == null ? choiceOf(environment) : new ServerChoice(null, data, null);
    return choice.endpoint() == null && choice.data() == null
        ? newest(environment)
        : find(new ServerChoice(choice.endpoint(), choice.data(), null), environment);
  }

  /**
   * Returns the server that the environment names. An endpoint takes precedence over a data folder,
   * and both take precedence over a context.
   */
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
    ServerSource source = new ServerSource.Context(context.name());
    Credentials own = named(environment);
    Path file = context.credentialsFile();
    Credentials saved =
        context.credentials() != null
            ? context.credentials()
            : file == null ? null : fromFile(file);
    Credentials credentials = own == null ? saved : own;
    if (context.endpoint() != null) {
      return new ServerConnection(
          checked(context.endpoint()), credentials, null, source, context.tls(tls(environment)));
    }
    ServerConnection found = inFolder(Objects.requireNonNull(context.data()), environment);
    ClientTls tls = context.tls(found.tls());
    return credentials == null
        ? new ServerConnection(found.endpoint(), found.credentials(), found.local(), source, tls)
        : new ServerConnection(found.endpoint(), credentials, null, source, tls);
  }

  private static ServerConnection inFolder(Path data, Map<String, String> environment) {
    return new ServerDiscovery(UserFolders.of(environment))
        .inFolder(data)
        .map(found -> local(found, 1, environment))
        .orElseThrow(() -> new UnavailableException(nothingIn(data)));
  }

  private static ServerConnection newest(Map<String, String> environment) {
    ServerDiscovery serverDiscovery = new ServerDiscovery(UserFolders.of(environment));
    RunningServer found =
        serverDiscovery.newest().orElseThrow(() -> new UnavailableException(HOW_TO_START));
    int running = serverDiscovery.running().size();
    return local(found, running, environment);
  }

  /**
   * Reads credentials from the environment, or from the credentials file that the environment
   * names. Null if the environment names neither.
   */
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
   * Reads the credentials in a file.
   *
   * @throws InvalidInputException if the file does not exist
   */
  public static Credentials fromFile(Path file) {
    return new CredentialsFile(file)
        .read()
        .orElseThrow(() ->
            new InvalidInputException(
                "credentials file '"
                    + file
                    + "' does not exist; create it with 'baton apikey create', or correct"
                    + " --credentials-file"));
  }

  /**
   * Returns the address without a slash or {@code /api} at its end.
   *
   * @throws InvalidInputException if the text is not an HTTP address
   */
  public static String checked(String endpoint) {
    if (!endpoint.matches("https?://[^/\\s]+(/.*)?")) {
      throw new InvalidInputException(
          "endpoint '"
              + endpoint
              + "' is not an HTTP address; expected, for example, http://127.0.0.1:8765");
    }
    return endpoint.replaceFirst("/+$", "").replaceFirst("/api$", "");
  }

  private static ServerConnection local(
      RunningServer server, int running, Map<String, String> environment) {
    ServerSource source = new ServerSource.Folder(server.data(), running);
    Credentials own = named(environment);
    Path certificate = server.certificate();
    ClientTls tls =
        tls(environment)
            .orOnly(
                certificate == null ? null : new PemFile("certificate of the server", certificate));
    return own != null
        ? new ServerConnection(server.endpoint(), own, null, source, tls)
        : new ServerConnection(
            server.endpoint(),
            DataFolder.adminCredentials(server.data()).read().orElse(null),
            server.data(),
            source,
            tls);
  }

  /** Reads the settings of TLS from the environment. */
  private static ClientTls tls(Map<String, String> environment) {
    PemFile authority = file(environment, SettingKey.TLS_CA);
    ClientTls trust = authority == null ? ClientTls.DEFAULT : ClientTls.DEFAULT.trusting(authority);
    return trust.showing(
        file(environment, SettingKey.TLS_CLIENT_CERTIFICATE),
        file(environment, SettingKey.TLS_CLIENT_KEY));
  }

  private static @Nullable PemFile file(Map<String, String> environment, SettingKey settingKey) {
    String path = value(environment, settingKey.variable());
    return path == null ? null : new PemFile(settingKey.word(), Path.of(path));
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
