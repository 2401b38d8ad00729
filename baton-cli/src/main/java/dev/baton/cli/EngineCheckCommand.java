// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.console.CommandContext;
import dev.baton.console.ExitCode;
import dev.baton.engine.Engine;
import dev.baton.engine.EngineCheck;
import dev.baton.engine.Engines;
import dev.baton.launch.EngineChoice;
import java.math.RoundingMode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The command {@code baton engine check}: checks that an engine works on this machine. */
@Command(
    footer = {
      "  baton engine check docker",
      "  baton engine check kubernetes --engine-option kubernetes.namespace=jobs",
      "",
      "Exit codes: 0 the engine answers and permits all that executors need, 2 the engine is",
      "unknown or its options are wrong, 4 the engine forbids something that executors need, 6 the",
      "engine does not answer."
    })
final class EngineCheckCommand extends EngineInspectCommand {

  private static final long MEBIBYTE = 1 << 20;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "Name of the engine (default: that of --engine)")
  @Nullable String name;

  EngineCheckCommand(CommandContext commandContext) {
    super(commandContext);
  }

  @Override
  int inspect(Engines engines, EngineChoice choice) {
    Engine engine = engines.get(name == null ? choice.settings().engine() : name);
    EngineCheck check = engine.check();
    line("product", check.product());
    line("version", check.version());
    line("address", check.address());
    line("capacity", amount(check.capacity()));
    line("load", amount(check.load()));
    Double share = check.share();
    line("in use", share == null ? null : String.format(Locale.ROOT, "%.0f %%", share * 100));
    check.operations().forEach(this::operation);
    return check.operations().stream().anyMatch(EngineCheck.Operation::isMissing)
        ? ExitCode.FORBIDDEN
        : ExitCode.OK;
  }

  private void operation(EngineCheck.Operation operation) {
    String refusal = operation.refusal();
    String answer = operation.isMissing() ? "refused" : "not possible";
    line("may", operation.name() + ": " + (refusal == null ? "yes" : answer + ": " + refusal));
  }

  private void line(String what, @Nullable String text) {
    print(String.format("%-9s %s", what, text == null ? "-" : text));
  }

  private static @Nullable String amount(EngineCheck.Amount amount) {
    StringBuilder text = new StringBuilder();
    if (amount.cpus() != null) {
      text.append(amount.cpus().setScale(2, RoundingMode.HALF_UP)).append(" cpus  ");
    }
    if (amount.memory() != null) {
      text.append(amount.memory() / MEBIBYTE).append(" MiB  ");
    }
    if (amount.jobs() != null) {
      text.append(amount.jobs()).append(" jobs");
    }
    return text.isEmpty() ? null : text.toString().strip();
  }
}
