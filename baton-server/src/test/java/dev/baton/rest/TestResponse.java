// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;

/** A response with assertions. */
record TestResponse(int status, String body, HttpHeaders headers) {

  JsonNode json() {
    return TestApi.json(body);
  }

  String header(String name) {
    return headers
        .firstValue(name)
        .orElseThrow(() -> new AssertionError("no " + name + ": " + this));
  }

  /** Fails unless the response has this status. */
  TestResponse expect(int expected) {
    assertThat(status).as(body).isEqualTo(expected);
    return this;
  }

  /** Fails unless the response is an error with this status whose message contains the text. */
  TestResponse expectError(int expected, String message) {
    expect(expected);
    assertThat(json().path("status").intValue()).as(body).isEqualTo(expected);
    assertThat(json().path("message").textValue()).as(body).contains(message);
    return this;
  }

  /** The id of the resource that was created. */
  String id() {
    return json().path("resource-id").asText();
  }
}
