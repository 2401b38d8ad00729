// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.baton.error.InvalidField;
import dev.baton.error.InvalidInputException;
import dev.baton.job.BoundedJson;
import dev.baton.member.ActionInfo;
import dev.baton.plugin.CheckParameterSchema;
import dev.baton.plugin.KnownActions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Validates payloads with the JSON Schema that the provider of an action stored. If a schema does
 * not have the form that {@link CheckParameterSchema} demands, it is not evaluated, and the
 * executor validates the payload. Thread-safe.
 */
public final class JsonSchemaCheck implements KnownActions.SchemaCheck {

  private static final Logger LOG = LoggerFactory.getLogger(JsonSchemaCheck.class);

  private static final String PAYLOAD = "/payload";
  private static final int MAX_COMPLAINTS = 10;
  private static final int MAX_WARNED = 1_000;

  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private final Set<String> warned = ConcurrentHashMap.newKeySet();

  @Override
  public void check(ActionInfo action, @Nullable String payload) {
    List<InvalidField> complaints = complaints(action, parameters(payload));
    if (!complaints.isEmpty()) {
      throw new InvalidInputException(
          "payload does not fit the parameters of action '"
              + action.name()
              + "': "
              + complaints.stream()
                  .map(each -> each.pointer().substring(PAYLOAD.length()) + ": " + each.message())
                  .collect(Collectors.joining("; ")),
          complaints);
    }
  }

  private List<InvalidField> complaints(ActionInfo action, JsonNode parameters) {
    try {
      CheckParameterSchema.check(action.schema());
      return SCHEMAS.getSchema(action.schema()).validate(parameters).stream()
          .limit(MAX_COMPLAINTS)
          .map(error -> new InvalidField(pointer(error), error.getMessage()))
          .toList();
    } catch (InvalidInputException e) {
      if (isNew(action)) {
        LOG.warn(
            "schema of an action is not evaluated; only executors check the payloads: action={}"
                + " reason={}",
            action.name(),
            e.getMessage(),
            e);
      }
      return List.of();
    } catch (RuntimeException | StackOverflowError e) {
      // Another process stored the schema. A schema that cannot be evaluated must not make every
      // post for the action fail.
      if (isNew(action)) {
        LOG.warn(
            "schema of an action cannot be evaluated; only executors check the payloads: action={}",
            action.name(),
            e);
      }
      return List.of();
    }
  }

  private static String pointer(Error error) {
    String value = PAYLOAD + error.getInstanceLocation();
    String property = error.getProperty();
    return property == null ? value : value + "/" + InvalidField.segment(property);
  }

  private boolean isNew(ActionInfo action) {
    return warned.size() < MAX_WARNED && warned.add(action.name());
  }

  private static JsonNode parameters(@Nullable String payload) {
    return payload == null ? JsonNodes.object() : BoundedJson.readValue("payload", payload);
  }
}
