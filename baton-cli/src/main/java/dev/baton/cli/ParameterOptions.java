// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.client.ApiClient;
import dev.baton.error.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options {@code --param} and {@code --params}, which set parameters of any action. They work
 * also if the command does not know which flags the action has.
 */
final class ParameterOptions {

  @Option(
      names = {"-p", "--param"},
      paramLabel = "NAME=VALUE",
      description =
          "A parameter of the action; may be repeated, also for the members of a list and the"
              + " KEY=VALUE entries of a map")
  List<String> params = new ArrayList<>();

  @Option(
      names = "--params",
      paramLabel = "JSON|@FILE|-",
      description = "Parameters as a JSON object, in a file, or on standard input")
  @Nullable String json;

  boolean isGiven() {
    return json != null || !params.isEmpty();
  }

  /** The parameters of {@code --params}, overridden by the parameters of {@code --param}. */
  ObjectNode parameters(ActionSchema schema, InputStream in) {
    ObjectNode parameters =
        json == null ? ApiClient.JSON.createObjectNode() : object(source(json, in));
    Map<String, List<String>> texts = new LinkedHashMap<>();
    for (KeyValue param : KeyValue.all("--param", "NAME=VALUE", params)) {
      texts.computeIfAbsent(param.key(), name -> new ArrayList<>()).add(param.value());
    }
    texts.forEach((name, values) -> parameters.set(name, schema.parameter(name).value(values)));
    return parameters;
  }

  private static String source(String json, InputStream in) {
    try {
      if (json.equals("-")) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
      return json.startsWith("@") ? Files.readString(Path.of(json.substring(1))) : json;
    } catch (IOException e) {
      throw new InvalidInputException(
          "--params cannot be read from '" + json + "': " + e.getMessage(), e);
    }
  }

  private static ObjectNode object(String text) {
    try {
      JsonNode node = ApiClient.JSON.readTree(text);
      if (node instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          "--params is not JSON: " + e.getOriginalMessage() + "; expected {\"name\": value, …}", e);
    }
    throw new InvalidInputException("--params is not a JSON object; expected {\"name\": value, …}");
  }
}
