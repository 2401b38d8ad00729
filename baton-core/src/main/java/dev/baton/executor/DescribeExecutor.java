// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import dev.baton.plugin.Catalogue;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** The executor as the roster shows it. */
final class DescribeExecutor implements Supplier<Member> {

  private final RunContext context;
  private final Refusals refusals;
  private final Member unchanging;

  DescribeExecutor(RunContext context, Catalogue catalogue, Refusals refusals) {
    this.context = context;
    this.refusals = refusals;
    ExecutorOptions options = context.options();
    this.unchanging =
        new Member(
            "executor/" + UUID.randomUUID(),
            Member.Kind.EXECUTOR,
            options.name(),
            Member.localHost(),
            ProcessHandle.current().pid(),
            options.version(),
            context.clock().now(),
            context.clock().now(),
            options.slots(),
            0,
            false,
            List.copyOf(catalogue.capabilities().keySet()),
            catalogue.actions());
  }

  @Override
  public Member get() {
    return unchanging
        .withRefusals(refusals.shown())
        .at(context.clock().now(), context.runs().size(), context.stopping().getAsBoolean());
  }
}
