// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.error.InvalidInputException;
import dev.baton.job.Job;
import dev.baton.job.JobAttribute;
import dev.baton.job.JobAttributes;
import dev.baton.job.JobJson;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The body of an edit. An attribute in the body replaces the stored attribute as a whole
 * (docs/spec/nuvla.md §2).
 *
 * @param values the new values, by the names of the attributes
 * @param removed the names of the attributes to remove
 */
record JobEditBody(Map<String, JsonNode> values, Set<String> removed) {

  /**
   * Attributes that only Baton sets. They are ignored in a body, because clients send back whole
   * documents.
   */
  private static final Set<String> SERVERS =
      JobAttributes.names(attribute -> attribute.editor() == JobAttribute.Editor.STORE);

  static JobEditBody of(ObjectNode body, Set<String> select) {
    ObjectNode values = body.deepCopy().remove(SERVERS);
    values
        .properties()
        .forEach(entry -> {
          if (entry.getValue().isNull()) {
            throw new InvalidInputException(
                "attribute '"
                    + entry.getKey()
                    + "' is null; to remove it, name it in the parameter 'select' and omit it"
                    + " from the body");
          }
        });
    Map<String, JsonNode> given = new LinkedHashMap<>();
    values.properties().forEach(entry -> given.put(entry.getKey(), entry.getValue()));
    return new JobEditBody(given, select);
  }

  /**
   * Returns the job with all changes of the client. The job service afterwards restores the
   * attributes that the caller may not edit.
   */
  Job applyTo(Job job) {
    ObjectNode doc = JobJson.write(job);
    removed.stream()
        .filter(name -> !SERVERS.contains(name) && !name.equals("acl"))
        .forEach(doc::remove);
    doc.setAll(values);
    return JobJson.read(doc);
  }
}
