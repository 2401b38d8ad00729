// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.protocol.Protocol;
import dev.baton.server.ServerOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests the resources of users and API keys. */
final class AccountResourcesTest {

  private static final String TEMPLATE = "\"href\":\"credential-template/generate-api-key\"";

  private final TestApi api =
      new TestApi(
          ServerOptions.at("127.0.0.1", 0),
          (caller, port, method, arguments) ->
              JsonNodes.object()
                  .put("call", port + "/" + method)
                  .put("as", caller.activeClaim())
                  .set("arguments", arguments));
  private final TestClient admin = api.admin();

  @AfterEach
  void stop() {
    api.close();
  }

  private TestResponse newKey(TestClient client, String template) {
    return client.post("/api/credential", "{\"template\":{" + TEMPLATE + template + "}}");
  }

  private TestClient with(TestResponse key) {
    return api.anonymous()
        .header("Authorization", basic(key.id(), key.json().path("secret-key").asText()));
  }

  private static String basic(String key, String secret) {
    byte[] bytes = (key + ":" + secret).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(bytes);
  }

  @Test
  void ensureAdministrator_createsSuperOnlyOnce() {
    assertThat(api.server.accounts().ensureAdministrator(Optional.empty())).isEmpty();
    assertThat(api.server.accounts().users()).hasSize(1);
  }

  @Test
  void user_isAddedByAdministrators() {
    String id =
        admin
            .post(
                "/api/user",
                "{\"template\":{\"href\":\"user-template/minimum\",\"username\":\"ann\","
                    + "\"password\":\"long enough\"}}")
            .expect(201)
            .id();
    JsonNode ann = admin.get("/api/" + id).expect(200).json();
    assertThat(ann.path("name").textValue()).isEqualTo("ann");
    assertThat(ann.path("admin").booleanValue()).isFalse();
    assertThat(ann.toString()).doesNotContain("argon", "password");
    admin
        .post("/api/user", "{\"name\":\"bob\",\"password\":\"long enough\",\"admin\":true}")
        .expect(201);
    admin
        .post("/api/user", "{\"name\":\"bob\",\"password\":\"long enough\"}")
        .expectError(409, "bob");
    admin
        .post("/api/user", "{\"name\":\"c\",\"password\":\"short\"}")
        .expectError(400, "5 characters");
    api.user("ann", "long enough")
        .post("/api/user", "{\"name\":\"d\",\"password\":\"long enough\"}")
        .expectError(403, "credentials required");
    api.user("bob", "long enough").get("/api/user").expect(200);
  }

  @Test
  void user_changesTheOwnPasswordWithTheOldOne() {
    TestClient ann = api.newUser("ann");
    String path = "/api/" + ann.get("/api/user").json().at("/resources/0/id").textValue();
    ann.put(path, "{\"password\":\"new secret\"}").expectError(400, "'current-password'");
    ann.put(path, "{\"password\":\"new secret\",\"current-password\":\"wrong\"}").expect(403);
    ann.put(path, "{\"admin\":true}").expectError(403, "only administrators");
    ann.put(path, "{\"password\":\"new secret\",\"current-password\":\"" + TestApi.PASSWORD + "\"}")
        .expect(200);
    api.user("ann", "new secret");
    admin.put(path, "{\"password\":\"by the admin\"}").expect(200);
    TestClient again = api.user("ann", "by the admin");
    again.delete(path).expectError(403, "invalid credentials");
    admin.delete(path).expect(200);
    again.get("/api/job").expect(403);
  }

  @Test
  void edit_ofAnAttributeThatCannotChange_is400_andAWholeDocumentIsAccepted() {
    TestClient ann = api.newUser("ann");
    String id = ann.get("/api/user").json().at("/resources/0/id").textValue();
    for (TestClient client : List.of(ann, admin)) {
      TestResponse read = client.get("/api/" + id);
      client.put("/api/" + id, read.body()).expect(200);
      client
          .put("/api/" + id, "{\"acl\":{\"owners\":[\"" + id + "\"]}}")
          .expectError(400, "attribute 'acl' of a user cannot be changed");
      client
          .put("/api/" + id, "{\"name\":\"other\"}")
          .expectError(400, "attribute 'name' of a user cannot be changed");
      client
          .put("/api/" + id, "{\"state\":\"SUSPENDED\"}")
          .expectError(400, "Allowed changes: password, admin, active");
    }
    admin.put("/api/" + id, "{\"state\":\"SUSPENDED\",\"active\":false}").expect(200);
    String suspended = admin.get("/api/" + id).body();
    assertThat(suspended).contains("\"active\":false", "SUSPENDED");
    String active = suspended.replace("\"active\":false", "\"active\":true");
    assertThat(admin.put("/api/" + id, active).expect(200).body()).contains("\"ACTIVE\"");
  }

  @Test
  void lastAdministrator_cannotGo() {
    String path = "/api/" + admin.get("/api/user").json().at("/resources/0/id").textValue();
    admin.delete(path).expectError(409, "last active administrator");
    admin.put(path, "{\"admin\":false}").expectError(409, "last active administrator");
    admin.put(path, "{\"active\":false}").expectError(409, "last active administrator");
  }

  @Test
  void key_logsInAndWorksAsBasicToo() {
    TestResponse key = newKey(admin, "").expect(201);
    String secret = key.json().path("secret-key").textValue();
    assertThat(admin.get("/api/" + key.id()).expect(200).body()).doesNotContain(secret);
    String login =
        "{\"template\":{\"href\":\"session-template/api-key\",\"key\":\"%s\",\"secret\":\"%s\"}}";
    TestResponse session =
        api.anonymous().post("/api/session", login.formatted(key.id(), secret)).expect(201);
    TestClient client = api.anonymous().with("Cookie", session.header("Set-Cookie").split(";")[0]);
    client.post("/api/job", "{\"action\":\"purge\"}").expect(201);
    with(key).get("/api/job").expect(200);
    String bare = key.id().substring("credential/".length());
    api.anonymous().post("/api/session", login.formatted(bare, secret)).expect(201);
    api.anonymous()
        .post("/api/session", login.formatted(bare, "wrong"))
        .expectError(403, "invalid credentials for");
    api.anonymous()
        .header("Authorization", basic(key.id(), "wrong"))
        .get("/api/job")
        .expectError(403, "invalid credentials");
    admin.delete("/api/" + key.id()).expect(200);
    client.get("/api/job").expect(403);
    with(key).get("/api/job").expect(403);
  }

  @Test
  void key_withTtl_expires() {
    TestResponse key = newKey(admin, ",\"ttl\":60").expect(201);
    with(key).get("/api/job").expect(200);
    api.clock.advance(Duration.ofSeconds(61));
    with(key).get("/api/job").expect(403);
    newKey(admin, ",\"ttl\":-1").expectError(400, "'ttl' is -1; expected a whole number");
  }

  @Test
  void key_forExecutors_mayCallTheBackendAndNothingElse() {
    TestClient executor =
        with(newKey(admin, ",\"roles\":[\"executor\"]").expect(201))
            .header(Protocol.VERSION_HEADER, Protocol.VERSION);
    JsonNode answer = executor.post("/api/backend/claims/renew", "{\"x\":1}").expect(200).json();
    assertThat(answer.path("call").textValue()).isEqualTo("claims/renew");
    assertThat(answer.path("as").textValue()).isEqualTo("group/baton-executor");
    assertThat(answer.at("/arguments/x").intValue()).isEqualTo(1);
    executor.get("/api/job").expectError(403, "credentials required: the API key is for executors");
    executor.get("/api/user").expectError(403, "credentials required");
    executor.post("/api/job", "{\"action\":\"noop\"}").expectError(403, "credentials required");
    newKey(executor, "").expect(403);
  }

  @Test
  void session_withAKeyForExecutors_cannotSwitchToTheGroupsOfTheAdministrator() {
    TestResponse key = newKey(admin, ",\"roles\":[\"executor\"]").expect(201);
    TestResponse login =
        api.anonymous()
            .post(
                "/api/session",
                "{\"template\":{\"href\":\"session-template/api-key\",\"key\":\"%s\",\"secret\":\"%s\"}}"
                    .formatted(key.id(), key.json().path("secret-key").asText()))
            .expect(201);
    TestClient session = api.anonymous().with("Cookie", login.header("Set-Cookie").split(";")[0]);
    assertThat(session.get("/api/" + login.id() + "/get-groups").json().path("groups"))
        .extracting(JsonNode::asText)
        .containsExactly("group/baton-executor");
    session
        .post("/api/" + login.id() + "/switch-group", "{\"claim\":\"group/nuvla-admin\"}")
        .expectError(403, "Switch group cannot be done to requested group");
    String user = admin.get("/api/session").json().at("/resources/0/user").textValue();
    TestResponse back =
        session.post("/api/" + login.id() + "/switch-group", "{\"claim\":\"" + user + "\"}");
    api.anonymous()
        .with("Cookie", back.header("Set-Cookie").split(";")[0])
        .get("/api/user")
        .expectError(403, "credentials required");
  }

  @Test
  void key_forExecutors_isMadeByAdministratorsOnly() {
    TestClient bob = api.newUser("bob");
    newKey(bob, ",\"roles\":[\"executor\"]").expectError(403, "only administrators");
    TestClient key = with(newKey(bob, "").expect(201));
    key.get("/api/job").expect(200);
    key.post("/api/job", "{\"action\":\"purge\"}").expect(403);
    bob.post("/api/backend/claims/renew", "{}").expectError(403, "credentials required");
    newKey(bob, ",\"roles\":[\"king\"]").expectError(400, "'roles' has 'king'; allowed:");
  }

  @Test
  void key_ofAFormerAdministrator_isNoAdministratorsKey() {
    admin.post("/api/user", "{\"name\":\"eve\",\"password\":\"long enough\",\"admin\":true}");
    TestClient eve = api.user("eve", "long enough");
    TestClient key = with(newKey(eve, "").expect(201));
    key.get("/metrics").expect(200);
    String id = admin.get("/api/user?filter=name='eve'").json().at("/resources/0/id").textValue();
    admin.put("/api/" + id, "{\"admin\":false}").expect(200);
    key.get("/api/board").expectError(403, "credentials required");
    eve.get("/api/board").expectError(403, "credentials required");
  }
}
