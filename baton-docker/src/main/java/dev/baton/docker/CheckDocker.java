// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.engine.EngineCheck;
import dev.baton.engine.EngineLabels;
import dev.baton.engine.EnginePlace;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/** Checks an engine: its version, its capacity, its load and the operations that it permits. */
record CheckDocker(DockerApi api) {

  /**
   * How many containers that Baton did not create are inspected for the load. Each of them takes
   * one request.
   */
  private static final int MAX_FOREIGN = 100;

  /**
   * A name that no container and no image has. Requests with this name show whether the engine
   * permits an operation; they change nothing.
   */
  private static final String NOTHING = "baton-check-nothing-of-this-name";

  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;

  /** Implements {@link dev.baton.engine.Engine#check}. */
  EngineCheck check() {
    JsonNode version = get("/version");
    JsonNode info = get("/info");
    String name = version.path("Components").path(0).path("Name").asText("Engine");
    return new EngineCheck(
        name.equals("Engine") ? "Docker Engine" : name,
        version.path("Version").asText(null),
        api.host().address(),
        new EngineCheck.Amount(
            BigDecimal.valueOf(info.path("NCPU").asLong()), info.path("MemTotal").asLong(), null),
        load(),
        operations());
  }

  /**
   * Returns the identity and the address of the engine. Podman generates a new id for each request,
   * so its identity is the host name with the storage folder.
   */
  EnginePlace place() {
    JsonNode info = get("/info");
    String folder = info.path("Name").asText() + ":" + info.path("DockerRootDir").asText();
    String identity = api.isPodman() ? folder : info.path("ID").asText(folder);
    return new EnginePlace(
        identity, api.host().address() + " of host " + info.path("Name").asText());
  }

  /**
   * Tries each operation on something that does not exist. If the engine, or a proxy in front of
   * it, does not permit the operation, the answer is a refusal; otherwise the answer is that the
   * thing does not exist.
   */
  private List<EngineCheck.Operation> operations() {
    ObjectNode nothing = DockerApi.JSON.createObjectNode().put("Image", NOTHING + ":none");
    String container = "/containers/" + NOTHING;
    return List.of(
        operation("list images", api.get("/images/json")),
        operation(
            "create containers", api.post("/containers/create?name=" + NOTHING, nothing, BOUND)),
        operation("start containers", api.post(container + "/start", null, BOUND)),
        operation("read output", api.get(container + "/logs?stdout=1")),
        operation("stop containers", api.post(container + "/stop?t=0", null, BOUND)),
        operation("remove containers", api.delete(container, BOUND)));
  }

  private static EngineCheck.Operation operation(String name, DockerApi.Reply response) {
    boolean refused = response.status() == UNAUTHORIZED || response.status() == FORBIDDEN;
    return EngineCheck.Operation.needed(name, refused ? response.message() : null);
  }

  /**
   * Returns the sum of the cores and the memory that the running containers need. A container of
   * Baton counts with its request, or with its limit if it has no request; any other container
   * counts with its limit. A container with neither counts as 0.
   */
  private EngineCheck.Amount load() {
    BigDecimal cpus = BigDecimal.ZERO;
    long memory = 0;
    long jobs = 0;
    int foreignContainers = 0;
    for (JsonNode one : get("/containers/json")) {
      jobs++;
      JsonNode labels = one.path("Labels");
      if (labels.has(EngineLabels.INSTALLATION)) {
        cpus = cpus.add(cpus(labels.path(DockerLabels.CPUS).asText("0")));
        memory += memory(labels.path(DockerLabels.MEMORY).asText("0"));
      } else if (foreignContainers++ < MAX_FOREIGN) {
        DockerApi.Reply response = api.get("/containers/" + one.path("Id").asText() + "/json");
        JsonNode host = response.json().path("HostConfig");
        cpus = cpus.add(BigDecimal.valueOf(host.path("NanoCpus").asLong(), 9));
        memory += host.path("Memory").asLong();
      }
    }
    return new EngineCheck.Amount(cpus.stripTrailingZeros(), memory, jobs);
  }

  /**
   * Returns the number in a label, or 0 if the label is not a number, because every user can put
   * any text into this label.
   */
  private static BigDecimal cpus(String label) {
    return label.matches("\\d{1,9}(\\.\\d{1,9})?") ? new BigDecimal(label) : BigDecimal.ZERO;
  }

  private static long memory(String label) {
    return label.matches("\\d{1,15}") ? Long.parseLong(label) : 0;
  }

  private JsonNode get(String path) {
    DockerApi.Reply response = api.get(path);
    if (!response.isOk()) {
      throw api.refusal("the request for " + path, response);
    }
    return response.json();
  }
}
