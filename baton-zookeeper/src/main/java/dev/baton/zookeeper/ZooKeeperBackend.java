// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.zookeeper;

import dev.baton.backend.Backend;
import dev.baton.board.ExternalBoardStore;
import dev.baton.error.InvalidInputException;
import dev.baton.externalboard.ExternalBoard;
import dev.baton.externalboard.ExternalBoardBackend;
import dev.baton.service.Clock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Wraps another backend and moves its board and its election to ZooKeeper, where kazoo's {@code
 * LockingQueue} at {@code /job} and {@code Election} at {@code /election} can be used at the same
 * time. Needs ZooKeeper 3.4 or later; from 3.6 on, the queue is followed with a persistent watch.
 */
public final class ZooKeeperBackend {

  private static final String NAME = "ZooKeeper";
  private static final Duration SESSION = Duration.ofSeconds(15);
  private static final Pattern HOST =
      Pattern.compile("[^\\s,:/]+(:\\d{1,5})?|\\[[^\\]]+\\]:\\d{1,5}");

  private ZooKeeperBackend() {}

  /**
   * Selects the ZooKeeper servers and how Baton uses them.
   *
   * @param hosts {@code host:port}, several separated by commas or blanks, and optionally at the
   *     end the folder under which all nodes are, such as {@code /baton}
   * @param window the number of waiting jobs that are kept in ZooKeeper
   * @param properties properties of ZooKeeper's client for TLS and SASL, such as {@code
   *     zookeeper.client.secure}
   * @param storesFlows whether the progress of flows is stored in ZooKeeper instead of the job
   *     store
   */
  public record Options(
      String hosts, int window, Map<String, String> properties, boolean storesFlows) {

    /**
     * The default window. ZooKeeper stores this number of entries easily, and a listing of them
     * takes kazoo's consumers little time.
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

  /**
   * Connects to ZooKeeper.
   *
   * @param store the backend that provides all ports except board and election; it is closed with
   *     the returned backend, and also if this method fails
   * @throws InvalidInputException if the store cannot have an external board
   * @throws dev.baton.error.UnavailableException if no ZooKeeper server answers
   */
  public static Backend open(Backend store, Options options, Clock clock) {
    return ExternalBoardBackend.open(
        store,
        NAME,
        externalBoardStore -> connect(options, externalBoardStore, clock, () -> {}),
        clock);
  }

  /**
   * Connects to ZooKeeper once, and changes nothing.
   *
   * @throws dev.baton.error.UnavailableException if no server answers; the message contains what
   *     servers without a leader say of themselves
   */
  public static void check(Options options) {
    String hosts = options.hosts().replaceFirst("/.*", "");
    new CheckServers(hosts, options.properties()).run();
  }

  /**
   * Configures a ZooKeeper server in this process.
   *
   * @param folder the folder of its data
   * @param port its port on the loopback address; 0 selects any free port
   * @param window as in {@link Options}
   * @param storesFlows as in {@link Options}
   */
  public record Embedded(Path folder, int port, int window, boolean storesFlows) {}

  /**
   * Starts a ZooKeeper server in this process, on the loopback address, and connects to it. The
   * store is treated as in {@link #open(Backend, Options, Clock)}.
   */
  public static Backend openEmbedded(Backend store, Embedded embedded, Clock clock) {
    return ExternalBoardBackend.open(
        store,
        NAME,
        externalBoardStore -> {
          EmbeddedZooKeeperServer server =
              EmbeddedZooKeeperServer.start(embedded.folder(), embedded.port());
          try {
            Options options =
                new Options(server.hosts(), embedded.window(), Map.of(), embedded.storesFlows());
            return connect(options, externalBoardStore, clock, server::close);
          } catch (RuntimeException e) {
            server.close();
            throw e;
          }
        },
        clock);
  }

  private static ExternalBoard connect(
      Options options, ExternalBoardStore externalBoardStore, Clock clock, Runnable onClose) {
    ZooKeeperConnection.Servers servers =
        new ZooKeeperConnection.Servers(options.hosts(), options.properties());
    ZooKeeperConnection.ensureRoot(servers);
    ZooKeeperEntryQueue queue = new ZooKeeperEntryQueue(servers, SESSION, clock);
    ZooKeeperElection election = new ZooKeeperElection(servers, queue, clock);
    return new ExternalBoard(
        queue,
        options.window(),
        election,
        options.storesFlows()
            ? new ZooKeeperLogbookStore(queue.connection(), externalBoardStore)
            : null,
        () -> {
          try {
            election.close();
          } finally {
            onClose.run();
          }
        });
  }
}
