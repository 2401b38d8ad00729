// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import dev.baton.backend.Backend;
import dev.baton.backend.Ports;
import dev.baton.desk.RunService;
import dev.baton.error.InvalidInputException;
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
  private final Ports ports;
  private final RemoteRunService runs;

  private RemoteBackend(Options options, Clock clock) {
    this.http = new Http(options);
    Retry retry = new Retry(clock);
    SignalLoops signals = new SignalLoops(http);
    Stays stays = new Stays();
    WorkQueue work = new WorkQueue(http, retry, stays);
    PostQueue posts = new PostQueue(http, retry);
    this.services = new ServiceGroup(List.of(retry, posts, work, signals));
    this.runs = new RemoteRunService(http, retry, stays);
    // Accounts are the server's business. The logbook works if the server's backend has one.
    this.ports =
        new Ports(
            new RemoteJobStore(http, retry, posts, work, stays),
            new RemoteJobLog(http, retry, work, stays),
            new RemoteJobHistory(http, retry, signals, stays),
            new RemoteBoard(http, clock, retry, signals, stays, work),
            Optional.empty(),
            new RemoteElection(http, clock, retry),
            new RemoteDistributions(http, retry),
            new RemoteRoster(http, retry),
            new RemoteActions(http, retry),
            Optional.empty(),
            Optional.of(new RemoteLogbookStore(http, retry, work, stays)));
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
  public Ports ports() {
    return ports;
  }

  /** The server's, which knows the rights of the jobs that run here. */
  @Override
  public RunService runService(RunService local) {
    return runs;
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
