// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cimi;

import dev.baton.backend.Backend;
import dev.baton.backend.BackendPorts;
import dev.baton.board.ClaimTokens;
import dev.baton.error.InvalidInputException;
import dev.baton.filter.Filter;
import dev.baton.httpclient.Authentication;
import dev.baton.httpclient.ClientTls;
import dev.baton.httpclient.HttpTransport;
import dev.baton.httpclient.SessionClient;
import dev.baton.job.JobId;
import dev.baton.job.JobQuery;
import dev.baton.service.Clock;
import dev.baton.service.RetryIdempotentCalls;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A CIMI server as the job store: Nuvla's server, or a Baton server of which only the public API is
 * used. A CIMI server has no board that executors can use. Therefore either the options name one
 * pull job, which is then the only job that can be claimed, or the board is in ZooKeeper, where the
 * server posts the jobs.
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
   * The address of the server, the identity of this process and the pull job.
   *
   * @param endpoint {@code http} or {@code https} URL, including the path under which a proxy
   *     serves it
   * @param tls how the client checks the server, and the certificate that it shows
   * @param pull the only job that can be claimed, or null if no job can be claimed
   */
  public record Options(
      URI endpoint, Authentication authentication, ClientTls tls, @Nullable PullJob pull) {
    public Options {
      HttpTransport.checkEndpoint(endpoint, "https://nuvla.example.org");
    }
  }

  /**
   * A pull job that this process must run.
   *
   * @param onRefusal receives the reason if this process cannot claim the job; called from any
   *     thread
   */
  public record PullJob(JobId job, Consumer<String> onRefusal) {}

  /**
   * Logins are at least 10 seconds apart, because the server computes a password hash for each
   * login. The client switches to the group, because Nuvla's administrators have their rights only
   * in it.
   */
  private static final SessionClient.LoginRules LOGIN_RULES =
      new SessionClient.LoginRules(Duration.ofSeconds(10), true, "group/nuvla-admin");

  private final HttpTransport httpTransport;
  private final CimiClient cimiClient;
  private final RetryIdempotentCalls retryIdempotentCalls;
  private final BackendPorts backendPorts;

  private CimiBackend(Options options, Clock clock) {
    ClaimTokens claims = new ClaimTokens();
    this.httpTransport = new HttpTransport(options.endpoint(), options.tls(), Map.of());
    this.cimiClient =
        new CimiClient(
            httpTransport,
            new SessionClient(httpTransport, options.authentication(), LOGIN_RULES, clock));
    this.retryIdempotentCalls = new RetryIdempotentCalls(clock);
    FreshRuns freshRuns = new FreshRuns(clock);
    CimiJobStore jobs = new CimiJobStore(cimiClient, retryIdempotentCalls, claims, freshRuns);
    CimiExternalBoardStore externalBoardStore =
        new CimiExternalBoardStore(
            cimiClient, claims, new StartCimiJob(cimiClient, claims, freshRuns, clock));
    // No port for accounts, because the server manages them. No port for logbooks of flows, because
    // the server cannot store them.
    this.backendPorts =
        new BackendPorts(
            jobs,
            new Slf4jJobLog(claims),
            new NoJobHistory(),
            new PullBoard(externalBoardStore, jobs, options.pull(), clock),
            Optional.of(externalBoardStore),
            new NoElection(),
            new LocalDistributionStore(),
            new NoMemberRegistry(),
            new NoActionStore(),
            Optional.empty(),
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
   * Returns the names of the collections of a CIMI server, as its cloud-entry-point lists them.
   * Does not log in.
   *
   * @throws InvalidInputException if no CIMI server answers at the address
   * @throws dev.baton.error.UnavailableException if the server does not answer
   */
  public static Set<String> collectionsAt(URI endpoint, ClientTls tls) {
    HttpTransport httpTransport = new HttpTransport(endpoint, tls, Map.of());
    try {
      return CimiClient.collections(httpTransport);
    } finally {
      httpTransport.close();
    }
  }

  @Override
  public String description() {
    return "CIMI server at " + httpTransport.endpoint();
  }

  @Override
  public BackendPorts ports() {
    return backendPorts;
  }

  /** Checks that the server answers and that the credentials permit a search of jobs. */
  @Override
  public void check() {
    cimiClient.search(SearchParameters.of(JobQuery.of(Filter.EVERYTHING, 0)));
  }

  /** Ends the calls in progress without waiting for them. Calls that would be repeated fail. */
  @Override
  public void close() {
    retryIdempotentCalls.stop();
    httpTransport.close();
  }
}
