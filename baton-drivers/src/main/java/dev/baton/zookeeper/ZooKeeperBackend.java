// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.zookeeper;

import dev.baton.backend.Backend;
import dev.baton.backend.BackendPorts;
import dev.baton.board.ExternalBoardStore;
import dev.baton.error.InvalidInputException;
import dev.baton.service.Clock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Another backend with its board and its election moved to ZooKeeper, where kazoo's {@code
 * LockingQueue} at {@code /job} and {@code Election} at {@code /election} work beside it. ZooKeeper
 * 3.4 or later; from 3.6 on the queue is followed by a persistent watch.
 */
public final class ZooKeeperBackend implements Backend {

  private static final Duration SESSION = Duration.ofSeconds(15);
  private static final Pattern HOST =
      Pattern.compile("[^\\s,:/]+(:\\d{1,5})?|\\[[^\\]]+\\]:\\d{1,5}");

  private final Backend store;
  private final @Nullable EmbeddedZooKeeperServer server;
  private final FollowQueue queue;
  private final WindowFeeder feeder;
  private final RemoveDeadEntries drop;
  private final ZooKeeperJobBoard board;
  private final ZooKeeperElection election;
  private final BackendPorts backendPorts;

  /**
   * Which servers, and how.
   *
   * @param hosts {@code host:port}, several with commas or blanks between, and at the end, if
   *     wanted, the folder of the tree under which everything is, such as {@code /baton}
   * @param window how many of the waiting jobs are kept in ZooKeeper
   * @param properties of ZooKeeper's client, for TLS and SASL, such as {@code
   *     zookeeper.client.secure}
   * @param keepsFlows whether the progress of flows is kept in ZooKeeper, too, and not in the store
   */
  public record Options(
      String hosts, int window, Map<String, String> properties, boolean keepsFlows) {

    /** What ZooKeeper holds without trouble, and kazoo's consumers list without losing much. */
    public static final int DEFAULT_WINDOW = 2000;

    public Options {
      hosts = checked(hosts);
      properties = Map.copyOf(properties);
      if (window < 10 || window > 40_000) {
        throw new InvalidInputException(
            "the window in ZooKeeper is " + window + " jobs; allowed: 10 to 40000");
      }
    }

    /** With the usual window, no properties and no flows. */
    public static Options of(String hosts) {
      return new Options(hosts, DEFAULT_WINDOW, Map.of(), false);
    }

    /** The same, with or without the progress of flows. */
    public Options withFlows(boolean kept) {
      return new Options(hosts, window, properties, kept);
    }

    private static String checked(String hosts) {
      String text = hosts.strip();
      int slash = text.indexOf('/');
      String root = slash < 0 ? "" : text.substring(slash).replaceFirst("/+$", "");
      String list = slash < 0 ? text : text.substring(0, slash);
      for (String host : list.split("[\\s,]+", -1)) {
        if (!HOST.matcher(host).matches()) {
          throw new InvalidInputException(
              "'"
                  + hosts
                  + "' does not name ZooKeeper servers; expected such as"
                  + " zk1:2181,zk2:2181,zk3:2181/baton");
        }
      }
      return list.replaceAll("[\\s,]+", ",") + root;
    }
  }

  private ZooKeeperBackend(
      Backend store,
      ExternalBoardStore externalBoardStore,
      ZooKeeperConnection.Servers servers,
      Options options,
      @Nullable EmbeddedZooKeeperServer server,
      Clock clock) {
    this.store = store;
    this.server = server;
    this.queue = new FollowQueue(servers, SESSION, clock);
    QueueEntryWriter queueEntryWriter = new QueueEntryWriter(queue);
    this.feeder =
        new WindowFeeder(
            queue, queueEntryWriter, externalBoardStore, store.board(), options.window(), clock);
    ClaimsToConsume settled = new ClaimsToConsume();
    ZooKeeperBoardContext parts =
        new ZooKeeperBoardContext(
            servers, externalBoardStore, queue, queueEntryWriter, feeder, settled, clock);
    ZooKeeperLogbookStore flows =
        options.keepsFlows()
            ? new ZooKeeperLogbookStore(queue.connection(), externalBoardStore)
            : null;
    this.board = new ZooKeeperJobBoard(parts, store.board(), flows);
    this.drop = new RemoveDeadEntries(parts, store.jobs(), board::hasSessions);
    this.election = new ZooKeeperElection(servers, queue, clock);
    this.backendPorts =
        new BackendPorts(
            new ZooKeeperPostingJobStore(store.jobs(), parts, flows),
            store.log(),
            store.history(),
            board,
            Optional.empty(),
            election,
            store.distributions(),
            store.memberRegistry(),
            store.actions(),
            store.accounts(),
            flows == null ? store.logbook() : Optional.of(flows));
  }

  /**
   * Connects.
   *
   * @param store has everything else; closed with this, also when this fails
   * @throws InvalidInputException if that store can only be its own board
   * @throws dev.baton.error.UnavailableException if no server answers
   */
  public static ZooKeeperBackend open(Backend store, Options options, Clock clock) {
    return open(store, options, null, clock);
  }

  /**
   * Starts a ZooKeeper server in this process, on the loopback address, and connects to it.
   *
   * @param store as at {@link #open(Backend, Options, Clock)}
   * @param folder with the server's data
   * @param port that it listens at; 0 is any free one
   * @param window how many of the waiting jobs are kept there, as in {@link Options}
   */
  public static ZooKeeperBackend openEmbedded(
      Backend store, Path folder, int port, int window, Clock clock) {
    return openEmbedded(store, new Embedded(folder, port, window, false), clock);
  }

  /**
   * A server in this process.
   *
   * @param folder with its data
   * @param port that it listens at, on the loopback address; 0 is any free one
   * @param window as in {@link Options}
   * @param keepsFlows as in {@link Options}
   */
  public record Embedded(Path folder, int port, int window, boolean keepsFlows) {}

  /** As above. */
  public static ZooKeeperBackend openEmbedded(Backend store, Embedded embedded, Clock clock) {
    EmbeddedZooKeeperServer server;
    try {
      server = EmbeddedZooKeeperServer.start(embedded.folder(), embedded.port());
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
    Options options =
        new Options(server.hosts(), embedded.window(), Map.of(), embedded.keepsFlows());
    return open(store, options, server, clock);
  }

  private static ZooKeeperBackend open(
      Backend store, Options options, @Nullable EmbeddedZooKeeperServer server, Clock clock) {
    ZooKeeperBackend backend = null;
    try {
      ExternalBoardStore externalBoardStore =
          store
              .externalBoardStore()
              .orElseThrow(() ->
                  new InvalidInputException(
                      store.description()
                          + " cannot have its board in ZooKeeper; expected a database"));
      ZooKeeperConnection.Servers servers =
          new ZooKeeperConnection.Servers(options.hosts(), options.properties());
      ZooKeeperConnection.ensureRoot(servers);
      backend = new ZooKeeperBackend(store, externalBoardStore, servers, options, server, clock);
      backend.queue.start();
      if (externalBoardStore.isFedByBaton()) {
        backend.feeder.start();
      } else {
        backend.drop.start();
      }
      return backend;
    } catch (RuntimeException e) {
      if (backend != null) {
        backend.close();
      } else {
        close(store, server);
      }
      throw e;
    }
  }

  private static void close(Backend store, @Nullable EmbeddedZooKeeperServer server) {
    try {
      if (server != null) {
        server.close();
      }
    } finally {
      store.close();
    }
  }

  @Override
  public String description() {
    return store.description() + ", board on ZooKeeper at " + queue.connection().place();
  }

  @Override
  public BackendPorts ports() {
    return backendPorts;
  }

  @Override
  public void check() {
    store.check();
    queue.refresh();
  }

  @Override
  public void close() {
    try {
      board.endSessions();
      election.close();
      drop.stop();
      feeder.stop();
      queue.stop();
    } finally {
      close(store, server);
    }
  }
}
