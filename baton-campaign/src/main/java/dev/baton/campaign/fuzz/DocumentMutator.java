// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Mutates documents and the bytes of documents. */
final class DocumentMutator {

  /**
   * The nesting depth below which documents are not mutated further. Valid documents are not so
   * deep, so deeper content was made by a mutation.
   */
  private static final int MAX_DEPTH = 20;

  private final Random random;
  private final EdgeCaseValues edgeCaseValues;

  DocumentMutator(Random random, EdgeCaseValues edgeCaseValues) {
    this.random = random;
    this.edgeCaseValues = edgeCaseValues;
  }

  /** Replaces, removes or adds some members of the document; in place where possible. */
  JsonNode of(JsonNode document) {
    JsonNode result = document;
    for (int i = random.nextInt(4); i > 0; i--) {
      result = once(result);
    }
    return result;
  }

  private JsonNode once(JsonNode document) {
    if (random.nextInt(25) == 0) {
      return edgeCaseValues.node(0);
    }
    List<JsonNode> places = new ArrayList<>();
    collect(document, places, 0);
    if (places.isEmpty()) {
      return edgeCaseValues.node(0);
    }
    JsonNode place = places.get(random.nextInt(places.size()));
    if (place instanceof ObjectNode object) {
      change(object);
    } else if (place instanceof ArrayNode array) {
      change(array);
    }
    return document;
  }

  private static void collect(JsonNode node, List<JsonNode> places, int depth) {
    if (node.isContainerNode() && depth < MAX_DEPTH) {
      places.add(node);
      node.forEach(member -> collect(member, places, depth + 1));
    }
  }

  private void change(ObjectNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    if (names.isEmpty() || random.nextInt(6) == 0) {
      object.set(edgeCaseValues.text(), edgeCaseValues.node(0));
      return;
    }
    String name = names.get(random.nextInt(names.size()));
    if (random.nextInt(5) == 0) {
      object.remove(name);
    } else {
      object.set(name, edgeCaseValues.node(0));
    }
  }

  private void change(ArrayNode array) {
    if (array.isEmpty() || random.nextInt(4) == 0) {
      array.add(edgeCaseValues.node(0));
    } else if (random.nextInt(6) == 0) {
      JsonNode same = array.get(0);
      for (int i = random.nextInt(500); i > 0; i--) {
        array.add(same);
      }
    } else {
      array.set(random.nextInt(array.size()), edgeCaseValues.node(0));
    }
  }

  /** Cuts, doubles or changes the bytes with some probability. */
  byte[] of(byte[] body) {
    if (body.length == 0) {
      return body;
    }
    return switch (random.nextInt(20)) {
      case 0 -> Arrays.copyOf(body, random.nextInt(body.length));
      case 1 -> changed(body);
      case 2 -> doubled(body);
      default -> body;
    };
  }

  private byte[] changed(byte[] body) {
    byte[] changed = body.clone();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
    }
    return changed;
  }

  private static byte[] doubled(byte[] body) {
    byte[] doubled = Arrays.copyOf(body, body.length * 2);
    System.arraycopy(body, 0, doubled, body.length, body.length);
    return doubled;
  }
}
