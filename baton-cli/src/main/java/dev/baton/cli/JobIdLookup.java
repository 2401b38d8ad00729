// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.client.ApiClient;
import dev.baton.error.ConflictException;
import dev.baton.error.InvalidInputException;
import dev.baton.error.NotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Finds a job by a part of its id: the beginning of the id, or the beginning of its last group of
 * characters, which tables show. The first groups contain the time and are equal for jobs of the
 * same moment; the last group is random.
 */
record JobIdLookup(ApiClient apiClient) {

  private static final String PREFIX = "job/";
  private static final Pattern WHOLE = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final Pattern PART = Pattern.compile("[a-z0-9]+(-[a-z0-9]*)*");
  private static final int SHORTEST = 4;
  private static final int CANDIDATES = 10;

  /**
   * Returns the full id, with {@code job/}.
   *
   * @throws NotFoundException if no job that the caller may see has such an id
   * @throws ConflictException if several jobs have such an id; the message lists them
   */
  String resolve(String given) throws InterruptedException {
    String text = given.strip().toLowerCase(Locale.ROOT);
    String part = text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text;
    return WHOLE.matcher(part).matches() ? PREFIX + part : found(given, part);
  }

  /** Returns the full ids of several jobs. */
  List<String> resolve(List<String> given) throws InterruptedException {
    List<String> ids = new ArrayList<>();
    for (String each : given) {
      ids.add(resolve(each));
    }
    return ids.stream().distinct().toList();
  }

  private String found(String given, String part) throws InterruptedException {
    if (!PART.matcher(part).matches()) {
      throw new InvalidInputException(
          "'"
              + given
              + "' is neither the id of a job nor a part of one; expected job/<uuid>, or some of"
              + " its first characters");
    }
    JsonNode page = apiClient.search("job", query(part));
    List<JsonNode> candidates = new ArrayList<>();
    for (JsonNode job : page.path("resources")) {
      String id = job.path("id").asText();
      if (id.equals(PREFIX + part)) {
        return id;
      }
      if (isMeant(id.substring(PREFIX.length()), part)) {
        candidates.add(job);
      }
    }
    return switch (candidates.size()) {
      case 0 -> throw notFound(given, part);
      case 1 -> candidates.getFirst().path("id").asText();
      default -> throw ambiguous(given, page.path("count").asLong(), candidates);
    };
  }

  /**
   * Returns the parameters of a search for ids that contain the part. The full-text search sees
   * each group of an id as a word, so it also finds an id by its last group.
   */
  private static Map<String, String> query(String part) {
    String exact = "id='" + PREFIX + part + "'";
    String filter = exact;
    if (part.length() >= SHORTEST) {
      filter += " or id^='" + PREFIX + part + "'";
      filter += part.contains("-") ? "" : " or id=='" + part + "*'";
    }
    return Map.of(
        "filter",
        filter,
        "select",
        "id,action,state,created",
        "orderby",
        "created:desc",
        "last",
        String.valueOf(CANDIDATES * 2));
  }

  private static boolean isMeant(String uuid, String part) {
    return uuid.startsWith(part) || uuid.substring(uuid.lastIndexOf('-') + 1).startsWith(part);
  }

  private static NotFoundException notFound(String given, String part) {
    return new NotFoundException(
        part.length() < SHORTEST
            ? "'" + given + "' is too short; give at least " + SHORTEST + " characters of the id"
            : "no job has an id, whole or as tables show it, that begins with '" + given + "'");
  }

  private static ConflictException ambiguous(String given, long count, List<JsonNode> candidates) {
    StringBuilder text = new StringBuilder("'" + given + "' is ambiguous; it may be");
    candidates.stream()
        .limit(CANDIDATES)
        .forEach(job ->
            text.append("\n  ")
                .append(job.path("id").asText())
                .append("  ")
                .append(job.path("action").asText())
                .append("  ")
                .append(job.path("state").asText()));
    if (candidates.size() > CANDIDATES || count > candidates.size()) {
      text.append("\n  … and others");
    }
    return new ConflictException(text.toString());
  }
}
