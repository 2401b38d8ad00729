// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.engine.EngineLabels;
import dev.baton.error.UnavailableException;
import dev.baton.service.Clock;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the containers of an installation. */
record DockerContainers(DockerApi api, String installation, Clock clock) {

  /**
   * A container in a list.
   *
   * @param state the state in the engine's terms, such as {@code running}
   * @param isTimed whether it has a timeout
   */
  record ListedContainer(String id, String name, String state, boolean isTimed) {}

  /**
   * Returns the container with that name or id, or empty if there is none. The container may belong
   * to any installation.
   */
  Optional<DockerContainer> inspect(String nameOrId) {
    DockerApi.Reply response = api.get("/containers/" + nameOrId + "/json");
    if (response.status() == 404) {
      return Optional.empty();
    }
    if (!response.isOk()) {
      throw api.refusal("to show container '" + nameOrId + "'", response);
    }
    DockerContainer dockerContainer =
        ParseContainer.read(response.json(), now(response), response.isPodman());
    // The engine also accepts the beginning of an id as a name. Therefore the name in the answer is
    // compared.
    boolean isIt =
        dockerContainer.job().name().equals(nameOrId) || dockerContainer.id().equals(nameOrId);
    return isIt ? Optional.of(dockerContainer) : Optional.empty();
  }

  /** Returns the container with that name if it belongs to this installation. */
  Optional<DockerContainer> find(String name) {
    return inspect(name).filter(this::isOwn);
  }

  boolean isOwn(DockerContainer dockerContainer) {
    return installation.equals(dockerContainer.job().labels().get(EngineLabels.INSTALLATION));
  }

  List<ListedContainer> list() {
    DockerApi.Reply response = api.get("/containers/json?all=1&filters=" + filter());
    if (!response.isOk()) {
      throw api.refusal("to list containers", response);
    }
    List<ListedContainer> all = new ArrayList<>();
    for (JsonNode one : response.json()) {
      String name = one.path("Names").path(0).asText().replaceFirst("^/", "");
      boolean timed = !one.path("Labels").path(DockerLabels.TIMEOUT).asText().isEmpty();
      all.add(
          new ListedContainer(one.path("Id").asText(), name, one.path("State").asText(), timed));
    }
    return all;
  }

  boolean answers() {
    try {
      return api.get("/_ping").isOk();
    } catch (UnavailableException e) {
      return false;
    }
  }

  /** Returns the query parameter that selects the containers of this installation. */
  String filter() {
    String label = EngineLabels.INSTALLATION + "=" + installation;
    return encoded("{\"label\":[\"" + label + "\"]}");
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Returns the time of the engine's clock. A remote engine shows its time in whole seconds. */
  private Instant now(DockerApi.Reply response) {
    String date = response.headers().get("date");
    if (api.host().isLocal() || date == null) {
      return clock.now();
    }
    try {
      return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeParseException e) {
      return clock.now();
    }
  }
}
