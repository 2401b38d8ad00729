// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Creates API keys of the caller. */
public final class CreateApiKey {

  private CreateApiKey() {}

  /**
   * Creates a key and returns the server's answer: the id and the secret, which the server shows
   * only this once.
   */
  public static JsonNode create(
      ApiClient apiClient, String name, boolean forExecutors, @Nullable Duration ttl)
      throws InterruptedException {
    ObjectNode body = ApiClient.JSON.createObjectNode();
    if (!name.isBlank()) {
      body.put("name", name);
    }
    ObjectNode template =
        body.putObject("template").put("href", "credential-template/generate-api-key");
    if (ttl != null) {
      template.put("ttl", ttl.toSeconds());
    }
    if (forExecutors) {
      template.putArray("roles").add("executor");
    }
    return apiClient.post("credential", body);
  }
}
