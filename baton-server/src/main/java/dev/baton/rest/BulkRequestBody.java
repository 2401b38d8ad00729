// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.error.InvalidInputException;
import dev.baton.filter.FilterParser;
import dev.baton.job.JobState;
import dev.baton.job.Priority;
import dev.baton.jobservice.BulkOperation;
import dev.baton.jobservice.BulkRequest;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The body of a bulk operation.
 *
 * @param dryRun whether to count the matching jobs without changing them
 */
record BulkRequestBody(BulkRequest request, boolean dryRun) {

  private static final String FILTER = "filter";
  private static final String STATES = "states";
  private static final String MAX = "max";
  private static final String DRY_RUN = "dry-run";
  private static final String REVERT = "revert";
  private static final String PRIORITY = "priority";

  /**
   * Reads a body.
   *
   * @param revertedActions the actions whose jobs receive a signal when they are cancelled
   */
  static BulkRequestBody of(BulkOperation operation, ObjectNode body, Set<String> revertedActions) {
    JsonNodes.refuseUnknown(body, operation.apiName(), members(operation));
    String filter =
        JsonNodes.textIn(body, FILTER)
            .orElseThrow(() ->
                new InvalidInputException("Bulk request should contain a non empty cimi filter."));
    // The check is always strict, because a mistyped "!=" would select every job.
    JobResource.SEARCHABLE_WORDS.checkFilter(FilterParser.parse(filter));
    boolean dryRun = Boolean.TRUE.equals(JsonNodes.boolOrNull(body, DRY_RUN));
    Integer priority = number(body, PRIORITY);
    Integer max = number(body, MAX);
    BulkRequest request =
        new BulkRequest(
            operation,
            filter,
            states(body.get(STATES)),
            max == null ? BulkRequest.DEFAULT_MAX : max,
            JsonNodes.boolOrNull(body, REVERT),
            revertedActions,
            priority == null ? null : new Priority(priority));
    return new BulkRequestBody(request, dryRun);
  }

  private static Set<String> members(BulkOperation operation) {
    Set<String> members = new LinkedHashSet<>();
    members.add(FILTER);
    members.add(STATES);
    members.add(MAX);
    members.add(DRY_RUN);
    switch (operation) {
      case CANCEL -> members.add(REVERT);
      case PRIORITY -> members.add(PRIORITY);
      case RETRY, DELETE -> {}
    }
    return members;
  }

  private static Set<JobState> states(@Nullable JsonNode node) {
    if (node == null) {
      return Set.of();
    }
    if (!node.isArray() || node.isEmpty()) {
      throw new InvalidInputException(
          "attribute 'states' must be a list of states, such as [\"FAILED\"]; omit it for the"
              + " default states");
    }
    Set<JobState> states = EnumSet.noneOf(JobState.class);
    for (JsonNode each : node) {
      states.add(JobState.parse(each.asText()));
    }
    return states;
  }

  private static @Nullable Integer number(ObjectNode body, String attribute) {
    JsonNode node = body.get(attribute);
    if (node == null) {
      return null;
    }
    if (!node.isIntegralNumber() || !node.canConvertToInt()) {
      throw new InvalidInputException("attribute '" + attribute + "' must be a whole number");
    }
    return node.intValue();
  }

  /** The JSON Schema of the request body. */
  static ObjectNode schema(BulkOperation operation) {
    ObjectNode schema = JsonNodes.object().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = schema.putArray("required").add(FILTER);
    JsonNodes.property(properties, FILTER, "string", "A CIMI filter that selects the jobs");
    ObjectNode states =
        JsonNodes.property(properties, STATES, "array", "Only jobs in these states")
            .put("minItems", 1);
    states.putObject("items").put("type", "string").set("enum", texts(operation.allowedStates()));
    states.set("default", texts(operation.defaultStates()));
    String max = "Maximum number of matching jobs; with more, nothing is changed";
    JsonNodes.property(properties, MAX, "integer", max)
        .put("minimum", 1)
        .put("maximum", BulkRequest.LARGEST_MAX)
        .put("default", BulkRequest.DEFAULT_MAX);
    JsonNodes.property(properties, DRY_RUN, "boolean", "Only count the jobs that match")
        .put("default", false);
    switch (operation) {
      case CANCEL -> {
        String revert = "Whether flows revert their work (the default) or are interrupted";
        JsonNodes.property(properties, REVERT, "boolean", revert);
      }
      case PRIORITY -> {
        required.add(PRIORITY);
        JsonNodes.property(properties, PRIORITY, "integer", "The new priority; 0 is most urgent")
            .put("minimum", 0)
            .put("maximum", 999);
      }
      case RETRY, DELETE -> {}
    }
    return schema.put("additionalProperties", false);
  }

  private static ArrayNode texts(Collection<JobState> states) {
    return JsonNodes.texts(states.stream().map(Enum::name).toList());
  }
}
