// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import dev.baton.engine.EngineImage;
import dev.baton.error.NotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** Has the engine fetch images. */
final class PullImage {

  private static final Duration BOUND = Duration.ofMinutes(30);

  private final DockerApi api;
  private final RegistryLogins logins;

  PullImage(DockerApi api, RegistryLogins logins) {
    this.api = api;
    this.logins = logins;
  }

  /**
   * Fetches an image; returns when it is there.
   *
   * @throws NotFoundException if it cannot be had
   */
  void pull(EngineImage image) {
    // Without a tag, the engine would fetch all of them.
    String whole = hasTag(image.name()) ? image.name() : image.name() + ":latest";
    Map<String, String> login =
        logins.header(image).map(value -> Map.of("X-Registry-Auth", value)).orElse(Map.of());
    String path = "/images/create?fromImage=" + Containers.encoded(whole);
    TimeBound bound = api.bound(BOUND);
    try (bound;
        HttpAnswer progress = api.open("POST", path, login)) {
      bound.set(progress);
      follow(progress, image);
    } catch (IOException e) {
      throw api.away(bound.reason(e), e);
    } catch (NotFoundException e) {
      throw new NotFoundException(
          "image '" + image.name() + "' cannot be had: " + e.getMessage(), e);
    }
  }

  /** Errors come in the midst of what tells of progress. */
  private static void follow(HttpAnswer progress, EngineImage image) throws IOException {
    try (MappingIterator<JsonNode> steps =
        DockerApi.JSON.readerFor(JsonNode.class).readValues(progress.body())) {
      while (steps.hasNextValue()) {
        JsonNode error = steps.nextValue().path("error");
        if (!error.isMissingNode()) {
          throw new NotFoundException("'" + image.name() + "': " + error.asText());
        }
      }
    }
  }

  private static boolean hasTag(String name) {
    return name.contains("@") || name.lastIndexOf(':') > name.lastIndexOf('/');
  }
}
