// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import dev.baton.backend.Backend;
import dev.baton.backend.BackendPorts;
import dev.baton.error.InvalidInputException;
import dev.baton.job.ExecutorJobService;
import dev.baton.service.Clock;
import dev.baton.service.RetryIdempotentCalls;
import dev.baton.service.ServiceGroup;
import dev.baton.wire.Messages;
import dev.baton.wire.ProtocolCalls;
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
  public record Options(URI endpoint, RemoteCredentials credentials, boolean insecure) {

    /** With the server's certificate checked. */
    public Options(URI endpoint, RemoteCredentials remoteCredentials) {
      this(endpoint, remoteCredentials, false);
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
  public sealed interface RemoteCredentials {

    /** A user. */
    record Password(String user, String password) implements RemoteCredentials {
      @Override
      public String toString() {
        return "user '" + user + "'";
      }
    }

    /** An API key, {@code credential/<uuid>}, and its secret. */
    record ApiKey(String key, String secret) implements RemoteCredentials {
      @Override
      public String toString() {
        return "API key '" + key + "'";
      }
    }
  }

  private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(10);

  private final RemoteClient remoteClient;
  private final ServiceGroup services;
  private final BackendPorts backendPorts;
  private final RemoteExecutorJobService runs;

  private RemoteBackend(Options options, Clock clock) {
    this.remoteClient = new RemoteClient(options);
    RetryIdempotentCalls retryIdempotentCalls = new RetryIdempotentCalls(clock);
    LongPollLoops signals = new LongPollLoops(remoteClient);
    OpenBoardSessions openBoardSessions = new OpenBoardSessions();
    ClaimWriteQueue work =
        new ClaimWriteQueue(remoteClient, retryIdempotentCalls, openBoardSessions);
    PostQueue posts = new PostQueue(remoteClient, retryIdempotentCalls);
    this.services = new ServiceGroup(List.of(retryIdempotentCalls, posts, work, signals));
    this.runs = new RemoteExecutorJobService(remoteClient, retryIdempotentCalls, openBoardSessions);
    // Accounts are the server's business. The logbook works if the server's backend has one.
    this.backendPorts =
        new BackendPorts(
            new RemoteJobStore(remoteClient, retryIdempotentCalls, posts, work, openBoardSessions),
            new RemoteJobLog(remoteClient, retryIdempotentCalls, work, openBoardSessions),
            new RemoteJobHistory(remoteClient, retryIdempotentCalls, signals, openBoardSessions),
            new RemoteJobBoard(
                remoteClient, clock, retryIdempotentCalls, signals, openBoardSessions, work),
            Optional.empty(),
            new RemoteElection(remoteClient, clock, retryIdempotentCalls),
            new RemoteDistributionStore(remoteClient, retryIdempotentCalls),
            new RemoteMemberRegistry(remoteClient, retryIdempotentCalls),
            new RemoteActionStore(remoteClient, retryIdempotentCalls),
            Optional.empty(),
            Optional.of(
                new RemoteLogbookStore(
                    remoteClient, retryIdempotentCalls, work, openBoardSessions)));
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
    return "Baton server at " + remoteClient.endpoint();
  }

  @Override
  public BackendPorts ports() {
    return backendPorts;
  }

  /** The server's, which knows the rights of the jobs that run here. */
  @Override
  public ExecutorJobService executorJobService(ExecutorJobService local) {
    return runs;
  }

  @Override
  public void check() {
    remoteClient.call(ProtocolCalls.CHECK, new Messages.EmptyMessage(), CHECK_TIMEOUT);
  }

  /** Waits for writes under way, but repeats none of them any more. */
  @Override
  public void close() {
    services.stop();
    remoteClient.close();
  }
}
