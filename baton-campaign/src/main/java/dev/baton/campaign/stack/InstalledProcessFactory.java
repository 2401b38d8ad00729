// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.stack;

import dev.baton.campaign.agent.AgentJar;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Makes the Baton processes, each with separate links to the services that it uses. */
final class InstalledProcessFactory {

  static final String PASSWORD = "correct-horse-battery";

  private static final int THREADS = 8;
  private static final int HEAP_MEGABYTES = 256;

  private final InstallationOptions options;
  private final BatonProgram batonProgram;
  private final String run;
  private final Path logs;
  private final Path plainPlugins;
  private final Path allPlugins;
  private final CleanUp cleanUp;

  /**
   * The description of a process to make.
   *
   * @param server the address of the server that the process works through; null if it uses none
   * @param data the data folder
   */
  record Plan(
      String name,
      InstalledProcess.Role role,
      @Nullable CampaignDatabase database,
      @Nullable CampaignEnsemble zookeeper,
      @Nullable String server,
      Path data,
      @Nullable NetworkNamespace namespace,
      boolean movesClock) {}

  InstalledProcessFactory(
      InstallationOptions options, BatonProgram batonProgram, String run, CleanUp cleanUp) {
    this.options = options;
    this.batonProgram = batonProgram;
    this.run = run;
    this.cleanUp = cleanUp;
    this.logs = MachineFolders.folder(options.folder().resolve("logs"));
    this.plainPlugins = PluginJar.folder(options.folder(), "plugins-plain", false);
    this.allPlugins = PluginJar.folder(options.folder(), "plugins", true);
  }

  /**
   * Makes the process without starting it.
   *
   * @param port the port of a server; other processes ignore it
   */
  InstalledProcess make(Plan plan, int port) {
    List<NetworkLink> links = new ArrayList<>();
    List<String> arguments = new ArrayList<>();
    arguments.add(
        switch (plan.role()) {
          case SERVER -> "server";
          case DIRECT_EXECUTOR, REMOTE_EXECUTOR, CIMI_EXECUTOR -> "executor";
          case DISTRIBUTOR -> "distributor";
        });
    arguments.addAll(List.of("--name", plan.name()));
    arguments.addAll(services(plan, links));
    if (plan.role() == InstalledProcess.Role.SERVER) {
      arguments.addAll(List.of("--port", String.valueOf(port)));
    } else {
      arguments.addAll(List.of("--lease", options.lease().toString()));
    }
    if (plan.role().isExecutor()) {
      arguments.addAll(List.of("--threads", String.valueOf(THREADS), "--grace", "PT3S"));
    }
    boolean isPlain = plan.role() == InstalledProcess.Role.CIMI_EXECUTOR;
    arguments.addAll(List.of("--plugins", (isPlain ? plainPlugins : allPlugins).toString()));
    if (plan.role().isExecutor()) {
      // Off by default, unless the campaign tests the limit: executors die here more often than in
      // any real installation.
      OptionalInt max = options.maxTakeovers();
      String takeovers = max.isPresent() ? String.valueOf(max.getAsInt()) : "off";
      arguments.addAll(List.of("--max-takeovers", takeovers));
    }
    return member(plan, links, arguments);
  }

  /** Makes a separate link between a client and the servers. */
  NetworkLink clientLink(List<String> endpoints) {
    return link(
        NetworkLink.SERVER, endpoints.stream().map(MachineFolders::socketAddress).toList(), null);
  }

  private List<String> services(Plan plan, List<NetworkLink> links) {
    List<String> arguments = new ArrayList<>();
    boolean isRemote = plan.server() != null;
    if (plan.server() != null) {
      NetworkLink networkLink =
          link(
              NetworkLink.SERVER,
              List.of(MachineFolders.socketAddress(plan.server())),
              plan.namespace());
      links.add(networkLink);
      arguments.addAll(List.of("--endpoint", "http://" + networkLink.addresses()));
    }
    if (plan.database() != null && !isRemote) {
      List<InetSocketAddress> place =
          List.of(MachineFolders.socketAddress(plan.database().address()));
      NetworkLink networkLink = link(NetworkLink.DATABASE, place, plan.namespace());
      links.add(networkLink);
      arguments.addAll(List.of("--store", plan.database().url(networkLink.addresses())));
    }
    if (plan.zookeeper() != null
        && (!isRemote || plan.role() == InstalledProcess.Role.CIMI_EXECUTOR)) {
      NetworkLink networkLink =
          link(NetworkLink.ZOOKEEPER, plan.zookeeper().addresses(), plan.namespace());
      links.add(networkLink);
      arguments.addAll(List.of("--zk-hosts", networkLink.addresses()));
    }
    return arguments;
  }

  private NetworkLink link(
      String service, List<InetSocketAddress> targets, @Nullable NetworkNamespace namespace) {
    InetAddress at = namespace == null ? InetAddress.getLoopbackAddress() : namespace.machine();
    List<TcpProxy> made = targets.stream().map(target -> new TcpProxy(at, target)).toList();
    made.forEach(proxy -> cleanUp.add("proxy", proxy::close));
    return new NetworkLink(service, made);
  }

  private InstalledProcess member(Plan plan, List<NetworkLink> links, List<String> arguments) {
    Map<String, String> environment = new HashMap<>();
    environment.put("BATON_DATA", MachineFolders.folder(plan.data()).toString());
    environment.put("XDG_STATE_HOME", options.folder().resolve("state").toString());
    environment.put("CAMPAIGN_LEDGERS", options.folder().resolve("ledgers").toString());
    environment.put(CampaignInstallation.RUN, run);
    if (plan.role() == InstalledProcess.Role.SERVER) {
      environment.put("BATON_ADMIN_PASSWORD", PASSWORD);
    } else {
      environment.put("BATON_USER", "super");
      environment.put("BATON_PASSWORD", PASSWORD);
    }
    Path clock = plan.movesClock() ? options.folder().resolve(plan.name() + ".clock") : null;
    List<String> command = new ArrayList<>();
    if (plan.namespace() != null) {
      command.addAll(plan.namespace().prefix());
    }
    Path classes = MachineFolders.folder(options.folder().resolve("classes").resolve(plan.name()));
    BatonProgram own = batonProgram.behind(classes);
    if (clock != null) {
      FileClock.move(clock, 0);
      own = own.with(AgentJar.clock(options.folder(), clock));
    }
    command.addAll(own.baton(HEAP_MEGABYTES, arguments));
    ManagedProcess process = new ManagedProcess(plan.name(), command, environment, logs);
    cleanUp.add(plan.name(), process::close);
    return new InstalledProcess(process, plan.role(), links, plan.namespace(), clock, classes);
  }
}
