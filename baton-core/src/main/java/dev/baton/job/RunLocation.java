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
 * Where the program of a job runs outside Baton. The location is stored before the program is
 * started, so that an executor that takes over the job finds the program, even if its own settings
 * name another place.
 *
 * @param engine the name of the engine
 * @param place the identity of the daemon, cluster or host that the engine reaches under this name
 * @param address the address of the engine, for display
 * @param run the engine's id of this run of the program; null until the engine has accepted the
 *     program
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

  /**
   * Returns the same location with the id of the run. The engine returned the id when it accepted
   * the program.
   */
  public RunLocation withRun(String accepted) {
    return new RunLocation(engine, place, address, accepted);
  }

  /** Returns the JSON form of the location, which is stored and shown to users. */
  public ObjectNode json() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("engine", engine).put("place", place).put("address", address);
    if (run != null) {
      node.put("run", run);
    }
    return node;
  }

  /**
   * Reads the JSON form of a location.
   *
   * @throws InvalidInputException if a member is missing, unknown or not a text
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
