// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import dev.baton.flow.Flow;
import dev.baton.flow.FlowNode;
import dev.baton.flow.Retry;
import dev.baton.flow.Symbol;
import dev.baton.flow.Task;
import dev.baton.plugin.Doc;
import dev.baton.plugin.Plugin;
import dev.baton.plugin.Registry;
import java.io.Reader;
import java.time.LocalDate;
import java.util.List;

/** Provides a flow that is valid or broken in one of many ways, as its parameters say. */
final class BrokenFlowPlugin implements Plugin {

  /** The defect of the flow. */
  enum Fault {
    NOTHING,
    MISSING_SYMBOL,
    MISSING_FOR_REVERT,
    PROVIDED_TOO_LATE,
    AMBIGUOUS_PROVIDER,
    CYCLE,
    DUPLICATE_NAME,
    DUPLICATE_RETRY,
    WRONG_TYPE,
    ABSTRACT_RESULT,
    RESULT_WITHOUT_JSON,
    RESULT_IN_A_LIST,
    TWO_PLACES,
    BAD_NAME,
    FACTORY_THROWS
  }

  record Options(@Doc("What is wrong") Fault fault) {}

  private static final Symbol<String> IP = Symbol.of("ip", String.class);
  private static final Symbol<Integer> PORT_OF_IP = Symbol.of("ip", Integer.class);
  private static final Symbol<String> HOST = Symbol.of("host", String.class);

  @Override
  public void register(Registry registry) {
    registry.flow("fragile", Options.class, options -> flow(options.fault()));
  }

  private static FlowNode flow(Fault fault) {
    return switch (fault) {
      case NOTHING -> linear(task("allocate").provides(IP), task("boot").requires(IP));
      case MISSING_SYMBOL -> linear(task("boot").requires(IP));
      case MISSING_FOR_REVERT -> linear(task("boot").revertRequires(IP));
      case PROVIDED_TOO_LATE -> linear(task("boot").requires(IP), task("allocate").provides(IP));
      case AMBIGUOUS_PROVIDER ->
          Flow.graph("graph")
              .add(task("first").provides(IP), task("second").provides(IP))
              .add(task("boot").requires(IP));
      case CYCLE -> circle();
      case DUPLICATE_NAME -> linear(task("boot"), Flow.unordered("inner").add(task("boot")));
      case DUPLICATE_RETRY ->
          linear(
              Flow.linear("part").retry(Retry.times(2)).add(task("one")),
              Flow.linear("part").retry(Retry.times(2)).add(task("two")));
      case WRONG_TYPE -> linear(task("allocate").provides(IP), task("boot").requires(PORT_OF_IP));
      case ABSTRACT_RESULT -> linear(task("open").provides(Symbol.of("file", Reader.class)));
      case RESULT_WITHOUT_JSON ->
          linear(task("ask_date").provides(Symbol.of("date", LocalDate.class)));
      case RESULT_IN_A_LIST ->
          linear(task("open_all").provides(Symbol.list("threads", Runnable.class)));
      case TWO_PLACES -> twoPlaces();
      case BAD_NAME -> linear(task("no name at all? ".repeat(50)));
      case FACTORY_THROWS -> List.<FlowNode>of().getFirst();
    };
  }

  private static FlowNode linear(FlowNode... nodes) {
    return Flow.linear("fragile").add(nodes);
  }

  private static Task<Object> task(String name) {
    return Task.named(name);
  }

  private static FlowNode circle() {
    Task<String> allocate = task("allocate").requires(HOST).provides(IP);
    Task<String> boot = task("boot").requires(IP).provides(HOST);
    return Flow.graph("graph").add(allocate, boot);
  }

  private static FlowNode twoPlaces() {
    Task<Object> boot = task("boot");
    return linear(boot, Flow.linear("inner").add(boot));
  }
}
