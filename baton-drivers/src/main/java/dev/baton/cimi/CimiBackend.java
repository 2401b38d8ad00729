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
 * A CIMI server as the store of jobs: Nuvla's, or a Baton server of which only the public API is
 * used. It has no board of its own: either one job is named, which is then all that can be claimed,
 * or the board is in ZooKeeper, where the server posts the jobs.
 *
 * <p>Opening does not wait for the server: it logs in with the first call, before the session
 * expires, and when the server refuses it; {@link #check()} tells whether address and credentials
 * are good. Beside the ports' own exceptions every method may throw {@link
 * dev.baton.error.ForbiddenException}, when the server refuses the credentials. Such a server knows
 * neither claims nor tokens: what that means for the promises of the ports, ADR 22 tells.
 */
public final class CimiBackend implements Backend {

  /**
   * Where the server is and how to log in.
   *
   * @param endpoint {@code http} or {@code https} URL, with the path under which a proxy serves it
   * @param insecure whether any certificate of the server will do
   * @param pull the one job that can be claimed; null is none
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
   * One job to be run.
   *
   * @param onRefusal hears, from any thread, why it cannot be claimed by this process
   */
  public record PullJob(JobId job, Consumer<String> onRefusal) {}

  /** Proof of who calls. */
  public sealed interface CimiCredentials {

    /** Whether a new session can be made when one ended. */
    default boolean canLogIn() {
      return true;
    }

    /** A user. */
    record Password(String user, String password) implements CimiCredentials {
      @Override
      public String toString() {
        return "user '" + user + "'";
      }
    }

    /** An API key, {@code credential/<uuid>}, and its secret. */
    record ApiKey(String key, String secret) implements CimiCredentials {
      @Override
      public String toString() {
        return "API key '" + key + "'";
      }
    }

    /** The value of {@code nuvla-authn-info}, where the server trusts that header. */
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

    /** The value of the header Cookie, of a session that somebody else made. */
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
    // Accounts are the server's business, and it has no place for flows.
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
   * @throws InvalidInputException if the options are not good
   */
  public static CimiBackend open(Options options, Clock clock) {
    return new CimiBackend(options, clock);
  }

  /**
   * The names of the collections that a server has, by its cloud-entry-point; without a login.
   *
   * @throws InvalidInputException if it is no CIMI server
   * @throws dev.baton.error.UnavailableException if it does not answer
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

  /** Also whether the credentials are good for jobs. */
  @Override
  public void check() {
    cimiClient.search(SearchParameters.of(JobQuery.of(Filter.EVERYTHING, 0)));
  }

  /** Waits for nothing, and repeats nothing any more. */
  @Override
  public void close() {
    retryIdempotentCalls.stop();
    cimiHttp.close();
  }
}
