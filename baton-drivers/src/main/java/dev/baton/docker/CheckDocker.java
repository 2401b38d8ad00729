// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.engine.EngineCheck;
import dev.baton.engine.EngineLabels;
import java.math.BigDecimal;

/** Asks an engine what it is, has and does. */
final class CheckDocker {

  /** Those that Baton did not make have to be asked one by one: no more than so many. */
  private static final int MAX_STRANGERS = 100;

  private final DockerApi api;

  CheckDocker(DockerApi api) {
    this.api = api;
  }

  /** As {@link dev.baton.engine.Engine#check} has it. */
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
        load());
  }

  /** What running containers asked for, or may use at most; those without limits count as none. */
  private EngineCheck.Amount load() {
    BigDecimal cpus = BigDecimal.ZERO;
    long memory = 0;
    long jobs = 0;
    int strangers = 0;
    for (JsonNode one : get("/containers/json")) {
      jobs++;
      JsonNode labels = one.path("Labels");
      if (labels.has(EngineLabels.INSTALLATION)) {
        cpus = cpus.add(new BigDecimal(labels.path(DockerLabels.CPUS).asText("0")));
        memory += labels.path(DockerLabels.MEMORY).asLong();
      } else if (strangers++ < MAX_STRANGERS) {
        DockerApi.Answer answer = api.get("/containers/" + one.path("Id").asText() + "/json");
        JsonNode host = answer.json().path("HostConfig");
        cpus = cpus.add(BigDecimal.valueOf(host.path("NanoCpus").asLong(), 9));
        memory += host.path("Memory").asLong();
      }
    }
    return new EngineCheck.Amount(cpus.stripTrailingZeros(), memory, jobs);
  }

  private JsonNode get(String path) {
    DockerApi.Answer answer = api.get(path);
    if (!answer.isOk()) {
      throw api.refusal("to answer " + path, answer);
    }
    return answer.json();
  }
}
