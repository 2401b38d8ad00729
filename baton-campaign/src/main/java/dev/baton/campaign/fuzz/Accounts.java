// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.campaign.load.Api;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the accounts that requests are sent from, and looks after what they find. */
final class Accounts {

  private static final String PASSWORD = "quite-another-battery";
  private static final int MAX_JOBS = 1_000;
  private static final int KNOWN_JOBS = 12;
  private static final int OK = 200;

  private final String endpoint;
  private final Api admin;
  private int made;

  Accounts(String endpoint) {
    this.endpoint = endpoint;
    this.admin = new Api(endpoint);
  }

  /** Key and secret of each role, new ones; nothing for one who is not logged in. */
  Map<String, String> roles() throws IOException {
    String user = "mallory" + ++made + "-" + Long.toHexString(System.nanoTime());
    require(
        admin.send("POST", "user", "{\"name\":\"" + user + "\",\"password\":\"" + PASSWORD + "\"}"),
        "a user");
    Map<String, String> roles = new LinkedHashMap<>();
    roles.put("nobody", "");
    roles.put("admin", key(admin, ""));
    roles.put("executor", key(admin, ",\"roles\":[\"executor\"]"));
    roles.put("user", key(new Api(endpoint, user, PASSWORD), ""));
    roles.put("impostor", "credential/00000000-0000-0000-0000-000000000000:secret");
    return roles;
  }

  private static String key(Api api, String more) throws IOException {
    JsonNode body = require(api.send("POST", "credential", newKey(more)), "a key");
    return body.path("resource-id").asText() + ":" + body.path("secret-key").asText();
  }

  private static String newKey(String more) {
    return "{\"template\":{\"href\":\"credential-template/generate-api-key\"" + more + "}}";
  }

  private static JsonNode require(Api.Answer answer, String what) throws IOException {
    if (!answer.isGood()) {
      throw new IOException(what + " was answered with " + answer.status() + " " + answer.body());
    }
    return answer.body();
  }

  /** Removes jobs if there are many, and answers the ids of some that are there. */
  List<String> jobs() throws IOException {
    if (admin.get("job?last=0").path("count").asInt() > MAX_JOBS) {
      admin.sendBulkDelete("id!=null");
    }
    List<String> ids = new ArrayList<>();
    admin
        .get("job?last=" + KNOWN_JOBS)
        .path("resources")
        .forEach(job -> ids.add(job.path("id").asText()));
    while (ids.size() < KNOWN_JOBS) {
      String job = "{\"action\":\"dummy_test_action\",\"payload\":{\"seconds\":1}}";
      ids.add(require(admin.send("POST", "job", job), "a job").path("resource-id").asText());
    }
    return ids;
  }

  /** The API document. */
  JsonNode document() throws IOException {
    return admin.get("openapi.json");
  }

  /** All that requests can change, as one text. */
  String state() throws IOException {
    StringBuilder state = new StringBuilder();
    for (String list :
        List.of(
            "job?orderby=id:asc&last=2000&select=id,updated,revision,state,progress,signals",
            "user",
            "credential",
            "distribution",
            "action?select=id",
            "board?last=2000")) {
      Api.Answer answer = admin.send("GET", list, "");
      if (answer.status() != OK) {
        throw new IOException(list + " was answered with " + answer.status());
      }
      state.append(answer.body()).append('\n');
    }
    return state.toString();
  }
}
