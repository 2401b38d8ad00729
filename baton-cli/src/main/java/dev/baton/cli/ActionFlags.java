// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The flags that {@code baton post} has for the parameters of an action. */
final class ActionFlags {

  private final Map<ActionSchema.SchemaParameter, OptionSpec> options = new LinkedHashMap<>();

  private ActionFlags() {}

  /** Adds one flag per parameter; the help shows them as a separate group. */
  static ActionFlags addTo(CommandSpec command, ActionSchema schema) {
    ActionFlags flags = new ActionFlags();
    List<String> taken = new ArrayList<>();
    ArgGroupSpec.Builder group =
        ArgGroupSpec.builder()
            .heading("%nParameters of " + schema.document().path("name").asText() + ":%n")
            .validate(false)
            .exclusive(false)
            .multiplicity("0..1");
    for (ActionSchema.SchemaParameter schemaParameter : schema.parameters()) {
      if (command.findOption(schemaParameter.flag()) != null) {
        taken.add(schemaParameter.name());
      } else {
        OptionSpec option = option(schemaParameter);
        flags.options.put(schemaParameter, option);
        group.addArg(option);
      }
    }
    if (!flags.options.isEmpty()) {
      command.addArgGroup(group.build());
    }
    if (!taken.isEmpty()) {
      command
          .usageMessage()
          .footerHeading(
              "%nOnly with --param NAME=VALUE, because post has a flag of the same name: "
                  + String.join(", ", taken)
                  + ".%n%nExamples:%n");
    }
    return flags;
  }

  /** Copies the values from the command line into the parameters. */
  void putInto(ObjectNode parameters) {
    options.forEach((schemaParameter, option) -> {
      List<String> texts = option.getValue();
      if (texts != null && !texts.isEmpty()) {
        parameters.set(schemaParameter.name(), schemaParameter.value(texts));
      }
    });
  }

  private static OptionSpec option(ActionSchema.SchemaParameter schemaParameter) {
    OptionSpec.Builder option =
        OptionSpec.builder(schemaParameter.flag())
            .type(List.class)
            .auxiliaryTypes(String.class)
            .paramLabel(label(schemaParameter))
            .description(schemaParameter.description().replace("%", "%%"));
    return schemaParameter.type().equals("boolean")
        ? option.arity("0..1").fallbackValue("true").build()
        : option.arity("1").build();
  }

  private static String label(ActionSchema.SchemaParameter schemaParameter) {
    return switch (schemaParameter.type()) {
      case "string" -> "TEXT";
      case "integer", "number" -> "N";
      case "boolean" -> "true|false";
      case "array" -> "ITEM";
      default -> schemaParameter.isMap() ? "KEY=VALUE" : "JSON";
    };
  }
}
