// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.access.LoginClient;
import dev.baton.error.InputBounds;
import dev.baton.error.InvalidInputException;
import dev.baton.error.NotFoundException;
import dev.baton.server.LoginService;
import dev.baton.server.Request;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The ways to log in.
 *
 * @param all the methods in the order in which the API lists them
 */
record LoginMethods(List<LoginMethod> all) {

  /**
   * Opens a session for a login request, which contains the filled-in template as JSON or as a
   * form.
   */
  LoginService.OpenedSession open(Request request) throws IOException {
    ObjectNode template = request.isForm() ? flat(request) : template(request.object());
    return open(template, clientOf(request));
  }

  LoginService.OpenedSession open(ObjectNode template, LoginClient client) {
    LoginMethod method = method(JsonNodes.text(template, "href"));
    Set<String> allowed = new HashSet<>(method.attributes());
    allowed.add("href");
    JsonNodes.refuseUnknown(template, "template", allowed);
    return method.open(name -> JsonNodes.text(template, name), client);
  }

  /** The client that sent a request to log in. */
  static LoginClient clientOf(Request request) {
    return new LoginClient(request.remoteAddress(), request.header("User-Agent").orElse(""));
  }

  private LoginMethod method(String template) {
    return all.stream()
        .filter(method -> method.template().equals(template))
        .findFirst()
        .orElseThrow(() ->
            new NotFoundException(
                "template '"
                    + InputBounds.shown(template)
                    + "' not found; there are: "
                    + all.stream().map(LoginMethod::template).collect(Collectors.joining(", "))));
  }

  private static ObjectNode flat(Request request) throws IOException {
    ObjectNode template = JsonNodes.object();
    request.params().values().forEach((name, values) -> template.put(name, values.getLast()));
    return template;
  }

  private ObjectNode template(ObjectNode body) {
    JsonNode template = body.get("template");
    if (template instanceof ObjectNode object) {
      return object;
    }
    throw new InvalidInputException(
        "attribute 'template' is "
            + (template == null ? "missing" : "no object")
            + "; expected {\"template\": {\"href\": \""
            + all.getFirst().template()
            + "\", \"username\": …, \"password\": …}}");
  }
}
