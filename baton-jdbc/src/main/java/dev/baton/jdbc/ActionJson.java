// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.member.ActionInfo;
import java.util.ArrayList;
import java.util.List;

/** Converts an action to and from the JSON document in its column. */
final class ActionJson {

  private ActionJson() {}

  static ObjectNode node(ActionInfo action) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("name", action.name());
    node.put("plugin", action.plugin());
    node.put("description", action.description());
    node.set("schema", action.schema());
    ArrayNode requires = node.putArray("requires");
    action.requires().forEach(requires::add);
    node.put("adminOnly", action.adminOnly());
    node.put("flow", action.flow());
    String definedBy = action.definedBy();
    if (definedBy != null) {
      node.put("definedBy", definedBy);
    }
    return node;
  }

  static ActionInfo read(JsonNode node) {
    return new ActionInfo(
        node.path("name").asText(),
        node.path("plugin").asText(),
        node.path("description").asText(),
        node.path("schema"),
        texts(node.path("requires")),
        node.path("adminOnly").asBoolean(),
        node.path("flow").asBoolean(),
        node.path("definedBy").textValue());
  }

  static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
