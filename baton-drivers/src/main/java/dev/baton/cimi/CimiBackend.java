// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cimi;

import dev.baton.backend.Backend;
import dev.baton.backend.BackendPorts;
import dev.baton.error.InvalidInputException;
import dev.baton.filter.Filter;
import dev.baton.job.JobId;
import dev.baton.job.JobQuery;
import dev.baton.service.Clock;
import dev.baton.service.RetryIdempotentCalls;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A CIMI server as the job store: Nuvla's server, or a Baton server of which only the public API is
 * used. Such a server has no board. Either the options name one pull job, which is then the only
 * job that can be claimed, or the board is in ZooKeeper, where the server posts the jobs.
 *
 * <p>Opening does not contact the server: the first call logs in. A later call logs in again before
 * the login session expires, and when the server rejects the session. {@link #check()} verifies the
 * address and the credentials. In addition to the exceptions of the ports, every method may throw
 * {@link dev.baton.error.ForbiddenException} when the server rejects the credentials. A CIMI server
 * knows neither claims nor fencing tokens; ADR 22 states what that means for the contracts of the
 * ports.
 */
public final class CimiBackend implements Backend {

  /**
   * The address of the server, the credentials and the pull job.
   *
   * @param endpoint {@code http} or {@code https} URL, including the path under which a proxy
   *     serves it
   * @param insecure whether every certificate of the server is accepted
   * @param pull the only job that can be claimed, or null if no job can be claimed
   */
  public record Options(
      URI endpoint, CimiCredentials credentials, boolean insecure, @Nullable PullJob pull) {
    public Options {
      String scheme = String.valueOf(endpoint.getScheme());
      if (!(scheme.equals("http") || scheme.equals("https")) || endpoint.getHost() == null) {
        throw new InvalidInputException(
            "the endpoint is '"
                + (endpoint.getUserInfo() == null ? endpoint : "(a URL with credentials)")
                + "'; expected a URL such as https://nuvla.example.org");
      }
      if (endpoint.getUserInfo() != null) {
        throw new InvalidInputException(
            "the endpoint holds credentials; give them as user and password, or key and secret");
      }
    }
  }

  /**
   * One job to run.
   *
   * @param onRefusal receives the reason why this process cannot claim the job; called from any
   *     thread
   */
  public record PullJob(JobId job, Consumer<String> onRefusal) {}

  /** The credentials with which a process calls the server. */
  public sealed interface CimiCredentials {

    /** Whether these credentials allow a new login after the login session has ended. */
    default boolean canLogIn() {
      return true;
    }

    /** A user name with its password. */
    record Password(String user, String password) implements CimiCredentials {
      @Override
      public String toString() {
        return "user '" + user + "'";
      }
    }

    /** An API key, {@code credential/<uuid>}, with its secret. */
    record ApiKey(String key, String secret) implements CimiCredentials {
      @Override
      public String toString() {
        return "API key '" + key + "'";
      }
    }

    /** The value of the header {@code nuvla-authn-info}, for servers that trust this header. */
    record Header(String value) implements CimiCredentials {
      @Override
      public boolean canLogIn() {
        return false;
      }

      @Override
      public String toString() {
        return "the header nuvla-authn-info";
      }
    }

    /** The value of the header {@code Cookie} of a login session that another program created. */
    record Cookies(String value) implements CimiCredentials {
      @Override
      public boolean canLogIn() {
        return false;
      }

      @Override
      public String toString() {
        return "the cookies of a session";
      }
    }
  }

  private final CimiHttp cimiHttp;
  private final CimiClient cimiClient;
  private final RetryIdempotentCalls retryIdempotentCalls;
  private final BackendPorts backendPorts;

  private CimiBackend(Options options, Clock clock) {
    CimiClaimTokens claims = new CimiClaimTokens();
    this.cimiHttp = new CimiHttp(options.endpoint(), options.insecure());
    this.cimiClient =
        new CimiClient(cimiHttp, new CimiLogin(cimiHttp, options.credentials(), clock));
    this.retryIdempotentCalls = new RetryIdempotentCalls(clock);
    CimiJobStore jobs = new CimiJobStore(cimiClient, retryIdempotentCalls, claims);
    CimiExternalBoardStore ledger = new CimiExternalBoardStore(cimiClient, claims, clock);
    // The server manages the accounts, and it cannot store logbooks of flows. Therefore these ports
    // are absent.
    this.backendPorts =
        new BackendPorts(
            jobs,
            new Slf4jJobLog(claims),
            new NoJobHistory(),
            new PullBoard(ledger, jobs, options.pull(), clock),
            Optional.of(ledger),
            new NoElection(),
            new LocalDistributionStore(),
            new NoMemberRegistry(),
            new NoActionStore(),
            Optional.empty(),
            Optional.empty());
  }

  /**
   * Opens the backend.
   *
   * @throws InvalidInputException if the options are invalid
   */
  public static CimiBackend open(Options options, Clock clock) {
    return new CimiBackend(options, clock);
  }

  /**
   * Returns the names of the server's collections, which its cloud-entry-point lists. Does not log
   * in.
   *
   * @throws InvalidInputException if the address is not the address of a CIMI server
   * @throws dev.baton.error.UnavailableException if the server does not answer
   */
  public static Set<String> collectionsAt(URI endpoint, boolean insecure) {
    CimiHttp cimiHttp = new CimiHttp(endpoint, insecure);
    try {
      return CimiClient.collections(cimiHttp);
    } finally {
      cimiHttp.close();
    }
  }

  @Override
  public String description() {
    return "CIMI server at " + cimiHttp.endpoint();
  }

  @Override
  public BackendPorts ports() {
    return backendPorts;
  }

  /** Also checks that the credentials permit a search of jobs. */
  @Override
  public void check() {
    cimiClient.search(SearchParameters.of(JobQuery.of(Filter.EVERYTHING, 0)));
  }

  /** Does not wait for calls in progress and does not repeat them. */
  @Override
  public void close() {
    retryIdempotentCalls.stop();
    cimiHttp.close();
  }
}
