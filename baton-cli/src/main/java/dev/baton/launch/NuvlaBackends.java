// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import dev.baton.backend.Backend;
import dev.baton.cimi.CimiBackend;
import dev.baton.config.ServerConnection;
import dev.baton.console.CommandContext;
import dev.baton.error.InvalidInputException;
import dev.baton.error.UnavailableException;
import dev.baton.httpclient.Authentication;
import dev.baton.httpclient.ClientTls;
import dev.baton.httpclient.Credentials;
import dev.baton.job.JobId;
import java.net.URI;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the backend of a process that works on the jobs of a CIMI server, such as Nuvla's. */
final class NuvlaBackends {

  private static final Logger LOG = LoggerFactory.getLogger(NuvlaBackends.class);

  /** A server that has all these collections is a Baton server. */
  private static final Set<String> BATONS = Set.of("executor", "distribution", "job");

  private NuvlaBackends() {}

  /** Opens a backend with the jobs of the CIMI server. The jobs wait on an external board. */
  static Backend openWithBoard(ProcessOptions options, CommandContext commandContext) {
    return switch (options.backend().board()) {
      case BoardOptions.OnServers board ->
          board.open(
              () -> CimiBackend.open(server(options, commandContext, null), commandContext.clock()),
              commandContext.clock());
      case BoardOptions.Embedded embedded ->
          throw new InvalidInputException(embedded.kind().noServers());
      case BoardOptions.InStore here ->
          throw new InvalidInputException(
              "board is '"
                  + ReadBoardOptions.IN_STORE
                  + "', but the jobs of a CIMI server wait on a board on other servers; name them"
                  + " with --zk-hosts");
    };
  }

  /**
   * Opens a backend with a single job of the CIMI server: the pull job.
   *
   * @param onRefusal receives the reason if the job cannot be run here
   */
  static Backend openPull(
      ProcessOptions options,
      CommandContext commandContext,
      JobId job,
      Consumer<String> onRefusal) {
    CimiBackend.PullJob pullJob = new CimiBackend.PullJob(job, onRefusal);
    return CimiBackend.open(server(options, commandContext, pullJob), commandContext.clock());
  }

  private static CimiBackend.Options server(
      ProcessOptions options,
      CommandContext commandContext,
      CimiBackend.@Nullable PullJob pullJob) {
    ServerConnection serverConnection = Backends.connection(options, commandContext);
    LoginOptions login = options.backend().login();
    return new CimiBackend.Options(
        URI.create(serverConnection.endpoint()),
        authentication(login, serverConnection.credentials()),
        serverConnection.tls(),
        pullJob);
  }

  /**
   * Chooses the credentials in the same order as Nuvla's executors: first a header or cookies,
   * which need no login, then an API key, then a user with a password.
   */
  private static Authentication authentication(
      LoginOptions login, @Nullable Credentials credentials) {
    if (login.header() != null) {
      return Authentication.AuthenticationHeader.nuvlaAuthnInfo(login.header());
    }
    if (login.cookies() != null) {
      return Authentication.AuthenticationHeader.cookies(login.cookies());
    }
    if (credentials == null) {
      throw new InvalidInputException(
          "no credentials: set BATON_API_KEY and BATON_API_SECRET, or BATON_USER and"
              + " BATON_PASSWORD (docs/nuvla.md names the flags)");
    }
    return credentials;
  }

  /**
   * Checks that the server is a Baton server. Does nothing if the server does not answer, because
   * the next call reports that.
   *
   * @throws InvalidInputException if the server is not a Baton server
   */
  static void checkIsBaton(URI endpoint, ClientTls tls) {
    Set<String> collections;
    try {
      collections = CimiBackend.collectionsAt(endpoint, tls);
    } catch (UnavailableException e) {
      LOG.debug("server does not answer yet, so its kind is not known: server={}", endpoint, e);
      return;
    }
    if (!collections.containsAll(BATONS)) {
      throw new InvalidInputException(
          "the server at "
              + endpoint
              + " is not a Baton server: name the ZooKeeper where it posts its jobs with"
              + " --zk-hosts, or the one job to run with --job-id");
    }
  }
}
