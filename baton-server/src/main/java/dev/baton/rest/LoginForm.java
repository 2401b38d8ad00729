// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.error.InvalidInputException;
import dev.baton.error.NotFoundException;
import dev.baton.server.Request;
import java.io.IOException;
import java.util.Set;

/**
 * The credentials in a login request. As at Nuvla, the client fills in a session template, for a
 * password or an API key, and sends it as JSON or as a form.
 */
sealed interface LoginForm {

  record Password(String username, String password) implements LoginForm {
    @Override
    public String toString() {
      return "Password[username=" + username + "]";
    }
  }

  record ApiKey(String key, String secret) implements LoginForm {
    @Override
    public String toString() {
      return "Key[key=" + key + "]";
    }
  }

  static LoginForm read(Request request) throws IOException {
    ObjectNode template = request.isForm() ? flat(request) : template(request.object());
    String href = JsonNodes.text(template, "href");
    return switch (href) {
      case "session-template/password" -> {
        JsonNodes.refuseUnknown(template, "template", Set.of("href", "username", "password"));
        yield new Password(
            JsonNodes.text(template, "username"), JsonNodes.text(template, "password"));
      }
      case "session-template/api-key" -> {
        JsonNodes.refuseUnknown(template, "template", Set.of("href", "key", "secret"));
        yield new ApiKey(JsonNodes.text(template, "key"), JsonNodes.text(template, "secret"));
      }
      default ->
          throw new NotFoundException(
              "template '"
                  + href.substring(0, Math.min(80, href.length()))
                  + "' not found; there are session-template/password and"
                  + " session-template/api-key");
    };
  }

  private static ObjectNode flat(Request request) throws IOException {
    ObjectNode template = JsonNodes.object();
    request.params().values().forEach((name, values) -> template.put(name, values.getLast()));
    return template;
  }

  private static ObjectNode template(ObjectNode body) {
    JsonNode template = body.get("template");
    if (template instanceof ObjectNode object) {
      return object;
    }
    throw new InvalidInputException(
        "attribute 'template' is missing; expected {\"template\": {\"href\":"
            + " \"session-template/password\", \"username\": …, \"password\": …}}");
  }
}
