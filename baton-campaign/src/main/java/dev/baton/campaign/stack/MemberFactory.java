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

/** Makes the processes of Baton, each with links of its own to the services that it uses. */
final class MemberFactory {

  /** The administrator's password. */
  static final String PASSWORD = "correct-horse-battery";

  private static final int THREADS = 8;
  private static final int HEAP_MEGABYTES = 256;

  private final InstallationOptions options;
  private final Program program;
  private final String run;
  private final Path logs;
  private final Path plainPlugins;
  private final Path allPlugins;
  private final CleanUp cleanUp;

  /**
   * A process to be made.
   *
   * @param server address of the server that it works through; null if it has none
   * @param data its data folder
   */
  record Plan(
      String name,
      Member.Role role,
      @Nullable Database database,
      @Nullable Ensemble zookeeper,
      @Nullable String server,
      Path data,
      @Nullable NetworkNamespace namespace,
      boolean movesClock) {}

  MemberFactory(InstallationOptions options, Program program, String run, CleanUp cleanUp) {
    this.options = options;
    this.program = program;
    this.run = run;
    this.cleanUp = cleanUp;
    this.logs = Places.folder(options.folder().resolve("logs"));
    this.plainPlugins = PluginJar.folder(options.folder(), "plugins-plain", false);
    this.allPlugins = PluginJar.folder(options.folder(), "plugins", true);
  }

  /**
   * Makes the process, not yet started.
   *
   * @param port of a server; not used by others
   */
  Member make(Plan plan, int port) {
    List<Link> links = new ArrayList<>();
    List<String> arguments = new ArrayList<>();
    arguments.add(
        switch (plan.role()) {
          case SERVER -> "server";
          case DIRECT_EXECUTOR, REMOTE_EXECUTOR, CIMI_EXECUTOR -> "executor";
          case DISTRIBUTOR -> "distributor";
        });
    arguments.addAll(List.of("--name", plan.name()));
    arguments.addAll(services(plan, links));
    if (plan.role() == Member.Role.SERVER) {
      arguments.addAll(List.of("--port", String.valueOf(port)));
    } else {
      arguments.addAll(List.of("--lease", options.lease().toString()));
    }
    if (plan.role().isExecutor()) {
      arguments.addAll(List.of("--threads", String.valueOf(THREADS), "--grace", "PT3S"));
    }
    boolean isPlain = plan.role() == Member.Role.CIMI_EXECUTOR;
    arguments.addAll(List.of("--plugins", (isPlain ? plainPlugins : allPlugins).toString()));
    if (plan.role().isExecutor()) {
      // Unless a run is about it: here executors die more often than anywhere.
      OptionalInt max = options.maxTakeovers();
      String takeovers = max.isPresent() ? String.valueOf(max.getAsInt()) : "off";
      arguments.addAll(List.of("--max-takeovers", takeovers));
    }
    return member(plan, links, arguments);
  }

  /** A network of its own between a client and the servers. */
  Link clientLink(List<String> endpoints) {
    return link(Link.SERVER, endpoints.stream().map(Places::socketAddress).toList(), null);
  }

  private List<String> services(Plan plan, List<Link> links) {
    List<String> arguments = new ArrayList<>();
    boolean isRemote = plan.server() != null;
    if (plan.server() != null) {
      Link link = link(Link.SERVER, List.of(Places.socketAddress(plan.server())), plan.namespace());
      links.add(link);
      arguments.addAll(List.of("--endpoint", "http://" + link.addresses()));
    }
    if (plan.database() != null && !isRemote) {
      List<InetSocketAddress> place = List.of(Places.socketAddress(plan.database().address()));
      Link link = link(Link.DATABASE, place, plan.namespace());
      links.add(link);
      arguments.addAll(List.of("--store", plan.database().url(link.addresses())));
    }
    if (plan.zookeeper() != null && (!isRemote || plan.role() == Member.Role.CIMI_EXECUTOR)) {
      Link link = link(Link.ZOOKEEPER, plan.zookeeper().addresses(), plan.namespace());
      links.add(link);
      arguments.addAll(List.of("--zk-hosts", link.addresses()));
    }
    return arguments;
  }

  private Link link(
      String service, List<InetSocketAddress> targets, @Nullable NetworkNamespace namespace) {
    InetAddress at = namespace == null ? InetAddress.getLoopbackAddress() : namespace.machine();
    List<TcpProxy> made = targets.stream().map(target -> new TcpProxy(at, target)).toList();
    made.forEach(proxy -> cleanUp.add("proxy", proxy::close));
    return new Link(service, made);
  }

  private Member member(Plan plan, List<Link> links, List<String> arguments) {
    Map<String, String> environment = new HashMap<>();
    environment.put("BATON_DATA", Places.folder(plan.data()).toString());
    environment.put("XDG_STATE_HOME", options.folder().resolve("state").toString());
    environment.put("CAMPAIGN_LEDGERS", options.folder().resolve("ledgers").toString());
    environment.put(Installation.RUN, run);
    if (plan.role() == Member.Role.SERVER) {
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
    Program own = program;
    if (clock != null) {
      FakeClock.move(clock, 0);
      own = program.with(AgentJar.clock(options.folder(), clock));
    }
    command.addAll(own.baton(HEAP_MEGABYTES, arguments));
    ManagedProcess process = new ManagedProcess(plan.name(), command, environment, logs);
    cleanUp.add(plan.name(), process::close);
    return new Member(process, plan.role(), links, plan.namespace(), clock);
  }
}
