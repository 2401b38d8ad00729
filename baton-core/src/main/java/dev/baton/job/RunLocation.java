// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.error.InvalidInputException;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the program of a job runs outside Baton. It is stored before the program is started, so
 * that an executor that takes over the job looks there, whatever its own settings are.
 *
 * @param engine the name of the engine
 * @param place which engine of that name, as the engine identifies itself: a daemon, a cluster, a
 *     host
 * @param address of the engine, for people
 * @param run which run of the program, as the engine identifies it; null until the engine has
 *     accepted it
 */
public record RunLocation(String engine, String place, String address, @Nullable String run) {

  private static final int MAX_LENGTH = 1_000;
  private static final Set<String> MEMBERS = Set.of("engine", "place", "address", "run");

  public RunLocation {
    check("engine", engine);
    check("place", place);
    check("address", address);
    if (run != null) {
      check("run", run);
    }
  }

  private static void check(String name, String text) {
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      throw new InvalidInputException(
          "location has a " + name + " of " + text.length() + " characters; allowed: 1 to 1000");
    }
  }

  /** The same place with the run that the engine has accepted. */
  public RunLocation withRun(String accepted) {
    return new RunLocation(engine, place, address, accepted);
  }

  /** As it is stored and shown. */
  public ObjectNode json() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("engine", engine).put("place", place).put("address", address);
    if (run != null) {
      node.put("run", run);
    }
    return node;
  }

  /**
   * Reads what {@link #json} made.
   *
   * @throws InvalidInputException if a member is missing, unknown or no text
   */
  public static RunLocation parse(JsonNode node) {
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!MEMBERS.contains(name)) {
        throw new InvalidInputException(
            "location has '" + name + "'; allowed: engine, place, address, run");
      }
    }
    return new RunLocation(
        text(node, "engine"),
        text(node, "place"),
        text(node, "address"),
        node.has("run") ? text(node, "run") : null);
  }

  private static String text(JsonNode node, String name) {
    JsonNode value = node.path(name);
    if (!value.isTextual()) {
      throw new InvalidInputException("location has no text '" + name + "'");
    }
    return value.textValue();
  }
}
