// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.server.AddressRanges;
import dev.baton.server.ServerOptions;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SessionResourceTest {

  private static final String COOKIE = "com.com.sixsq.nuvla.cookie=";

  private final TestApi api = new TestApi();

  @AfterEach
  void stop() {
    api.close();
  }

  private TestResponse login(String user, String password) {
    return api.anonymous().post("/api/session", loginBody(user, password));
  }

  private static String loginBody(String user, String password) {
    return "{\"template\":{\"href\":\"session-template/password\",\"username\":\""
        + user
        + "\",\"password\":\""
        + password
        + "\"}}";
  }

  @Test
  void login_withPassword_setsCookieThatIsNotSecureOverHttp() {
    TestResponse login = login("super", TestApi.PASSWORD).expect(201);
    assertThat(login.id()).startsWith("session/");
    assertThat(login.header("Location")).isEqualTo(login.id());
    assertThat(login.json().path("message").textValue()).isEqualTo(login.id() + " created");
    assertThat(login.header("Set-Cookie"))
        .startsWith(COOKIE)
        .contains("; Path=/", "; HttpOnly", "; SameSite=Strict", "; Expires=")
        .doesNotContain("Secure");
  }

  @Test
  void login_asFlatForm_works() {
    api.anonymous()
        .form(
            "POST",
            "/api/session",
            "href",
            "session-template/password",
            "username",
            "super",
            "password",
            TestApi.PASSWORD)
        .expect(201);
  }

  @Test
  void login_behindTrustedHttpsProxy_setsSecureCookie() {
    try (TestApi proxied =
        new TestApi(
            ServerOptions.at("127.0.0.1", 0)
                .trusting(AddressRanges.parse(List.of("127.0.0.1")), AddressRanges.NONE))) {
      TestResponse login =
          proxied
              .anonymous()
              .with("X-Forwarded-Proto", "https")
              .post("/api/session", loginBody("super", TestApi.PASSWORD))
              .expect(201);
      assertThat(login.header("Set-Cookie")).endsWith("; Secure");
    }
  }

  @Test
  void login_withWrongPasswordOrUser_is403AndNever401() {
    login("super", "wrong password").expectError(403, "invalid credentials for 'super'");
    login("nobody", "wrong password").expectError(403, "invalid credentials for 'nobody'");
  }

  @Test
  void login_withBadTemplate_isRefused() {
    TestClient client = api.anonymous();
    client.post("/api/session", "{}").expectError(400, "'template' is missing");
    client
        .post("/api/session", "{\"template\":{\"href\":\"session-template/oidc\"}}")
        .expectError(404, "session-template/oidc");
    client
        .post(
            "/api/session",
            "{\"template\":{\"href\":\"session-template/password\",\"username\":\"super\","
                + "\"password\":\"x\",\"extra\":1}}")
        .expectError(400, "'extra'");
  }

  @Test
  void login_afterManyFailures_waitsThoughThePasswordIsRight() {
    for (int i = 0; i < 5; i++) {
      login("super", "wrong password").expect(403);
    }
    login("super", TestApi.PASSWORD).expectError(403, "too many failed logins; try again in");
    api.clock.advance(Duration.ofSeconds(2));
    login("super", TestApi.PASSWORD).expect(201);
    login("super", TestApi.PASSWORD).expect(201);
  }

  @Test
  void search_withoutBodyOrType_showsOnlyTheOwnSession() {
    api.admin();
    TestClient client = api.admin();
    JsonNode page =
        client.send("PUT", "/api/session", null, BodyPublishers.noBody()).expect(200).json();
    assertThat(page.path("count").intValue()).isEqualTo(1);
    JsonNode session = page.path("resources").path(0);
    assertThat(session.path("method").textValue()).isEqualTo("password");
    assertThat(session.path("identifier").textValue()).isEqualTo("super");
    assertThat(session.path("user").textValue()).startsWith("user/");
    assertThat(session.path("roles").textValue()).contains("group/nuvla-admin", "group/nuvla-user");
    assertThat(session.path("acl").path("owners").path(0)).isEqualTo(session.path("id"));
    assertThat(session.path("operations").findValuesAsText("rel"))
        .containsExactly("delete", "switch-group", "get-groups", "get-peers");
  }

  @Test
  void search_whenAnonymous_isEmpty() {
    JsonNode page = api.anonymous().get("/api/session").expect(200).json();
    assertThat(page.path("count").intValue()).isZero();
  }

  @Test
  void delete_endsTheSessionAtOnce() {
    TestClient client = api.admin();
    String id = client.get("/api/session").json().path("resources").path(0).path("id").textValue();
    TestResponse logout = client.delete("/api/" + id).expect(200);
    assertThat(logout.json().path("message").textValue()).isEqualTo(id + " deleted");
    assertThat(logout.header("Set-Cookie")).startsWith(COOKIE + "INVALID").contains("Max-Age=0");
    client.get("/api/job").expectError(403, "credentials required");
  }

  @Test
  void session_afterAWeek_isOver() {
    TestClient client = api.admin();
    client.get("/api/job").expect(200);
    api.clock.advance(Duration.ofDays(7));
    client.get("/api/job").expectError(403, "credentials required");
  }

  @Test
  void session_ofDeactivatedUser_isOver() {
    TestClient bob = api.newUser("bob");
    String id = bob.get("/api/user").json().path("resources").path(0).path("id").textValue();
    api.admin().put("/api/" + id, "{\"active\":false}").expect(200);
    bob.get("/api/job").expectError(403, "credentials required");
    login("bob", TestApi.PASSWORD).expectError(403, "invalid credentials for 'bob'");
  }

  @Test
  void session_ofAnother_isNotShown() {
    TestClient admin = api.admin();
    String id = admin.get("/api/session").json().path("resources").path(0).path("id").textValue();
    api.newUser("bob").get("/api/" + id).expectError(403, "invalid credentials for '" + id + "'");
  }

  @Test
  void switchGroup_toAdmin_changesTheActiveClaimAndTheCookie() {
    TestClient client = api.admin();
    String id = client.get("/api/session").json().path("resources").path(0).path("id").textValue();
    TestResponse switched =
        client
            .post("/api/" + id + "/switch-group", "{\"claim\":\"group/nuvla-admin\"}")
            .expect(200);
    assertThat(switched.json().path("active-claim").textValue()).isEqualTo("group/nuvla-admin");
    client.get("/api/job").expectError(403, "credentials required");
    TestClient after = api.anonymous().with("Cookie", switched.header("Set-Cookie").split(";")[0]);
    String job = after.post("/api/job", "{\"action\":\"noop\"}").expect(201).id();
    assertThat(after.get("/api/" + job).json().at("/acl/owners/0").textValue())
        .isEqualTo("group/nuvla-admin");
  }

  @Test
  void switchGroup_whenNotAMember_is403() {
    TestClient bob = api.newUser("bob");
    String id = bob.get("/api/session").json().path("resources").path(0).path("id").textValue();
    bob.post("/api/" + id + "/switch-group", "{\"claim\":\"group/nuvla-admin\"}")
        .expectError(403, "Switch group cannot be done to requested group: group/nuvla-admin!");
  }

  @Test
  void templates_areTheTwoWaysToLogIn() {
    JsonNode page = api.anonymous().get("/api/session-template").expect(200).json();
    assertThat(page.path("resources").findValuesAsText("id"))
        .containsExactly(
            "session-template/password",
            "session-template/api-key",
            "session-template/sign-in-link");
    api.anonymous().get("/api/session-template/password").expect(200);
    api.anonymous().get("/api/session-template/x").expectError(404, "not found");
  }

  @Test
  void sessionsOfAllUsers_areForAdministrators_whoCanEndThem() {
    TestClient user = api.newUser("sessions-reader");
    String id = user.get("/api/session").json().at("/resources/0/id").textValue();
    user.get("/api/session?all=true").expectError(403, "only administrators");
    api.anonymous().get("/api/session?all=true").expectError(403, "only administrators");
    JsonNode all = api.admin().get("/api/session?all=true&filter=id='" + id + "'").json();
    assertThat(all.path("count").asInt()).isEqualTo(1);
    assertThat(all.at("/resources/0/identifier").textValue()).isEqualTo("sessions-reader");
    assertThat(all.at("/resources/0/client-ip").textValue()).isEqualTo("127.0.0.1");
    assertThat(all.at("/resources/0/user-agent").textValue()).startsWith("Java-http-client/");
    assertThat(all.at("/resources/0/operations").findValuesAsText("rel")).containsExactly("delete");
    assertThat(api.admin().get("/api/session").json().path("count").asInt()).isEqualTo(1);

    TestResponse ended = api.admin().delete("/api/" + id).expect(200);

    assertThat(ended.headers().firstValue("Set-Cookie")).isEmpty();
    assertThat(user.get("/api/session").json().path("count").asInt()).isZero();
    api.admin().delete("/api/" + id).expect(404);
  }
}
