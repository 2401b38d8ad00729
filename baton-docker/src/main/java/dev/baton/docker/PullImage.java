// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import dev.baton.engine.EngineImage;
import dev.baton.error.BatonException;
import dev.baton.error.InvalidInputException;
import dev.baton.error.NotFoundException;
import dev.baton.error.UnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/** Lets the engine fetch images. Parallel requests for the same image share one fetch. */
final class PullImage {

  private static final Duration BOUND = Duration.ofMinutes(30);

  private final DockerApi api;
  private final RegistryLogins logins;
  // The fetches in progress, by image and login.
  private final Map<FetchKey, CompletableFuture<Optional<String>>> running =
      new ConcurrentHashMap<>();

  private record FetchKey(String image, Map<String, String> login) {}

  PullImage(DockerApi api, RegistryLogins logins) {
    this.api = api;
    this.logins = logins;
  }

  /**
   * Refuses an image whose credentials are unknown, even if the image is present.
   *
   * @throws InvalidInputException naming the credentials
   */
  void check(EngineImage image) {
    if (!image.pullSecrets().isEmpty()) {
      logins.header(image);
    }
  }

  /** Whether the engine has the image. */
  boolean exists(EngineImage image) {
    DockerApi.Reply response =
        api.get("/images/" + DockerContainers.encoded(image.name()).replace("%2F", "/") + "/json");
    if (!response.isOk() && response.status() != 404) {
      throw api.refusal("to show image '" + image.name() + "'", response);
    }
    return response.isOk();
  }

  /**
   * Fetches an image. Blocks until the image is present or cannot be fetched at present.
   *
   * @return the reason why the image cannot be fetched, if the engine answers but its registry
   *     refuses or does not answer; empty if the image is present
   * @throws NotFoundException if the registry does not have the image
   * @throws UnavailableException if the engine does not answer
   */
  Optional<String> pull(EngineImage image) {
    // For a name without a tag the engine would fetch all tags. Therefore the tag "latest" is
    // added.
    String whole = hasTag(image.name()) ? image.name() : image.name() + ":latest";
    Map<String, String> login =
        logins.header(image).map(value -> Map.of("X-Registry-Auth", value)).orElse(Map.of());
    FetchKey wanted = new FetchKey(whole, login);
    CompletableFuture<Optional<String>> own = new CompletableFuture<>();
    CompletableFuture<Optional<String>> first = running.putIfAbsent(wanted, own);
    if (first != null) {
      return joined(first, image);
    }
    try {
      Optional<String> answer = pullNow(wanted, image);
      own.complete(answer);
      return answer;
    } catch (RuntimeException e) {
      own.completeExceptionally(e);
      throw e;
    } finally {
      running.remove(wanted, own);
    }
  }

  private Optional<String> joined(CompletableFuture<Optional<String>> first, EngineImage image) {
    try {
      return first.get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      String message = String.valueOf(cause.getMessage());
      throw switch (cause) {
        case NotFoundException missing -> new NotFoundException(message, missing);
        case InvalidInputException refused -> new InvalidInputException(message, refused);
        // This exception also covers an interrupt of the thread that fetched the image. The caller
        // may call again; the image is then fetched again.
        default -> new UnavailableException(message, cause);
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException(
          "interrupted while image '" + image.name() + "' was fetched", e);
    }
  }

  private Optional<String> pullNow(FetchKey wanted, EngineImage image) {
    String path = "/images/create?fromImage=" + DockerContainers.encoded(wanted.image());
    ConnectionTimeout bound = api.bound(BOUND);
    try (bound;
        DockerHttpResponse head = api.openAny("POST", path, wanted.login(), BOUND)) {
      bound.set(head);
      // The engine sends the head when the registry has answered, or when its own time limit for
      // the registry has passed.
      return head.status() == 200 ? follow(head, image) : refused(DockerApi.answer(head), image);
    } catch (IOException e) {
      throw api.unavailable(bound.reason(e), e);
    }
  }

  /**
   * Returns the reason of a failed fetch. An engine that cannot reach its registry, or has no right
   * there, answers 500.
   */
  private Optional<String> refused(DockerApi.Reply response, EngineImage image) {
    BatonException refusal = api.refusal("to fetch image '" + image.name() + "'", response);
    if (refusal instanceof NotFoundException) {
      throw new NotFoundException(
          "image '"
              + image.name()
              + "' does not exist or may not be fetched: "
              + response.message(),
          refusal);
    }
    if (refusal instanceof InvalidInputException) {
      throw refusal;
    }
    return Optional.of(cannot(image, response.message()));
  }

  /**
   * Reads the progress messages to their end. Returns the first error among them, or empty if there
   * is none.
   */
  private static Optional<String> follow(DockerHttpResponse progress, EngineImage image)
      throws IOException {
    try (MappingIterator<JsonNode> steps =
        DockerApi.JSON.readerFor(JsonNode.class).readValues(progress.body())) {
      while (steps.hasNextValue()) {
        JsonNode error = steps.nextValue().path("error");
        if (!error.isMissingNode()) {
          return Optional.of(cannot(image, error.asText()));
        }
      }
      return Optional.empty();
    }
  }

  private static String cannot(EngineImage image, String why) {
    return "image '" + image.name() + "' cannot be fetched: " + why;
  }

  private static boolean hasTag(String name) {
    return name.contains("@") || name.lastIndexOf(':') > name.lastIndexOf('/');
  }
}
