// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import dev.baton.member.Member;
import dev.baton.plugin.Capability;
import dev.baton.plugin.Catalogue;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Describes this executor for the member registry. */
final class DescribeExecutor implements Supplier<Member> {

  private static final Logger LOG = LoggerFactory.getLogger(DescribeExecutor.class);

  private final ExecutorContext context;
  private final CapabilityRefusals capabilityRefusals;
  private final IntSupplier lostLeases;
  private final Member unchanging;
  private final Map<String, Capability> capabilities;

  DescribeExecutor(
      ExecutorContext context,
      Catalogue catalogue,
      CapabilityRefusals capabilityRefusals,
      IntSupplier lostLeases) {
    this.context = context;
    this.lostLeases = lostLeases;
    this.capabilityRefusals = capabilityRefusals;
    this.capabilities = catalogue.capabilities();
    ExecutorOptions options = context.options();
    this.unchanging =
        Member.builder(
                "executor/" + UUID.randomUUID(),
                Member.Kind.EXECUTOR,
                options.name(),
                context.clock().now())
            .host(Member.localHost())
            .pid(ProcessHandle.current().pid())
            .version(options.version())
            .slots(options.slots())
            .capabilities(List.copyOf(catalogue.capabilities().keySet()))
            .actions(catalogue.actions())
            .build();
  }

  @Override
  public Member get() {
    return unchanging.toBuilder()
        .seen(context.clock().now())
        .running(context.runningJobs().size())
        .stopping(claimsNothing())
        .draining(context.draining().getAsBoolean())
        .refusals(capabilityRefusals.shown())
        .places(places())
        .lostLeases(lostLeases.getAsInt())
        .build();
  }

  private boolean claimsNothing() {
    return context.stopping().getAsBoolean() || context.draining().getAsBoolean();
  }

  private List<String> places() {
    return capabilities.entrySet().stream()
        .flatMap(each -> placesOf(each.getKey(), each.getValue()).stream())
        .toList();
  }

  /** The code of a plugin may throw anything, but the executor must stay in the member registry. */
  private static List<String> placesOf(String name, Capability capability) {
    try {
      return capability.places();
    } catch (RuntimeException e) {
      LOG.warn(
          "engine places of a capability cannot be read; the member registry shows none for it:"
              + " capability={}",
          name,
          e);
      return List.of();
    }
  }
}
