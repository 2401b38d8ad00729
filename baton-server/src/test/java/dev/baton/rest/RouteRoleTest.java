// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.member.Member;
import dev.baton.protocol.Protocol;
import dev.baton.server.ServerOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests the response of each route to each role. The test fails if a route of the API document has
 * no row, or a row has no route.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RouteRoleTest {

  private enum Role {
    ANONYMOUS,
    /** Owns the job, the key and the account in the path. */
    OWNER,
    /** Another user, without rights on the job. */
    OTHER,
    /** A user with {@code view-meta} on the job. */
    READER,
    /** Uses an API key for executors. */
    EXECUTOR,
    ADMIN
  }

  // The columns are in the order of the roles.
  private static final String TABLE =
      """
      GET    /health/live                           200 200 200 200 200 200
      GET    /health/ready                          200 200 200 200 200 200
      GET    /metrics                               200 200 200 200 200 200
      GET    /api/openapi.json                      200 200 200 200 200 200
      GET    /api/cloud-entry-point                 200 200 200 200 200 200
      GET    /api/session                           200 200 200 200 200 200
      PUT    /api/session                           200 200 200 200 200 200
      POST   /api/session                           201 201 201 201 201 201
      GET    /api/session/{uuid}                    403 200 403 403 403 403
      DELETE /api/session/{uuid}                    403 200 403 403 403 200
      POST   /api/session/{uuid}/switch-group       403 200 403 403 403 403
      GET    /api/session/{uuid}/get-groups         403 200 403 403 403 403
      POST   /api/session/{uuid}/get-groups         403 200 403 403 403 403
      GET    /api/session/{uuid}/get-peers          403 200 403 403 403 403
      POST   /api/session/{uuid}/get-peers          403 200 403 403 403 403
      GET    /sign-in                               400 400 400 400 400 400
      GET    /api/session-template                  200 200 200 200 200 200
      PUT    /api/session-template                  200 200 200 200 200 200
      GET    /api/session-template/{uuid}           200 200 200 200 200 200
      GET    /api/user                              403 200 200 200 403 200
      PUT    /api/user                              403 200 200 200 403 200
      POST   /api/user                              403 403 403 403 403 201
      GET    /api/user/{uuid}                       403 200 403 403 403 200
      PUT    /api/user/{uuid}                       403 200 403 403 403 200
      DELETE /api/user/{uuid}                       403 403 403 403 403 200
      GET    /api/credential                        403 200 200 200 403 200
      PUT    /api/credential                        403 200 200 200 403 200
      POST   /api/credential                        403 201 201 201 403 201
      GET    /api/credential/{uuid}                 403 200 403 403 403 200
      DELETE /api/credential/{uuid}                 403 200 403 403 403 200
      GET    /api/job                               403 200 200 200 403 200
      PUT    /api/job                               403 200 200 200 403 200
      POST   /api/job                               403 201 201 201 403 201
      DELETE /api/job                               403 403 403 403 403 200
      PATCH  /api/job/bulk-cancel                    403 200 200 200 403 200
      PATCH  /api/job/bulk-retry                     403 200 200 200 403 200
      PATCH  /api/job/bulk-delete                    403 200 200 200 403 200
      PATCH  /api/job/bulk-priority                  403 200 200 200 403 200
      PATCH  /api/job/{uuid}                        404 404 404 404 404 404
      GET    /api/job/series                        403 200 200 200 403 200
      GET    /api/job/failures                      403 200 200 200 403 200
      GET    /api/job/facets                        403 200 200 200 403 200
      GET    /api/job/{uuid}                        403 200 403 200 403 200
      PUT    /api/job/{uuid}                        403 200 403 403 403 200
      DELETE /api/job/{uuid}                        403 200 403 403 403 200
      POST   /api/job/{uuid}/cancel                 403 200 403 403 403 200
      POST   /api/job/{uuid}/timeout                403 403 403 403 403 403
      POST   /api/job/{uuid}/get-context            403 403 403 403 403 200
      POST   /api/job/{uuid}/retry                  403 200 403 403 403 200
      POST   /api/job/{uuid}/signal                 403 200 403 403 403 200
      GET    /api/job/{uuid}/why                    403 200 403 403 403 200
      POST   /api/job/{uuid}/why                    403 200 403 403 403 200
      GET    /api/job/{uuid}/history                403 200 403 403 403 200
      GET    /api/job/{uuid}/logs                   403 200 403 403 403 200
      GET    /api/job/{uuid}/log-lines              403 200 403 403 403 200
      GET    /api/job/{uuid}/log-search             403 400 403 403 403 400
      GET    /api/job/{uuid}/children               403 200 403 403 403 200
      GET    /api/job/{uuid}/events                 403 200 403 403 403 200
      GET    /api/job/{uuid}/flow                   403 400 403 403 403 400
      GET    /api/job/{uuid}/flow/atom              403 400 403 403 403 400
      GET    /api/job/{uuid}/flow/steps             403 400 403 403 403 400
      GET    /api/job/{uuid}/flow/states            403 400 403 403 403 400
      GET    /api/job/{uuid}/graph                  403 400 403 403 403 400
      GET    /api/job/{uuid}/preview-cancel         403 400 403 403 403 400
      POST   /api/job/{uuid}/preview-cancel         403 400 403 403 403 400
      POST   /api/job/{uuid}/rerun                  403 400 403 403 403 400
      POST   /api/job/{uuid}/revert                 403 400 403 403 403 400
      GET    /api/events                            403 200 200 200 403 200
      GET    /api/action                            403 200 200 200 403 200
      PUT    /api/action                            403 200 200 200 403 200
      GET    /api/action/{name}                     403 200 200 200 403 200
      DELETE /api/action/{name}                     403 403 403 403 403 404
      GET    /api/action/{name}/graph               403 400 400 400 403 400
      POST   /api/action/{name}/graph               403 400 400 400 403 400
      GET    /api/action/{name}/hierarchy           403 400 400 400 403 400
      POST   /api/action/{name}/hierarchy           403 400 400 400 403 400
      POST   /api/action/{name}/dry-run             403 200 200 200 403 200
      GET    /api/executor                          403 200 200 200 403 200
      PUT    /api/executor                          403 200 200 200 403 200
      GET    /api/executor/{uuid}                   403 200 200 200 403 200
      POST   /api/executor/{uuid}/threads           403 403 403 403 403 404
      POST   /api/executor/{uuid}/drain             403 403 403 403 403 404
      POST   /api/executor/{uuid}/undrain           403 403 403 403 403 404
      GET    /api/executor/{uuid}/log-level         403 403 403 403 403 404
      POST   /api/executor/{uuid}/log-level         403 403 403 403 403 404
      GET    /api/engine                            403 200 200 200 403 200
      PUT    /api/engine                            403 200 200 200 403 200
      GET    /api/engine/{uuid}                     403 404 404 404 403 404
      GET    /api/distribution                      403 200 200 200 403 200
      PUT    /api/distribution                      403 200 200 200 403 200
      GET    /api/distribution/{name}               403 200 200 200 403 200
      GET    /api/distribution/{name}/next-runs     403 200 200 200 403 200
      POST   /api/distribution/{name}/trigger       403 403 403 403 403 409
      GET    /api/board                             403 403 403 403 403 200
      POST   /api/backup                            403 403 403 403 403 400
      POST   /api/board/restore                     403 403 403 403 403 200
      POST   /api/backend/{port}/{method}           403 403 403 403 200 200
      """;

  record Row(String method, String path, List<Integer> statuses) {
    static Row of(String line) {
      String[] words = line.strip().split("\\s+");
      List<Integer> statuses = Stream.of(words).skip(2).map(Integer::valueOf).toList();
      return new Row(words[0], words[1], statuses);
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  /** The JSON bodies. Other requests have no body. */
  private static final Map<String, String> BODIES =
      Map.ofEntries(
          Map.entry("POST /api/job", "{\"action\":\"noop\"}"),
          Map.entry("PUT /api/job/{uuid}", "{\"name\":\"other\"}"),
          Map.entry("POST /api/job/{uuid}/signal", "{\"name\":\"go\"}"),
          Map.entry("POST /api/executor/{uuid}/log-level", "{\"level\":\"DEBUG\"}"),
          Map.entry("POST /api/job/{uuid}/rerun", "{\"from\":\"a\"}"),
          Map.entry("POST /api/action/{name}/dry-run", "{}"),
          Map.entry("POST /api/user", "{\"name\":\"%s\",\"password\":\"open sesame\"}"),
          Map.entry("PUT /api/user/{uuid}", "{}"),
          Map.entry("POST /api/backend/{port}/{method}", "{}"),
          Map.entry(
              "POST /api/credential",
              "{\"template\":{\"href\":\"credential-template/generate-api-key\"}}"),
          Map.entry(
              "POST /api/session",
              "{\"template\":{\"href\":\"session-template/password\",\"username\":\"owner\","
                  + "\"password\":\"open sesame\"}}"));

  private final TestApi api =
      new TestApi(
          ServerOptions.at("127.0.0.1", 0),
          (caller, port, method, arguments) -> JsonNodes.object());
  private final OpenApiSchemaCheck schemas = new OpenApiSchemaCheck(api);
  private final TestClient admin = api.admin();
  private final TestClient owner = api.newUser("owner");
  private final TestClient other = api.newUser("other");
  private final TestClient reader = api.newUser("reader");
  private TestClient executor = api.anonymous();
  private int made;

  @BeforeAll
  void prepare() {
    TestResponse key =
        admin
            .post(
                "/api/credential",
                """
                {"template": {"href": "credential-template/generate-api-key",
                 "roles": ["executor"]}}
                """)
            .expect(201);
    String secret = key.id() + ":" + key.json().path("secret-key").asText();
    executor =
        api.anonymous()
            .header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8)));
  }

  @AfterAll
  void stop() {
    api.close();
  }

  static Stream<Row> rows() {
    return TABLE.lines().map(Row::of);
  }

  @Test
  void routes_ofTheServer_allHaveARow() {
    List<String> served = new ArrayList<>();
    JsonNode paths = api.anonymous().get("/api/openapi.json").expect(200).json().path("paths");
    paths
        .properties()
        .forEach(path ->
            path.getValue()
                .fieldNames()
                .forEachRemaining(
                    method -> served.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    assertThat(rows().map(Row::toString).toList()).containsExactlyInAnyOrderElementsOf(served);
    assertThat(rows()).allMatch(row -> row.statuses().size() == Role.values().length);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void route_ofEachRole_isAnsweredAsTheTableSays(Row row) throws Exception {
    List<Integer> answered = new ArrayList<>();
    for (Role role : Role.values()) {
      answered.add(status(row, role));
    }
    assertThat(answered).as(row.toString()).isEqualTo(row.statuses());
  }

  private int status(Row row, Role role) throws IOException, InterruptedException {
    TestClient client = client(role);
    boolean isSession = row.path().startsWith("/api/session/{uuid}");
    TestClient used =
        isSession && role == Role.OWNER ? api.user("owner", TestApi.PASSWORD) : client;
    // A new session of the owner, because administrators end the session in the path.
    String path =
        filled(
            row,
            isSession
                ? sessionOf(role == Role.OWNER ? used : api.user("owner", TestApi.PASSWORD))
                : "");
    String name = row.toString();
    if (path.endsWith("/events")) {
      HttpResponse<InputStream> response = used.stream(path);
      response.body().close();
      return response.statusCode();
    }
    if (name.equals("DELETE /api/job")) {
      return used.with("bulk", "yes").form("DELETE", path, "filter", "id='none'").status();
    }
    if (path.startsWith("/api/job/bulk-")) {
      String priority = path.endsWith("priority") ? ", \"priority\": 1" : "";
      return used.with("bulk", "yes")
          .patch(path, "{\"filter\": \"name='none'\"" + priority + "}")
          .status();
    }
    String body = BODIES.get(name);
    if (name.endsWith("/switch-group")) {
      body = "{\"claim\":\"%s\"}".formatted(idOf(owner));
    }
    TestResponse response =
        used.with(Protocol.VERSION_HEADER, Protocol.VERSION)
            .send(
                row.method(),
                path,
                body == null ? null : "application/json",
                body == null
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(body.replace("%s", "user" + made++)));
    if (response.status() / 100 == 2 && !name.equals("GET /metrics")) {
      schemas.fits(row.method().toLowerCase(Locale.ROOT), row.path(), response.json());
    }
    return response.status();
  }

  private TestClient client(Role role) {
    return switch (role) {
      case ANONYMOUS -> api.anonymous();
      case OWNER -> owner;
      case OTHER -> other;
      case READER -> reader;
      case EXECUTOR -> executor;
      case ADMIN -> admin;
    };
  }

  /**
   * The path of an existing resource. If the request may change the resource, a new one is created
   * for it.
   */
  private String filled(Row row, String session) {
    String path = row.path();
    if (path.startsWith("/api/job/{uuid}")) {
      return path.replace("job/{uuid}", newJob());
    }
    if (path.startsWith("/api/user/{uuid}")) {
      String id =
          row.method().equals("DELETE")
              ? admin
                  .post(
                      "/api/user",
                      "{\"name\":\"victim%d\",\"password\":\"open sesame\"}".formatted(made++))
                  .expect(201)
                  .id()
              : idOf(owner);
      return path.replace("user/{uuid}", id);
    }
    if (path.startsWith("/api/credential/{uuid}")) {
      return path.replace(
          "credential/{uuid}",
          owner.post("/api/credential", BODIES.get("POST /api/credential")).expect(201).id());
    }
    if (path.equals("/api/executor/{uuid}")) {
      api.backend.memberRegistry().heartbeat(member());
      return path.replace("{uuid}", "e1");
    }
    return path.replace("session/{uuid}", session)
        .replace("session-template/{uuid}", "session-template/password")
        .replace("distribution/{name}", "distribution/hourly_noop")
        .replace("{name}", row.method().equals("DELETE") ? "nothing" : "noop")
        .replace("{port}/{method}", "server/check")
        .replace("{uuid}", "none");
  }

  private String newJob() {
    return owner
        .post(
            "/api/job",
            """
            {"action": "noop", "acl": {"owners": ["%s"], "view-meta": ["%s"]}}
            """
                .formatted(idOf(owner), idOf(reader)))
        .expect(201)
        .id();
  }

  private static String idOf(TestClient user) {
    return user.get("/api/session").json().at("/resources/0/user").textValue();
  }

  private static String sessionOf(TestClient user) {
    return user.get("/api/session").json().at("/resources/0/id").textValue();
  }

  private Member member() {
    return Member.builder("executor/e1", Member.Kind.EXECUTOR, "e1", api.clock.now())
        .slots(1)
        .build();
  }
}
