// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.backend.Backend;
import dev.baton.cimi.CimiBackend;
import dev.baton.config.Connection;
import dev.baton.config.Credentials;
import dev.baton.error.InvalidInputException;
import dev.baton.error.UnavailableException;
import dev.baton.job.JobId;
import dev.baton.zookeeper.ZookeeperBackend;
import java.net.URI;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens what a process stands on that works on the jobs of a CIMI server, such as Nuvla's. */
final class BesideNuvla {

  private static final Logger LOG = LoggerFactory.getLogger(BesideNuvla.class);

  /** Collections that no other server has. */
  private static final Set<String> BATONS = Set.of("executor", "distribution", "job");

  private BesideNuvla() {}

  /** The server's jobs, with its board in ZooKeeper. */
  static Backend open(ProcessOptions options, Context context) {
    if (!(options.board() instanceof BoardOptions.Zookeeper board)) {
      throw new InvalidInputException("zk-hosts does not name the servers of ZooKeeper");
    }
    ZookeeperBackend.Options zookeeper =
        new ZookeeperBackend.Options(
            board.hosts(), board.window(), board.properties(), board.keepsFlows());
    return ZookeeperBackend.open(
        CimiBackend.open(server(options, context, null), context.clock()),
        zookeeper,
        context.clock());
  }

  /**
   * One job of the server.
   *
   * @param onRefusal hears why it cannot be run here
   */
  static Backend openPull(
      ProcessOptions options, Context context, JobId job, Consumer<String> onRefusal) {
    CimiBackend.Pull pull = new CimiBackend.Pull(job, onRefusal);
    return CimiBackend.open(server(options, context, pull), context.clock());
  }

  private static CimiBackend.Options server(
      ProcessOptions options, Context context, CimiBackend.@Nullable Pull pull) {
    Connection connection = Backends.connection(options, context);
    LoginOptions login = options.login();
    return new CimiBackend.Options(
        URI.create(connection.endpoint()),
        credentials(login, connection.credentials()),
        login.insecure(),
        pull);
  }

  /** In the order in which Nuvla's look: what needs no login, then a key, then a user. */
  private static CimiBackend.Credentials credentials(
      LoginOptions login, @Nullable Credentials credentials) {
    if (login.header() != null) {
      return new CimiBackend.Credentials.Header(login.header());
    }
    if (login.cookies() != null) {
      return new CimiBackend.Credentials.Cookies(login.cookies());
    }
    return switch (credentials) {
      case Credentials.Key key -> new CimiBackend.Credentials.ApiKey(key.key(), key.secret());
      case Credentials.Password password ->
          new CimiBackend.Credentials.Password(password.user(), password.password());
      case null ->
          throw new InvalidInputException(
              "no credentials: set BATON_API_KEY and BATON_API_SECRET, or BATON_USER and"
                  + " BATON_PASSWORD (docs/nuvla.md names the flags)");
    };
  }

  /**
   * Does nothing if the server is Baton's, or does not answer, which is told by the next call.
   *
   * @throws InvalidInputException if it is another's
   */
  static void checkIsBaton(URI endpoint, boolean insecure) {
    Set<String> collections;
    try {
      collections = CimiBackend.collectionsAt(endpoint, insecure);
    } catch (UnavailableException e) {
      LOG.debug("what the server at {} is remains to be seen", endpoint, e);
      return;
    }
    if (!collections.containsAll(BATONS)) {
      throw new InvalidInputException(
          "the server at "
              + endpoint
              + " is no Baton server: name the ZooKeeper where it posts its jobs with --zk-hosts,"
              + " or the one job to run with --job-id");
    }
  }
}
