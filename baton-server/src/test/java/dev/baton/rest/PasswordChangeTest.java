// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that a new password ends the logins with the old password, and that user names cannot look
 * alike.
 */
final class PasswordChangeTest {

  private static final String NEW = "a new password";

  private final TestApi api = new TestApi();
  private final TestClient admin = api.admin();

  @AfterEach
  void stop() {
    api.close();
  }

  private static String id(TestClient user) {
    return user.get("/api/session").json().at("/resources/0/user").textValue();
  }

  private TestClient key(TestClient user) {
    TestResponse key =
        user.post(
                "/api/credential",
                "{\"template\":{\"href\":\"credential-template/generate-api-key\"}}")
            .expect(201);
    String secret = key.id() + ":" + key.json().path("secret-key").asText();
    return api.anonymous()
        .header(
            "Authorization",
            "Basic " + Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void change_byTheUser_endsAllSessionsAndKeys() {
    TestClient bob = api.newUser("bob");
    TestClient elsewhere = api.user("bob", TestApi.PASSWORD);
    TestClient key = key(bob);
    TestClient alice = api.newUser("alice");
    key.get("/api/job").expect(200);
    TestResponse changed =
        bob.put(
                "/api/" + id(bob),
                "{\"password\":\"%s\",\"current-password\":\"%s\"}"
                    .formatted(NEW, TestApi.PASSWORD))
            .expect(200);
    assertThat(changed.header("Set-Cookie")).contains("=INVALID;", "Max-Age=0");
    bob.get("/api/job").expect(403);
    elsewhere.get("/api/job").expect(403);
    key.get("/api/job").expect(403);
    alice.get("/api/job").expect(200);
    api.user("bob", NEW).get("/api/job").expect(200);
  }

  @Test
  void change_byTheAdministrator_endsTheUsersLoginsOnly() {
    TestClient bob = api.newUser("bob");
    TestClient key = key(bob);
    admin.put("/api/" + id(bob), "{\"password\":\"%s\"}".formatted(NEW)).expect(200);
    bob.get("/api/job").expect(403);
    key.get("/api/job").expect(403);
    admin.get("/api/job").expect(200);
  }

  @Test
  void otherChanges_endNothing() {
    TestClient bob = api.newUser("bob");
    admin.put("/api/" + id(bob), "{\"admin\":true}").expect(200);
    bob.get("/api/job").expect(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "su\u200bper",
        "\u0455uper",
        "super\u202e",
        "bob\u00ad",
        "b\u0000b",
        "a b",
        "\u00e4nna",
        "-bob",
        ".bob",
        "",
        "\ufeffbob",
        "bob\uff0e"
      })
  void name_thatCouldLookLikeAnother_isRefused(String name) {
    String escaped =
        name.codePoints().mapToObj(c -> String.format("\\u%04x", c)).reduce("", String::concat);
    admin
        .post("/api/user", "{\"name\":\"%s\",\"password\":\"%s\"}".formatted(escaped, NEW))
        .expect(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bob", "Bob.Smith", "bob@example.org", "b", "7of9", "a_b-c+d"})
  void name_ofLettersDigitsAndSomeSigns_isTaken(String name) {
    admin
        .post("/api/user", "{\"name\":\"%s\",\"password\":\"%s\"}".formatted(name, NEW))
        .expect(201);
  }
}
