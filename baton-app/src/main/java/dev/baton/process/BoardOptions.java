// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.process;

import dev.baton.config.SettingKey;
import dev.baton.config.Settings;
import dev.baton.zookeeper.ZooKeeperBackend;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The place where jobs wait: the job store, or an external board. */
public sealed interface BoardOptions {

  /** The job store is the board. */
  record InStore() implements BoardOptions {}

  /** The board is on ZooKeeper servers that already run. */
  record ExternalZooKeeper(
      String hosts, int window, Map<String, String> properties, boolean keepsFlows)
      implements BoardOptions {}

  /** The board is on a ZooKeeper server inside this process. */
  record EmbeddedZooKeeper(int port, int window, boolean keepsFlows) implements BoardOptions {}

  /** A pattern for a server name or address, optionally with a port. */
  String SERVER = "([^\\s,:/\\[\\]]+|\\[[0-9a-fA-F:.]+\\])(:\\d{1,5})?";

  /** Reads all options; invalid values are added to the problems of the settings. */
  static BoardOptions of(Settings settings) {
    String hosts = hosts(settings);
    String kind =
        settings.choice(
            SettingKey.BOARD, List.of("sql", "zookeeper"), hosts == null ? "sql" : "zookeeper");
    boolean keepsFlows =
        settings
            .choice(SettingKey.LOGBOOK, List.of("store", "zookeeper"), "store")
            .equals("zookeeper");
    if (kind.equals("sql")) {
      if (keepsFlows) {
        settings.problem("logbook 'zookeeper' requires board 'zookeeper', but board is 'sql'");
      }
      if (hosts != null) {
        settings.problem("board is 'sql', but zk-hosts names ZooKeeper servers; remove either");
      }
      return new InStore();
    }
    int window =
        settings.number(SettingKey.ZK_WINDOW, 10, 40_000, ZooKeeperBackend.Options.DEFAULT_WINDOW);
    return hosts == null
        ? new EmbeddedZooKeeper(
            settings.number(SettingKey.ZK_PORT, 0, 65_535, 2181), window, keepsFlows)
        : new ExternalZooKeeper(
            hosts,
            window,
            properties(settings, settings.text(SettingKey.ZK_CLIENT_CONFIG)),
            keepsFlows);
  }

  private static @Nullable String hosts(Settings settings) {
    List<String> hosts = settings.parts(SettingKey.ZK_HOSTS);
    for (int i = 0; i < hosts.size(); i++) {
      String form = i + 1 < hosts.size() ? SERVER : SERVER + "(/[^\\s,]*)?";
      if (!hosts.get(i).matches(form)) {
        settings.problem(
            "zk-hosts has '" + hosts.get(i) + "'; expected such as zk1:2181,zk2:2181/folder");
      }
    }
    return hosts.isEmpty() ? null : String.join(",", hosts);
  }

  private static Map<String, String> properties(Settings settings, @Nullable String file) {
    Map<String, String> read = new HashMap<>();
    if (file != null) {
      Properties properties = new Properties();
      try (Reader reader = Files.newBufferedReader(Path.of(file))) {
        properties.load(reader);
      } catch (IOException | IllegalArgumentException e) {
        settings.problem("zk-client-config '" + file + "' cannot be read: " + e.getMessage());
      }
      properties
          .stringPropertyNames()
          .forEach(name -> read.put(name, properties.getProperty(name)));
    }
    return read;
  }
}
