// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.error.InvalidInputException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Writes and reads the JSON form of an {@link Acl}: {@code owners}, and one array for each right
 * that is granted.
 */
public final class AclJson {

  private static final String OWNERS = "owners";

  private AclJson() {}

  /** Returns the list in the form that documents contain. */
  public static ObjectNode write(Acl acl) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    addAll(node.putArray(OWNERS), acl.owners());
    acl.grants().forEach((right, principals) -> addAll(node.putArray(right.apiName()), principals));
    return node;
  }

  /**
   * Reads a list and brings it into the normal form.
   *
   * @throws InvalidInputException if the node is not an object of arrays of principals, has an
   *     unknown key, or has no owner
   */
  public static Acl read(JsonNode node) {
    if (!node.isObject()) {
      throw new InvalidInputException("acl is not an object; expected {\"owners\": [...], ...}");
    }
    SortedSet<String> owners = new TreeSet<>();
    Map<Right, SortedSet<String>> grants = new EnumMap<>(Right.class);
    node.properties()
        .forEach(entry -> {
          SortedSet<String> principals = principals(entry.getKey(), entry.getValue());
          if (entry.getKey().equals(OWNERS)) {
            owners.addAll(principals);
          } else {
            grants.put(right(entry.getKey()), principals);
          }
        });
    return new Acl(owners, grants);
  }

  private static void addAll(ArrayNode array, SortedSet<String> principals) {
    principals.forEach(array::add);
  }

  private static SortedSet<String> principals(String key, JsonNode value) {
    if (!value.isArray()) {
      throw new InvalidInputException("acl/" + key + " is not a list of principals");
    }
    SortedSet<String> principals = new TreeSet<>();
    for (JsonNode principal : value) {
      if (!principal.isTextual()) {
        throw new InvalidInputException("acl/" + key + " holds " + principal + ", not a text");
      }
      principals.add(principal.textValue());
    }
    return principals;
  }

  private static Right right(String word) {
    return Arrays.stream(Right.values())
        .filter(right -> right.apiName().equals(word))
        .findFirst()
        .orElseThrow(() ->
            new InvalidInputException(
                "acl has the unknown key '"
                    + word
                    + "'; allowed: owners, "
                    + String.join(
                        ", ", Arrays.stream(Right.values()).map(Right::apiName).toList())));
  }
}
