// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.List;

/** Checks that a response fits the schema in the API document, and has no other attributes. */
final class OpenApiSchemaCheck {

  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private final JsonNode document;

  OpenApiSchemaCheck(TestApi api) {
    this.document = api.anonymous().get("/api/openapi.json").expect(200).json();
  }

  /** Returns the response if it fits the schema of the route. */
  JsonNode fits(String method, String path, JsonNode response) {
    JsonNode schema =
        document
            .path("paths")
            .path(path)
            .path(method)
            .at("/responses/2XX/content/application~1json/schema");
    assertThat(schema.isObject()).as(method + " " + path + " has a schema").isTrue();
    List<String> errors = new ArrayList<>();
    SCHEMAS.getSchema(closed(schema)).validate(response).forEach(e -> errors.add(e.toString()));
    assertThat(errors).as(response.toString()).isEmpty();
    return response;
  }

  /** The same schema, in which objects have no further attributes. */
  private static JsonNode closed(JsonNode schema) {
    JsonNode copy = schema.deepCopy();
    close(copy);
    return copy;
  }

  private static void close(JsonNode schema) {
    if (schema instanceof ObjectNode object
        && object.path("properties").isObject()
        && object.path("type").asText().equals("object")
        && !object.has("additionalProperties")) {
      object.put("additionalProperties", false);
    }
    schema.forEach(OpenApiSchemaCheck::close);
  }
}
