// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.job.BoundedJson;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that numbers, dates and durations out of range are rejected in the request. */
final class BoundedInputTest {

  private final TestApi api = new TestApi();
  private final TestClient admin = api.admin();

  @AfterEach
  void stop() {
    api.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e99999000000", "1e2147483647", "-1e400", "1e-2147483647"})
  void number_thatNoDoubleHolds_is400(String number) {
    String body = "{\"a\":" + number + "}";
    api.anonymous().post("/api/session", body).expectError(400, "allowed: 0, and from 1e-308");
    admin.post("/api/job", body).expectError(400, "allowed: 0, and from 1e-308");
    String payload = "{\"action\":\"greet\",\"payload\":\"{\\\"name\\\":" + number + "}\"}";
    admin.post("/api/job", payload).expectError(400, "allowed: 0, and from 1e-308");
  }

  /** Each array and object takes far more memory than its two characters. */
  @Test
  void body_ofVeryManyArrays_is400ForEveryCaller() {
    String body = "[" + "[],".repeat(BoundedJson.MAX_BODY_CONTAINERS) + "[]]";
    api.anonymous().post("/api/session", body).expectError(400, "arrays and objects");
    admin.post("/api/job", body).expectError(400, "arrays and objects");
    assertThat(admin.get("/api/job").expect(200).json().path("count").intValue()).isZero();
  }

  @Test
  void result_withSuchANumber_isRefusedAndBreaksNoSearch() {
    String id = admin.post("/api/job", "{\"action\":\"noop\"}").expect(201).id();
    admin
        .put("/api/" + id, "{\"result\":{\"free\":1e2147483647}}")
        .expectError(400, "'free' is 1E+2147483647; allowed");
    admin.put("/api/" + id, "{\"result\":{\"free\":1.5e308}}").expect(200);
    String other = admin.post("/api/job", "{\"action\":\"noop\"}").expect(201).id();
    admin.put("/api/" + other, "{\"result\":{\"free\":5}}").expect(200);
    String filter = URLEncoder.encode("result/free<10", StandardCharsets.UTF_8);
    assertThat(admin.get("/api/job?filter=" + filter).expect(200).json().path("count").intValue())
        .isOne();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+999999999-12-31T23:59:59Z",
        "-999999999-01-01T00:00:00Z",
        "+10000-01-01T00:00:00Z",
        "2026-13-01T00:00:00Z"
      })
  void date_outOfTheFourDigitYears_is400(String date) {
    for (String attribute : new String[] {"not-before", "expiry"}) {
      admin
          .post("/api/job", "{\"action\":\"noop\",\"%s\":\"%s\"}".formatted(attribute, date))
          .expectError(400, attribute + " is '");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000-01-01T00:00:00Z",
        "1900-01-01T00:00:00Z",
        "2026-02-02T00:00:00Z",
        "9999-12-31T23:59:59Z"
      })
  void start_fromWhichNoDurationCounts_is400(String date) {
    String job = "{\"action\":\"noop\",\"started\":\"%s\"}".formatted(date);
    admin.post("/api/job", job).expectError(400, "started is '" + date + "'; allowed: from ");
    admin.post("/api/job", "[" + job + "]").expectError(400, "started is '" + date + "'");
  }

  @Test
  void start_thatIsSlightlyAhead_becomesNow() {
    String job = "{\"action\":\"noop\",\"started\":\"2026-02-01T10:00:00Z\"}";
    String id = admin.post("/api/job", job).expect(201).id();
    admin.post("/api/" + id + "/cancel").expect(200);
    JsonNode ended = admin.get("/api/" + id).expect(200).json();
    assertThat(ended.path("started").textValue()).isEqualTo("2026-01-31T12:00:00.000Z");
    assertThat(ended.path("duration").longValue()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "created>'now+999999999y'",
        "created<'999999999999999999'",
        "created>'2026-01-01||+9999999y'",
        "created>'now-9000y'",
        "priority<99999999999",
        "created='x'"
      })
  void filter_withADateOrNumberOutOfRange_is400(String filter) {
    admin.get("/api/job?filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8)).expect(400);
  }

  @Test
  void value_thatIsNestedTooDeeply_is400() {
    String deep = "[".repeat(190) + "]".repeat(190);
    String id = admin.post("/api/job", "{\"action\":\"noop\"}").expect(201).id();
    admin.put("/api/" + id, "{\"result\":" + "[".repeat(300) + "]".repeat(300) + "}").expect(400);
    admin.put("/api/" + id, "{\"result\":" + deep + "}").expect(200);
    admin.get("/api/job").expect(200);
    admin
        .post("/api/job", "{\"action\":\"greet\",\"payload\":{\"name\":" + deep + "}}")
        .expectError(400, "nested too deeply");
  }
}
