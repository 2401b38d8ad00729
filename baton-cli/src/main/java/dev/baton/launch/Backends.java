// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import dev.baton.backend.Backend;
import dev.baton.config.DataFolder;
import dev.baton.config.ServerConnection;
import dev.baton.config.ServerSource;
import dev.baton.console.CommandContext;
import dev.baton.error.InvalidInputException;
import dev.baton.httpclient.ClientTls;
import dev.baton.httpclient.Credentials;
import dev.baton.jdbc.JdbcBackend;
import dev.baton.remote.RemoteBackend;
import dev.baton.service.Clock;
import java.net.URI;
import java.nio.file.Path;
import java.util.function.Supplier;

/** Opens the backend of a process. */
public final class Backends {

  private Backends() {}

  /**
   * Opens the database that the settings name, or otherwise the embedded database in the data
   * folder, together with its board.
   *
   * @param isAll whether this process is {@code baton up}, which may run an embedded board
   */
  static Backend openStore(BackendSettings settings, DataFolder data, boolean isAll, Clock clock) {
    JdbcBackend.Options named = settings.store();
    JdbcBackend.Options databaseOptions = named == null ? embedded(data.database()) : named;
    if (settings.board() instanceof BoardOptions.Embedded board && isAll) {
      return board.open(() -> JdbcBackend.open(databaseOptions, clock), data, clock);
    }
    return withBoard(databaseOptions, settings.board(), clock);
  }

  /**
   * The embedded database of a data folder.
   *
   * @param database its file, without the suffix that H2 adds
   */
  static JdbcBackend.Options embedded(Path database) {
    return new JdbcBackend.Options("jdbc:h2:file:" + database, null, null, BackendSettings.POOL);
  }

  private static Backend withBoard(
      JdbcBackend.Options databaseOptions, BoardOptions board, Clock clock) {
    return switch (board) {
      case BoardOptions.InStore here -> JdbcBackend.open(databaseOptions, clock);
      case BoardOptions.OnServers there ->
          there.open(() -> JdbcBackend.open(databaseOptions, clock), clock);
      case BoardOptions.Embedded embedded ->
          throw new InvalidInputException(
              "%s; only 'baton up' runs %s itself"
                  .formatted(embedded.kind().noServers(), embedded.kind().product()));
    };
  }

  /**
   * Opens the backend of an executor or a distributor: a database, or a Baton or CIMI server.
   *
   * @throws InvalidInputException if the settings name a database and a server, or if they name
   *     neither and no server runs on this machine
   */
  public static Backend worker(ProcessOptions options, CommandContext commandContext) {
    BackendSettings settings = options.backend();
    JdbcBackend.Options databaseOptions = settings.store();
    if (databaseOptions != null && settings.endpoint() != null) {
      throw new InvalidInputException(
          "store and endpoint are both set, but a process uses only one of them; remove one");
    }
    if (databaseOptions != null && settings.pull() != null) {
      throw new InvalidInputException(
          "--job-id runs a job of a server; name the server with --endpoint instead of --store");
    }
    return databaseOptions != null
        ? withBoard(databaseOptions, settings.board(), commandContext.clock())
        : settings.usesNuvlaServer()
            ? NuvlaBackends.openWithBoard(options, commandContext)
            : server(options, commandContext);
  }

  /** Returns the result of the step; if the step fails, closes the backend. */
  static <T> T orClose(Backend backend, Supplier<T> step) {
    try {
      return step.get();
    } catch (RuntimeException e) {
      backend.close();
      throw e;
    }
  }

  private static Backend server(ProcessOptions options, CommandContext commandContext) {
    switch (options.backend().board()) {
      case BoardOptions.InStore here -> {}
      case BoardOptions.Embedded embedded ->
          throw new InvalidInputException(embedded.kind().noServers());
      case BoardOptions.OnServers there ->
          throw new InvalidInputException(
              "the board is on '"
                  + there.servers()
                  + "', but no database is set; name it with --store, or remove the board: an"
                  + " executor of a Baton server uses the server's board");
    }
    ServerConnection serverConnection = connection(options, commandContext);
    LoginOptions login = options.backend().login();
    if (login.header() != null || login.cookies() != null) {
      throw new InvalidInputException(
          "api-authn-header and JOB_COOKIES are for jobs of a CIMI server; name its ZooKeeper"
              + " with --zk-hosts, or one job with --job-id");
    }
    URI endpoint = URI.create(serverConnection.endpoint());
    NuvlaBackends.checkIsBaton(endpoint, serverConnection.tls());
    Credentials credentials = serverConnection.credentials();
    if (credentials == null) {
      throw new InvalidInputException(
          "no credentials: set BATON_API_KEY and BATON_API_SECRET ('baton apikey create"
              + " --executor' makes them), or BATON_USER and BATON_PASSWORD");
    }
    return RemoteBackend.open(
        new RemoteBackend.Options(endpoint, credentials, serverConnection.tls()),
        commandContext.clock());
  }

  /** The server that the settings name, or else the server that runs on this machine. */
  static ServerConnection connection(ProcessOptions options, CommandContext commandContext) {
    LoginOptions login = options.backend().login();
    Credentials named = login.credentials();
    String endpoint = options.backend().endpoint();
    if (endpoint != null) {
      return new ServerConnection(
          endpoint, named, null, new ServerSource.Endpoint(false), login.tls());
    }
    ServerConnection found =
        ServerConnection.forProcess(
            options.isDataNamed() ? options.data().toString() : null, commandContext.environment());
    ClientTls tls = login.tls().orOnly(found.tls().serverCertificate());
    return new ServerConnection(
        found.endpoint(),
        named == null ? found.credentials() : named,
        found.local(),
        found.source(),
        tls);
  }
}
