// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package com.example.flows;

import dev.baton.flow.Decider;
import dev.baton.flow.EachFlow;
import dev.baton.flow.Flow;
import dev.baton.flow.GraphFlow;
import dev.baton.flow.Retry;
import dev.baton.flow.Symbol;
import dev.baton.flow.Task;
import dev.baton.job.JobSpec;
import dev.baton.plugin.Default;
import dev.baton.plugin.Doc;
import dev.baton.plugin.Plugin;
import dev.baton.plugin.Registry;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Flows as a user would write them, without their effects on other systems. */
public final class ServerPlugin implements Plugin {

  private static final Symbol<String> IP = Symbol.of("ip", String.class);
  private static final Symbol<String> SUBNET = Symbol.of("subnet", String.class);
  private static final Symbol<String> SERVER = Symbol.of("server", String.class);
  private static final Symbol<List<String>> DISKS = Symbol.list("disks", String.class);

  /** Parameters of {@code create_server}. */
  public record Server(
      @Doc("Image to boot") @Default("debian") String image,
      @Doc("Whether booting fails") @Default("false") boolean broken,
      @Doc("How long booting takes, in milliseconds") @Default("0") int bootMillis) {}

  /** Parameters of {@code make_disks}. */
  public record Disks(@Doc("How many") int count) {}

  /** Parameters of {@code release}. */
  public record Release(@Doc("Whether to publish") @Default("true") boolean publish) {}

  /** Parameters of {@code erase} and {@code erase_all}. */
  public record Erase() {}

  @Override
  public String name() {
    return "servers";
  }

  @Override
  public void register(Registry registry) {
    registry
        .flow("create_server", Server.class, ServerPlugin::server)
        .description("Makes a server, once somebody approves");
    registry.flow("make_disks", Disks.class, ServerPlugin::disks);
    registry.flow("release", Release.class, ServerPlugin::release);
    registry.action("erase", Erase.class, (job, erase) -> {}).adminOnly();
    registry.flow(
        "erase_all", Erase.class, erase -> Task.job("erase_disks", task -> JobSpec.of("erase")));
  }

  private static Flow server(Server parameters) {
    return Flow.linear("create_server")
        .retry(Retry.times(1).named("server_retry"))
        .add(
            Task.named("allocate_ip")
                .provides(IP)
                .execute(task -> "10.0.0.7")
                .revert((task, ip) -> {}),
            network(),
            Task.named("approve").run(task -> task.await("approve")),
            Task.named("boot")
                .requires(IP, SUBNET)
                .provides(SERVER)
                .execute(task -> boot(parameters))
                .revert((task, server) -> {}),
            Task.named("announce").requires(SERVER).run(task -> {}));
  }

  private static GraphFlow network() {
    return Flow.graph("network")
        .add(
            Task.named("make_subnet")
                .requires(IP)
                .provides(SUBNET)
                .execute(task -> "10.0.0.0/24")
                .revert((task, subnet) -> {}),
            Task.named("open_firewall").requires(SUBNET).run(task -> {}));
  }

  private static String boot(Server parameters) throws InterruptedException {
    // Simulates a slow cloud; nobody ends the wait early.
    if (new CountDownLatch(1).await(parameters.bootMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("nobody could have ended this wait");
    }
    if (parameters.broken()) {
      throw new IllegalStateException("no host has room for '" + parameters.image() + "'");
    }
    return "server of " + parameters.image();
  }

  private static Flow disks(Disks parameters) {
    EachFlow each =
        Flow.each(
            "all_disks",
            DISKS,
            (disk, index) -> Task.named("make_" + disk).run(task -> {}).revertAlways(t -> null));
    return Flow.linear("make_disks")
        .add(
            Task.named("choose_disks").provides(DISKS).execute(task -> names(parameters.count())),
            each);
  }

  private static GraphFlow release(Release parameters) {
    Task<Object> build = Task.named("build").run(task -> {}).revertAlways(task -> null);
    Task<Object> unit = Task.named("test_units").run(task -> {});
    Task<Object> whole = Task.named("test_the_whole").run(task -> {});
    Task<Object> publish = Task.named("publish").run(task -> {}).revertAlways(task -> null);
    Task<Object> docs = Task.named("write_docs").run(task -> {});
    Task<Object> announce = Task.named("announce").run(task -> {});
    GraphFlow flow = Flow.graph("release");
    flow.retry(Retry.times(2));
    return flow.add(build, unit, whole, docs, publish, announce)
        .link(build, unit)
        .link(build, whole)
        .link(build, docs)
        .link(unit, publish)
        .link(whole, publish, history -> parameters.publish(), Decider.Depth.ATOM)
        .link(publish, announce)
        .link(docs, announce);
  }

  private static List<String> names(int count) {
    return IntStream.range(0, count).mapToObj(number -> "disk_" + number).toList();
  }
}
