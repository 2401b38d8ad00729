// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.error.InputBounds;
import dev.baton.error.NotFoundException;
import dev.baton.flow.Failure;
import dev.baton.flow.RetryAttempt;
import dev.baton.logbook.AtomDetail;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One atom of a flow with everything that is stored of it: inputs, results, and failures with their
 * causes.
 *
 * @param inputs the values of the parameters by name; empty if the definition is not known here
 */
record AtomDocument(FlowView flow, FlowView.AtomView atom, Map<String, JsonNode> inputs) {

  /** The longest JSON text of a value that the document shows. */
  private static final int LONGEST_VALUE = 100_000;

  /** The maximum number of attempts of a retry controller that the document shows, newest last. */
  private static final int MOST_ATTEMPTS = 100;

  /**
   * Finds an atom by its name.
   *
   * @throws NotFoundException if the flow has no such atom
   */
  static FlowView.AtomView find(FlowView flow, String name) {
    return flow.atoms().stream()
        .filter(each -> each.detail().name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new NotFoundException(
                "the flow of "
                    + flow.job().id()
                    + " has no atom '"
                    + InputBounds.shown(name)
                    + "'; GET /api/"
                    + flow.job().id()
                    + "/flow lists the atoms"));
  }

  ObjectNode document() {
    AtomDetail detail = atom.detail();
    ObjectNode doc = JsonNodes.object();
    doc.put("resource-id", flow.job().id().toString());
    doc.setAll(FlowDocumentWriter.atom(flow, atom));
    put(doc, "failure", detail.outcome().failure());
    put(doc, "revert-failure", detail.outcome().revertFailure());
    value(doc, "result", detail.outcome().result());
    value(doc, "revert-result", detail.outcome().revertResult());
    ArrayNode given = doc.putArray("inputs");
    inputs.forEach((name, value) -> value(given.addObject().put("name", name), "value", value));
    ArrayNode attempts = doc.putArray("attempts");
    detail.history().stream()
        .skip(Math.max(0, detail.history().size() - MOST_ATTEMPTS))
        .forEach(attempt -> attempt(attempts.addObject(), attempt));
    return doc;
  }

  private static void attempt(ObjectNode doc, RetryAttempt attempt) {
    value(doc, "provided", attempt.provided());
    ArrayNode failures = doc.putArray("failures");
    attempt
        .failures()
        .forEach((name, failure) -> brief(failures.addObject().put("atom", name), failure));
  }

  /** Shows a value, or only its length if the value is too long for a page. */
  private static void value(ObjectNode doc, String attribute, @Nullable JsonNode value) {
    if (value == null || value.isMissingNode()) {
      return;
    }
    int length = value.toString().length();
    if (length <= LONGEST_VALUE) {
      doc.set(attribute, value);
    } else {
      doc.put(attribute + "-length", length);
    }
  }

  private static ObjectNode brief(ObjectNode doc, Failure failure) {
    doc.put("type", failure.type());
    JsonNodes.put(doc, "message", failure.message());
    return doc;
  }

  private static void put(ObjectNode doc, String attribute, @Nullable Failure failure) {
    if (failure != null) {
      ObjectNode shown = brief(doc.putObject(attribute), failure);
      shown.put("stack", failure.stack());
      ArrayNode causes = shown.putArray("causes");
      failure.causes().forEach(cause -> brief(causes.addObject(), cause));
    }
  }

  static ObjectNode schema() {
    ObjectSchema cause = new ObjectSchema().text("type", "The type of the exception");
    cause.optional("message", "Its message", ObjectSchema.type("string"));
    ObjectNode failure =
        new ObjectSchema()
            .all(cause.build())
            .text("stack", "The stack trace; empty if it was not stored")
            .with("causes", "The chain of causes", ObjectSchema.list(cause.build()))
            .build();
    ObjectNode input =
        withValue(new ObjectSchema().text("name", "The parameter"), "value", "The value").build();
    ObjectNode failed =
        new ObjectSchema().text("atom", "The atom that failed").all(cause.build()).build();
    ObjectNode attempt =
        withValue(new ObjectSchema(), "provided", "What the retry controller provided")
            .with("failures", "The first failure of each atom", ObjectSchema.list(failed))
            .build();
    ObjectSchema atom = new ObjectSchema().text("resource-id", "The job");
    atom.all(ResourceSchemas.atom());
    withValue(atom, "result", "What the atom returned");
    withValue(atom, "revert-result", "What its revert returned");
    return atom.optional("failure", "Why the atom failed", failure)
        .optional("revert-failure", "Why its revert failed", failure)
        .with("inputs", "The parameters, as the atom would get them now", ObjectSchema.list(input))
        .with("attempts", "The attempts of a retry controller", ObjectSchema.list(attempt))
        .build();
  }

  /** Adds a value that may be missing, and its length, which is there if the value is too long. */
  private static ObjectSchema withValue(ObjectSchema schema, String name, String description) {
    return schema
        .optional(name, description, JsonNodes.object())
        .optional(
            name + "-length",
            "Instead of a value whose JSON has more than " + LONGEST_VALUE + " characters",
            ObjectSchema.type("integer"));
  }
}
