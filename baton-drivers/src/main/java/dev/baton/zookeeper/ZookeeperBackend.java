// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.zookeeper;

import dev.baton.backend.Backend;
import dev.baton.backend.Ports;
import dev.baton.board.Ledger;
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
public final class ZookeeperBackend implements Backend {

  private static final Duration SESSION = Duration.ofSeconds(15);
  private static final Pattern HOST =
      Pattern.compile("[^\\s,:/]+(:\\d{1,5})?|\\[[^\\]]+\\]:\\d{1,5}");

  private final Backend store;
  private final @Nullable EmbeddedServer server;
  private final FollowQueue queue;
  private final FeedWindow feeder;
  private final DropDeadEntries drop;
  private final ZookeeperBoard board;
  private final ZookeeperElection election;
  private final Ports ports;

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
    public static final int USUAL_WINDOW = 2000;

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
      return new Options(hosts, USUAL_WINDOW, Map.of(), false);
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

  private ZookeeperBackend(
      Backend store,
      Ledger ledger,
      Connection.Servers servers,
      Options options,
      @Nullable EmbeddedServer server,
      Clock clock) {
    this.store = store;
    this.server = server;
    this.queue = new FollowQueue(servers, SESSION, clock);
    Postings postings = new Postings(queue);
    this.feeder = new FeedWindow(queue, postings, ledger, store.board(), options.window(), clock);
    SettledClaims settled = new SettledClaims();
    BoardParts parts = new BoardParts(servers, ledger, queue, postings, feeder, settled, clock);
    ZookeeperLogbook flows =
        options.keepsFlows() ? new ZookeeperLogbook(queue.connection(), ledger) : null;
    this.board = new ZookeeperBoard(parts, store.board(), flows);
    this.drop = new DropDeadEntries(parts, store.jobs(), board::hasStays);
    this.election = new ZookeeperElection(servers, queue, clock);
    this.ports =
        new Ports(
            new ZookeeperJobs(store.jobs(), parts, flows),
            store.log(),
            store.history(),
            board,
            Optional.empty(),
            election,
            store.distributions(),
            store.roster(),
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
  public static ZookeeperBackend open(Backend store, Options options, Clock clock) {
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
  public static ZookeeperBackend openEmbedded(
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
  public static ZookeeperBackend openEmbedded(Backend store, Embedded embedded, Clock clock) {
    EmbeddedServer server;
    try {
      server = EmbeddedServer.start(embedded.folder(), embedded.port());
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
    Options options =
        new Options(server.hosts(), embedded.window(), Map.of(), embedded.keepsFlows());
    return open(store, options, server, clock);
  }

  private static ZookeeperBackend open(
      Backend store, Options options, @Nullable EmbeddedServer server, Clock clock) {
    ZookeeperBackend backend = null;
    try {
      Ledger ledger =
          store
              .ledger()
              .orElseThrow(() ->
                  new InvalidInputException(
                      store.description()
                          + " cannot have its board in ZooKeeper; expected a database"));
      Connection.Servers servers = new Connection.Servers(options.hosts(), options.properties());
      Connection.ensureRoot(servers);
      backend = new ZookeeperBackend(store, ledger, servers, options, server, clock);
      backend.queue.start();
      if (ledger.isFedHere()) {
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

  private static void close(Backend store, @Nullable EmbeddedServer server) {
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
  public Ports ports() {
    return ports;
  }

  @Override
  public void check() {
    store.check();
    queue.refresh();
  }

  @Override
  public void close() {
    try {
      board.endStays();
      election.close();
      drop.stop();
      feeder.stop();
      queue.stop();
    } finally {
      close(store, server);
    }
  }
}
