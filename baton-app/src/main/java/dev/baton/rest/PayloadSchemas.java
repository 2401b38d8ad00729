// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.baton.error.InvalidInputException;
import dev.baton.job.BoundedJson;
import dev.baton.plugin.ActionInfo;
import dev.baton.plugin.KnownActions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Judges payloads by the JSON Schema that the provider of an action stored. Thread-safe. */
public final class PayloadSchemas implements KnownActions.SchemaCheck {

  private static final int MAX_COMPLAINTS = 10;

  // Schemas come from executors; the registry fetches nothing that they refer to.
  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  @Override
  public void check(ActionInfo action, @Nullable String payload) {
    List<String> complaints =
        SCHEMAS.getSchema(action.schema()).validate(parameters(payload)).stream()
            .limit(MAX_COMPLAINTS)
            .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
            .toList();
    if (!complaints.isEmpty()) {
      throw new InvalidInputException(
          "payload does not fit the parameters of action '"
              + action.name()
              + "': "
              + String.join("; ", complaints));
    }
  }

  private static JsonNode parameters(@Nullable String payload) {
    return payload == null ? Json.object() : BoundedJson.readValue("payload", payload);
  }
}
