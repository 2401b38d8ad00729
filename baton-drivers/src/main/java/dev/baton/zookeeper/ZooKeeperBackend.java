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
 * Wraps another backend and moves its board and its election to ZooKeeper, where kazoo's {@code
 * LockingQueue} at {@code /job} and {@code Election} at {@code /election} can be used at the same
 * time. Needs ZooKeeper 3.4 or later; from 3.6 on, the queue is followed with a persistent watch.
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
   * Selects the servers and how Baton uses them.
   *
   * @param hosts {@code host:port}, several separated by commas or blanks, and optionally at the
   *     end the folder under which all nodes are, such as {@code /baton}
   * @param window the number of waiting jobs that are kept in ZooKeeper
   * @param properties properties of ZooKeeper's client for TLS and SASL, such as {@code
   *     zookeeper.client.secure}
   * @param keepsFlows whether the progress of flows is stored in ZooKeeper instead of the store
   */
  public record Options(
      String hosts, int window, Map<String, String> properties, boolean keepsFlows) {

    /**
     * The default window. ZooKeeper stores this number of entries easily, and kazoo's consumers
     * list them without much loss of time.
     */
    public static final int DEFAULT_WINDOW = 2000;

    public Options {
      hosts = checked(hosts);
      properties = Map.copyOf(properties);
      if (window < 10 || window > 40_000) {
        throw new InvalidInputException(
            "the window in ZooKeeper is " + window + " jobs; allowed: 10 to 40000");
      }
    }

    /** Returns options with the default window, no properties, and flows in the store. */
    public static Options of(String hosts) {
      return new Options(hosts, DEFAULT_WINDOW, Map.of(), false);
    }

    /** Returns the same options, but with the progress of flows in ZooKeeper or in the store. */
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
   * Connects to ZooKeeper.
   *
   * @param store provides all other ports; it is closed with this backend, and also if this method
   *     fails
   * @throws InvalidInputException if the store cannot have an external board
   * @throws dev.baton.error.UnavailableException if no server answers
   */
  public static ZooKeeperBackend open(Backend store, Options options, Clock clock) {
    return open(store, options, null, clock);
  }

  /**
   * Starts a ZooKeeper server in this process, on the loopback address, and connects to it.
   *
   * @param store as in {@link #open(Backend, Options, Clock)}
   * @param folder the folder of the server's data
   * @param port the port of the server; 0 selects any free port
   * @param window the number of waiting jobs that are kept in ZooKeeper, as in {@link Options}
   */
  public static ZooKeeperBackend openEmbedded(
      Backend store, Path folder, int port, int window, Clock clock) {
    return openEmbedded(store, new Embedded(folder, port, window, false), clock);
  }

  /**
   * Configures a ZooKeeper server in this process.
   *
   * @param folder the folder of its data
   * @param port its port on the loopback address; 0 selects any free port
   * @param window as in {@link Options}
   * @param keepsFlows as in {@link Options}
   */
  public record Embedded(Path folder, int port, int window, boolean keepsFlows) {}

  /**
   * Starts a ZooKeeper server in this process, on the loopback address, and connects to it. The
   * store is treated as in {@link #open(Backend, Options, Clock)}.
   */
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
