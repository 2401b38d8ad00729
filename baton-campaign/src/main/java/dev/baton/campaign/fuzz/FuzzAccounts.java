// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.campaign.load.ApiSession;
import dev.baton.campaign.stack.Polling;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Makes the accounts that send the requests, and the documents that are the subject of the
 * requests; also makes new documents when requests have removed the old ones. For one thread.
 */
final class FuzzAccounts {

  /**
   * The attributes that a distribution changes by itself each minute. They are removed before two
   * states are compared.
   */
  private static final Pattern MOVING =
      Pattern.compile(
          "\"(last-run|next-run|last-changed|last-leader|leader)\":(\"[^\"]*\"|[0-9]+|null)");

  private static final String PASSWORD = "quite-another-battery";
  private static final int MAX_JOBS = 1_000;
  private static final int KNOWN = 12;
  private static final int VICTIMS = 4;
  private static final int TRIES = 5;
  private static final Set<Integer> FOR_LATER = Set.of(401, 403, 429, 503);
  private static final String SUPER = "user/super";
  private static final List<String> COLLECTIONS =
      List.of("job", "user", "credential", "session", "distribution", "executor", "action");
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final String endpoint;
  private final ApiSession admin;
  private final Map<String, String> roles = new LinkedHashMap<>();
  // Resources that requests must not use, because the senders would lose their rights.
  private final List<String> own = new ArrayList<>(List.of(SUPER));
  private int made;

  FuzzAccounts(String endpoint) {
    this.endpoint = endpoint;
    this.admin = new ApiSession(endpoint);
  }

  /** Gives each role a new key and secret, because requests may have changed the old ones. */
  void renewRoles() throws IOException {
    for (String old : own) {
      if (!old.equals(SUPER)) {
        // The resource may already be deleted.
        admin.send("DELETE", old, "");
      }
    }
    own.removeIf(id -> !id.equals(SUPER));
    String name = newName("mallory");
    own.add(newUser(name));
    roles.clear();
    roles.put("nobody", "");
    roles.put("admin", key(admin, ""));
    roles.put("executor", key(admin, ",\"roles\":[\"executor\"]"));
    roles.put("user", key(new ApiSession(endpoint, name, PASSWORD), ""));
    roles.put("impostor", "credential/00000000-0000-0000-0000-000000000000:secret");
    for (String role : List.of("admin", "executor", "user")) {
      own.add(roles.getOrDefault(role, "").split(":", 2)[0]);
    }
  }

  /** Returns the current contents, without a board session. */
  TargetContents knownWithoutClaims() throws IOException {
    TargetContents known = readContents();
    return new TargetContents(roles, known.ids(), session(), List.of(), known.job());
  }

  /**
   * Returns the current contents and a board session with claims. Makes more documents if there are
   * few, and removes some if there are many.
   */
  TargetContents known() throws IOException {
    TargetContents known = readContents();
    return new TargetContents(roles, known.ids(), session(), claims(session()), known.job());
  }

  private static ObjectNode session() {
    ObjectNode session = JSON.objectNode();
    return session.put("secret", "s".repeat(40)).put("owner", "fuzz").put("lease", "PT10M");
  }

  private TargetContents readContents() throws IOException {
    if (get("job?last=0").path("count").asInt() > MAX_JOBS) {
      admin.sendBulkDelete("id!=null");
    }
    Map<String, List<String>> ids = new HashMap<>();
    for (String collection : COLLECTIONS) {
      ids.put(collection, ids(collection));
    }
    List<String> jobs = ids.getOrDefault("job", List.of());
    while (jobs.size() < KNOWN) {
      String job = "{\"action\":\"dummy_test_action\",\"payload\":{\"seconds\":1}}";
      jobs.add(make("job", job).path("resource-id").asText());
    }
    List<String> users = ids.getOrDefault("user", List.of());
    while (users.size() < VICTIMS) {
      users.add(newUser(newName("victim")));
    }
    List<String> keys = ids.getOrDefault("credential", List.of());
    while (keys.size() < VICTIMS) {
      keys.add(key(admin, "").split(":", 2)[0]);
    }
    return new TargetContents(roles, ids, session(), List.of(), job(jobs.getFirst()));
  }

  private List<String> ids(String collection) throws IOException {
    List<String> ids = new ArrayList<>();
    String last = collection.equals("job") ? "?last=" + KNOWN : "";
    for (JsonNode each : get(collection + last).path("resources")) {
      String id = each.path("id").asText();
      boolean isAdmin = each.path("name").asText().equals("super");
      if (!own.contains(id) && !isAdmin) {
        ids.add(id);
      }
    }
    return ids;
  }

  /** Claims jobs in a board session of the executor; empty if that is not possible now. */
  private List<TargetContents.HeldClaim> claims(ObjectNode session) {
    List<TargetContents.HeldClaim> claims = new ArrayList<>();
    try {
      if (!renews(session)) {
        call("board/join", session);
      }
      ObjectNode ask = JSON.objectNode().put("max", VICTIMS);
      ask.set("session", session);
      for (String list : List.of("accepted", "rejected", "admitted")) {
        ask.putArray(list);
      }
      ask.putObject("refused");
      JsonNode kinds = call("board/claim", ask).path("kinds");
      if (kinds instanceof ArrayNode offered) {
        ask.set("accepted", offered);
      }
      for (JsonNode grant : call("board/claim", ask).path("claims")) {
        JsonNode job = grant.path("job");
        claims.add(
            new TargetContents.HeldClaim(job.path("id").asText(), job.path("token").asLong()));
      }
    } catch (IOException e) {
      // A request of another sender has ended the session; a later call will use a new session.
      return claims;
    }
    return claims;
  }

  private boolean renews(ObjectNode session) {
    try {
      call("board/renew", session);
      return true;
    } catch (IOException e) {
      // The executor has not joined yet, or a request has ended the session.
      return false;
    }
  }

  private JsonNode job(String id) {
    try {
      return call("jobs/find", JSON.objectNode().put("job", id)).path("job");
    } catch (IOException e) {
      // The document was deleted in the meantime.
      return MissingNode.getInstance();
    }
  }

  private JsonNode call(String method, JsonNode request) throws IOException {
    String role = method.startsWith("jobs") ? "admin" : "executor";
    return admin.call("backend/" + method, request, roles.getOrDefault(role, ""));
  }

  private String newName(String prefix) {
    return prefix + ++made + "-" + Long.toHexString(System.nanoTime());
  }

  private String newUser(String name) throws IOException {
    return make("user", "{\"name\":\"" + name + "\",\"password\":\"" + PASSWORD + "\"}")
        .path("resource-id")
        .asText();
  }

  private static String key(ApiSession apiSession, String more) throws IOException {
    String key = "{\"template\":{\"href\":\"credential-template/generate-api-key\"" + more + "}}";
    JsonNode body = make(apiSession, "credential", key);
    return body.path("resource-id").asText() + ":" + body.path("secret-key").asText();
  }

  private JsonNode make(String collection, String body) throws IOException {
    return make(admin, collection, body);
  }

  /** Posts the document. Repeats failed attempts, because a request may have ended the session. */
  private static JsonNode make(ApiSession apiSession, String collection, String body)
      throws IOException {
    ApiSession.Answer answer = apiSession.send("POST", collection, body);
    for (int i = 1; i < TRIES && isForLater(answer); i++) {
      Polling.pause(Duration.ofMillis(200L * i));
      answer = apiSession.send("POST", collection, body);
    }
    if (!answer.isGood()) {
      throw new IOException(
          "a new " + collection + " was answered with " + answer.status() + " " + answer.body());
    }
    return answer.body();
  }

  private JsonNode get(String path) throws IOException {
    ApiSession.Answer answer = admin.send("GET", path, "");
    for (int i = 1; i < TRIES && isForLater(answer); i++) {
      Polling.pause(Duration.ofMillis(200L * i));
      answer = admin.send("GET", path, "");
    }
    if (!answer.isGood()) {
      throw new IOException(path + " was answered with " + answer.status() + " " + answer.body());
    }
    return answer.body();
  }

  private static boolean isForLater(ApiSession.Answer answer) {
    return FOR_LATER.contains(answer.status());
  }

  JsonNode document() throws IOException {
    return get("openapi.json");
  }

  /** All contents that only requests can change, as one text. */
  String state() throws IOException {
    StringBuilder state = new StringBuilder();
    for (String list :
        List.of(
            "job?orderby=id:asc&last=2000",
            "user",
            "credential",
            "distribution",
            "board?last=2000")) {
      state.append(MOVING.matcher(get(list).toString()).replaceAll("")).append('\n');
    }
    return state.toString();
  }
}
