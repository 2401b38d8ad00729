// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import dev.baton.backend.Backend;
import dev.baton.config.DataFolder;
import dev.baton.config.SettingKey;
import dev.baton.config.Settings;
import dev.baton.externalboard.ServerAccess;
import dev.baton.service.Clock;
import dev.baton.zookeeper.ZooKeeperBackend;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The board on ZooKeeper. */
final class ZooKeeperBoard implements ExternalBoardKind {

  /** The board is on ZooKeeper servers that already run. */
  record OnServers(String servers, int window, Map<String, String> properties, boolean keepsFlows)
      implements BoardOptions.OnServers {
    @Override
    public boolean isSharedWithNuvla() {
      return true;
    }

    @Override
    public void check() {
      ZooKeeperBackend.check(options());
    }

    @Override
    public Backend open(Supplier<Backend> jobs, Clock clock) {
      // The constructor of the options checks them. It is called first, so that nothing is opened
      // if they are invalid.
      ZooKeeperBackend.Options options = options();
      return ZooKeeperBackend.open(jobs.get(), options, clock);
    }

    private ZooKeeperBackend.Options options() {
      return new ZooKeeperBackend.Options(servers, window, properties, keepsFlows);
    }
  }

  /** The board is on a ZooKeeper server inside this process. */
  record Embedded(ExternalBoardKind kind, int port, int window, boolean keepsFlows)
      implements BoardOptions.Embedded {
    @Override
    public boolean isSharedWithNuvla() {
      return true;
    }

    @Override
    public void requireFreePort() {
      new ListenAddress("127.0.0.1", port).requireFree(SettingKey.ZK_PORT.flag(), List.of());
    }

    @Override
    public Backend open(Supplier<Backend> jobs, DataFolder data, Clock clock) {
      ZooKeeperBackend.Embedded options =
          new ZooKeeperBackend.Embedded(data.zookeeper(), port, window, keepsFlows);
      return ZooKeeperBackend.openEmbedded(jobs.get(), options, clock);
    }
  }

  /** A pattern for a server name or address, optionally with a port. */
  private static final String SERVER = "([^\\s,:/\\[\\]]+|\\[[0-9a-fA-F:.]+\\])(:\\d{1,5})?";

  @Override
  public String word() {
    return "zookeeper";
  }

  @Override
  public String product() {
    return "ZooKeeper";
  }

  @Override
  public SettingKey serversKey() {
    return SettingKey.ZK_HOSTS;
  }

  @Override
  public @Nullable String servers(Settings settings) {
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

  @Override
  public BoardOptions read(
      Settings settings, @Nullable String servers, ServerAccess access, boolean keepsFlows) {
    int window =
        settings.number(SettingKey.ZK_WINDOW, 10, 40_000, ZooKeeperBackend.Options.DEFAULT_WINDOW);
    return servers == null
        ? new Embedded(
            this, settings.number(SettingKey.ZK_PORT, 0, 65_535, 2181), window, keepsFlows)
        : new OnServers(
            servers,
            window,
            properties(settings, settings.text(SettingKey.ZK_CLIENT_CONFIG)),
            keepsFlows);
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
