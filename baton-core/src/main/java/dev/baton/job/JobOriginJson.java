// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.access.Acl;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads the attribute {@code origin} of a job's document. Absent values are left out.
 */
final class JobOriginJson {

  private JobOriginJson() {}

  static ObjectNode write(JobOrigin origin) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("owner", origin.owner());
    if (origin.distribution() != null) {
      node.put("distribution", origin.distribution());
    }
    if (origin.childKey() != null) {
      node.put("child-key", origin.childKey());
    }
    if (origin.awaited()) {
      node.put("awaited", true);
    }
    if (origin.retryOf() != null) {
      node.put("retry-of", origin.retryOf().toString());
    }
    if (origin.retriedBy() != null) {
      node.put("retried-by", origin.retriedBy().toString());
    }
    return node;
  }

  /**
   * Reads the origin. Documents of other software have no origin; then the origin is derived from
   * the owners in the acl.
   */
  static JobOrigin read(@Nullable JsonNode node, Acl acl) {
    if (node == null) {
      return JobOrigin.ofOwners(acl);
    }
    // Only Baton writes the origin, and a later release may have written it. Therefore unknown
    // attributes are accepted.
    JobDocumentReader doc = JobDocumentReader.stored(node);
    return new JobOrigin(
        doc.text("owner"),
        doc.textOrNull("distribution"),
        doc.textOrNull("child-key"),
        doc.flag("awaited"),
        doc.jobOrNull("retry-of"),
        doc.jobOrNull("retried-by"));
  }
}
