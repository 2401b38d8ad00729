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

/** The containers of an installation. */
final class Containers {

  private final DockerApi api;
  private final String installation;
  private final Clock clock;

  Containers(DockerApi api, String installation, Clock clock) {
    this.api = api;
    this.installation = installation;
    this.clock = clock;
  }

  /**
   * A container as a list shows it.
   *
   * @param state the engine's word, such as {@code running}
   * @param isTimed whether it has a timeout
   */
  record Listed(String id, String name, String state, boolean isTimed) {}

  /** The container of that name, or id, whosever it is; empty if there is none. */
  Optional<Container> inspect(String nameOrId) {
    DockerApi.Answer answer = api.get("/containers/" + nameOrId + "/json");
    if (answer.status() == 404) {
      return Optional.empty();
    }
    if (!answer.isOk()) {
      throw api.refusal("to show container '" + nameOrId + "'", answer);
    }
    Container container = ReadContainer.read(answer.json(), now(answer), answer.isPodman());
    // The engine also takes the beginning of an id for a name.
    boolean isIt = container.job().name().equals(nameOrId) || container.id().equals(nameOrId);
    return isIt ? Optional.of(container) : Optional.empty();
  }

  /** The container of that name if it is of this installation. */
  Optional<Container> find(String name) {
    return inspect(name).filter(this::isOwn);
  }

  boolean isOwn(Container container) {
    return installation.equals(container.job().labels().get(EngineLabels.INSTALLATION));
  }

  /** All of this installation. */
  List<Listed> list() {
    DockerApi.Answer answer = api.get("/containers/json?all=1&filters=" + filter());
    if (!answer.isOk()) {
      throw api.refusal("to list containers", answer);
    }
    List<Listed> all = new ArrayList<>();
    for (JsonNode one : answer.json()) {
      String name = one.path("Names").path(0).asText().replaceFirst("^/", "");
      boolean timed = !one.path("Labels").path(DockerLabels.TIMEOUT).asText().isEmpty();
      all.add(new Listed(one.path("Id").asText(), name, one.path("State").asText(), timed));
    }
    return all;
  }

  /** Whether the engine answers at all. */
  boolean answers() {
    try {
      return api.get("/_ping").isOk();
    } catch (UnavailableException e) {
      return false;
    }
  }

  /** The parameter that leaves nothing but this installation's. */
  String filter() {
    String label = EngineLabels.INSTALLATION + "=" + installation;
    return encoded("{\"label\":[\"" + label + "\"]}");
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Elsewhere, the clock is the engine's, which shows it in whole seconds. */
  private Instant now(DockerApi.Answer answer) {
    String date = answer.headers().get("date");
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
