// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.backend.Backend;
import dev.baton.config.Connection;
import dev.baton.config.Credentials;
import dev.baton.config.DataFolder;
import dev.baton.error.InvalidInputException;
import dev.baton.jdbc.JdbcBackend;
import dev.baton.remote.RemoteBackend;
import dev.baton.service.Clock;
import dev.baton.zookeeper.ZookeeperBackend;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Opens what a process stands on. */
final class Backends {

  /** Statements of callers at once: beyond some, a database gets slower, not faster. */
  private static final int POOL = 8;

  private Backends() {}

  /**
   * The database that is named, or else the embedded one in the data folder, with its board.
   *
   * @param isAll whether a ZooKeeper that is not named is to run in this process
   */
  static Backend store(ProcessOptions options, DataFolder data, boolean isAll, Clock clock) {
    ProcessOptions.Store named = options.store();
    ProcessOptions.Store store =
        named == null
            ? new ProcessOptions.Store("jdbc:h2:file:" + data.database(), null, null)
            : named;
    if (options.board() instanceof BoardOptions.EmbeddedZookeeper board && isAll) {
      return ZookeeperBackend.openEmbedded(
          open(store, clock),
          new ZookeeperBackend.Embedded(
              data.zookeeper(), board.port(), board.window(), board.keepsFlows()),
          clock);
    }
    return withBoard(store, options.board(), clock);
  }

  private static Backend withBoard(ProcessOptions.Store store, BoardOptions board, Clock clock) {
    return switch (board) {
      case BoardOptions.InStore here -> open(store, clock);
      case BoardOptions.Zookeeper there -> {
        // Checked before anything is opened.
        ZookeeperBackend.Options options =
            new ZookeeperBackend.Options(
                there.hosts(), there.window(), there.properties(), there.keepsFlows());
        yield ZookeeperBackend.open(open(store, clock), options, clock);
      }
      case BoardOptions.EmbeddedZookeeper embedded ->
          throw new InvalidInputException(
              "the board is to be in ZooKeeper, but zk-hosts does not name its servers; only"
                  + " 'baton up' runs one itself");
    };
  }

  /**
   * What an executor or a distributor works on: a database, or a server.
   *
   * @throws InvalidInputException if neither is named and none runs here, or both are named
   */
  static Backend worker(ProcessOptions options, Context context) {
    ProcessOptions.Store store = options.store();
    if (store != null && options.endpoint() != null) {
      throw new InvalidInputException(
          "both a store and an endpoint are named; a process works on one of them");
    }
    if (store != null && options.pull() != null) {
      throw new InvalidInputException(
          "--job-id runs a job of a server; name it with --endpoint instead of a store");
    }
    return store != null
        ? withBoard(store, options.board(), context.clock())
        : options.isBesideNuvla() ? BesideNuvla.open(options, context) : server(options, context);
  }

  private static Backend open(ProcessOptions.Store store, Clock clock) {
    return JdbcBackend.open(
        new JdbcBackend.Options(store.url(), store.user(), store.password(), POOL), clock);
  }

  private static Backend server(ProcessOptions options, Context context) {
    if (options.board() instanceof BoardOptions.EmbeddedZookeeper) {
      throw new InvalidInputException(
          "the board is to be in ZooKeeper, but zk-hosts does not name its servers");
    }
    Connection connection = connection(options, context);
    LoginOptions login = options.login();
    if (login.header() != null || login.cookies() != null) {
      throw new InvalidInputException(
          "api-authn-header and JOB_COOKIES are for jobs of a CIMI server; name its ZooKeeper"
              + " with --zk-hosts, or one job with --job-id");
    }
    URI endpoint = URI.create(connection.endpoint());
    BesideNuvla.checkIsBaton(endpoint, login.insecure());
    return RemoteBackend.open(
        new RemoteBackend.Options(
            endpoint, credentials(connection.credentials()), login.insecure()),
        context.clock());
  }

  /** The server that is named, or the one that runs here. */
  static Connection connection(ProcessOptions options, Context context) {
    Credentials named = options.login().credentials();
    String endpoint = options.endpoint();
    if (endpoint != null) {
      return new Connection(endpoint, named, null, "endpoint");
    }
    Connection found =
        Connection.forProcess(
            options.isDataNamed() ? options.data().toString() : null, context.environment());
    return named == null
        ? found
        : new Connection(found.endpoint(), named, found.local(), found.source());
  }

  private static RemoteBackend.Credentials credentials(@Nullable Credentials credentials) {
    return switch (credentials) {
      case Credentials.Key key -> new RemoteBackend.Credentials.ApiKey(key.key(), key.secret());
      case Credentials.Password password ->
          new RemoteBackend.Credentials.Password(password.user(), password.password());
      case null ->
          throw new InvalidInputException(
              "no credentials: set BATON_API_KEY and BATON_API_SECRET ('baton apikey create"
                  + " --executor' makes them), or BATON_USER and BATON_PASSWORD");
    };
  }
}
