// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import dev.baton.access.AccountStore;
import dev.baton.backend.Backend;
import dev.baton.board.JobBoard;
import dev.baton.distributor.DistributionStore;
import dev.baton.election.Election;
import dev.baton.error.InvalidInputException;
import dev.baton.executor.Roster;
import dev.baton.job.JobHistory;
import dev.baton.job.JobLog;
import dev.baton.job.JobStore;
import dev.baton.logbook.LogbookStore;
import dev.baton.service.Clock;
import dev.baton.service.Retry;
import dev.baton.service.ServiceGroup;
import dev.baton.wire.Calls;
import dev.baton.wire.Forms;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A Baton server as a backend. Opening does not wait for the server: it logs in with the first
 * call, and again whenever the session ended; {@link #check()} tells whether address and
 * credentials are good.
 *
 * <p>Calls of many threads share requests. When the server does not answer, what can be repeated
 * without harm is repeated: reads for a few seconds, posts for half a minute, what the holder of a
 * claim says for as long as the claim is trusted. Everything else throws {@link
 * dev.baton.error.UnavailableException} at once. Beside the ports' own exceptions every method may
 * throw {@link dev.baton.error.ForbiddenException}, when the server refuses the credentials.
 */
public final class RemoteBackend implements Backend {

  /**
   * Where the server is and how to log in.
   *
   * @param endpoint {@code http} or {@code https} URL, with the path under which a proxy serves it
   * @param insecure whether any certificate of the server will do
   */
  public record Options(URI endpoint, Credentials credentials, boolean insecure) {

    /** With the server's certificate checked. */
    public Options(URI endpoint, Credentials credentials) {
      this(endpoint, credentials, false);
    }

    public Options {
      String scheme = String.valueOf(endpoint.getScheme());
      if (!(scheme.equals("http") || scheme.equals("https")) || endpoint.getHost() == null) {
        throw new InvalidInputException(
            "the endpoint is '"
                + redacted(endpoint)
                + "'; expected a URL such as https://baton.example.org");
      }
      if (endpoint.getUserInfo() != null) {
        throw new InvalidInputException(
            "the endpoint holds credentials; give them as user and password, or key and secret");
      }
    }

    private static String redacted(URI endpoint) {
      return endpoint.getUserInfo() == null ? endpoint.toString() : "(a URL with credentials)";
    }
  }

  /** Proof of who calls. */
  public sealed interface Credentials {

    /** A user. */
    record Password(String user, String password) implements Credentials {
      @Override
      public String toString() {
        return "user '" + user + "'";
      }
    }

    /** An API key, {@code credential/<uuid>}, and its secret. */
    record ApiKey(String key, String secret) implements Credentials {
      @Override
      public String toString() {
        return "API key '" + key + "'";
      }
    }
  }

  private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(10);

  private final Http http;
  private final ServiceGroup services;
  private final JobStore jobs;
  private final LogbookStore logbook;
  private final JobLog log;
  private final JobHistory history;
  private final JobBoard board;
  private final Election election;
  private final DistributionStore distributions;
  private final Roster roster;

  private RemoteBackend(Options options, Clock clock) {
    this.http = new Http(options);
    Retry retry = new Retry(clock);
    SignalLoops signals = new SignalLoops(http);
    Stays stays = new Stays();
    WorkQueue work = new WorkQueue(http, retry, stays);
    PostQueue posts = new PostQueue(http, retry);
    this.services = new ServiceGroup(List.of(retry, posts, work, signals));
    this.jobs = new RemoteJobStore(http, retry, posts, work);
    this.logbook = new RemoteLogbookStore(http, retry, work);
    this.log = new RemoteJobLog(http, retry, work);
    this.history = new RemoteJobHistory(http, retry, signals);
    this.board = new RemoteBoard(http, clock, retry, signals, stays, work);
    this.election = new RemoteElection(http, clock, retry);
    this.distributions = new RemoteDistributions(http, retry);
    this.roster = new RemoteRoster(http, retry);
  }

  /**
   * Opens the backend.
   *
   * @throws InvalidInputException if the options are not good
   */
  public static RemoteBackend open(Options options, Clock clock) {
    RemoteBackend backend = new RemoteBackend(options, clock);
    backend.services.start();
    return backend;
  }

  @Override
  public String description() {
    return "Baton server at " + http.endpoint();
  }

  @Override
  public JobStore jobs() {
    return jobs;
  }

  @Override
  public JobLog log() {
    return log;
  }

  @Override
  public JobHistory history() {
    return history;
  }

  @Override
  public JobBoard board() {
    return board;
  }

  @Override
  public Election election() {
    return election;
  }

  @Override
  public DistributionStore distributions() {
    return distributions;
  }

  @Override
  public Roster roster() {
    return roster;
  }

  /** Absent: accounts are the server's business. */
  @Override
  public Optional<AccountStore> accounts() {
    return Optional.empty();
  }

  /** Works if the server's backend has one; otherwise every call is refused. */
  @Override
  public Optional<LogbookStore> logbook() {
    return Optional.of(logbook);
  }

  @Override
  public void check() {
    http.call(Calls.CHECK, new Forms.Nothing(), CHECK_TIMEOUT);
  }

  /** Waits for writes under way, but repeats none of them any more. */
  @Override
  public void close() {
    services.stop();
    http.close();
  }
}
