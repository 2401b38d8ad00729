// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import dev.baton.backend.Backend;
import dev.baton.backend.BackendPorts;
import dev.baton.error.InvalidInputException;
import dev.baton.httpclient.ClientTls;
import dev.baton.httpclient.Credentials;
import dev.baton.httpclient.HttpTransport;
import dev.baton.job.ExecutorJobService;
import dev.baton.protocol.Messages;
import dev.baton.protocol.Messages.LongPollTopic;
import dev.baton.protocol.ProtocolCalls;
import dev.baton.service.Clock;
import dev.baton.service.RetryIdempotentCalls;
import dev.baton.service.ServiceGroup;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A Baton server as a backend. Opening does not contact the server: the first call logs in, and a
 * later call logs in again when the login session has ended. {@link #check()} verifies the address
 * and the credentials.
 *
 * <p>Calls of many threads share requests. When the server does not answer, calls that are safe to
 * repeat are repeated: reads for a few seconds, posts for 30 seconds, claim writes until the claim
 * expires. Every other call throws {@link dev.baton.error.UnavailableException} at once. In
 * addition to the exceptions of the ports, every method may throw {@link
 * dev.baton.error.ForbiddenException} when the server rejects the credentials.
 */
public final class RemoteBackend implements Backend {

  /**
   * The address of the server and the credentials.
   *
   * @param endpoint {@code http} or {@code https} URL, including the path under which a proxy
   *     serves it
   * @param tls how the client checks the server, and the certificate that it shows
   */
  public record Options(URI endpoint, Credentials credentials, ClientTls tls) {

    /** Creates options with which the server must have a certificate that Java trusts. */
    public Options(URI endpoint, Credentials credentials) {
      this(endpoint, credentials, ClientTls.DEFAULT);
    }

    public Options {
      HttpTransport.checkEndpoint(endpoint, "https://baton.example.org");
    }
  }

  private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(10);

  private final RemoteClient remoteClient;
  private final ServiceGroup services;
  private final BackendPorts backendPorts;
  private final RemoteExecutorJobService runs;

  private RemoteBackend(Options options, Clock clock) {
    this.remoteClient = new RemoteClient(options, new RetryIdempotentCalls(clock), clock);
    LongPollLoop history =
        new LongPollLoop(remoteClient, LongPollTopic.HISTORY, Duration.ofMillis(200));
    StandByLoop standByLoop = new StandByLoop(remoteClient, clock);
    OpenBoardSessions openBoardSessions = new OpenBoardSessions();
    ClaimWriteQueue work = new ClaimWriteQueue(remoteClient, openBoardSessions);
    PostQueue posts = new PostQueue(remoteClient);
    this.services =
        new ServiceGroup(List.of(remoteClient.repeats(), posts, work, history, standByLoop));
    this.runs = new RemoteExecutorJobService(remoteClient, openBoardSessions);
    // No port for accounts, because the server manages them. The calls of the logbook store fail if
    // the backend of the server has no logbook store.
    this.backendPorts =
        new BackendPorts(
            new RemoteJobStore(remoteClient, posts, work, openBoardSessions),
            new RemoteJobLog(remoteClient, work, openBoardSessions),
            new RemoteJobHistory(remoteClient, history, openBoardSessions),
            new RemoteJobBoard(remoteClient, clock, standByLoop, openBoardSessions, work),
            Optional.empty(),
            new RemoteElection(remoteClient, clock),
            new RemoteDistributionStore(remoteClient),
            new RemoteMemberRegistry(remoteClient, standByLoop, clock),
            new RemoteActionStore(remoteClient),
            Optional.empty(),
            Optional.of(new RemoteLogbookStore(remoteClient, work, openBoardSessions)),
            Optional.empty());
  }

  /**
   * Opens the backend.
   *
   * @throws InvalidInputException if the options are invalid
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

  /**
   * Returns a job service whose calls the server executes, because only the server knows the rights
   * of the running jobs.
   */
  @Override
  public ExecutorJobService executorJobService(ExecutorJobService local) {
    return runs;
  }

  @Override
  public void check() {
    remoteClient.call(ProtocolCalls.CHECK, new Messages.EmptyMessage(), CHECK_TIMEOUT);
  }

  /** Waits for the answers to the writes in progress, but does not repeat a write. */
  @Override
  public void close() {
    services.stop();
    remoteClient.close();
  }
}
