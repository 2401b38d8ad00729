// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.load;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.campaign.history.FinalJob;
import dev.baton.campaign.history.History;
import dev.baton.job.Timestamps;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the state of an installation at the end of a campaign. */
public final class InstallationSurvey {

  private static final String STORE_IDENTITY = "backend/jobs/store-identity";
  private static final int PAGE = 1_000;
  private static final int MAX_ERROR = 1_000;
  private static final int LINES = 10_000;
  private static final Pattern TOKEN = Pattern.compile("\\btoken=(\\d+)");

  private final ApiSession apiSession;

  /** Reads from one server. */
  public InstallationSurvey(String endpoint) {
    this.apiSession = new ApiSession(endpoint);
  }

  /** The identity of the store. It changes if the store starts empty. */
  public String storeIdentity() throws IOException {
    return apiSession
        .call(STORE_IDENTITY, ApiSession.JSON.createObjectNode())
        .path("text")
        .asText();
  }

  /** The number of jobs that are not final. */
  public int open() throws IOException {
    return count("state='QUEUED' or state='RUNNING'");
  }

  private int count(String filter) throws IOException {
    return apiSession.get("job?last=0&filter=" + encode(filter)).path("count").asInt();
  }

  /** All jobs, by id. */
  public Map<String, FinalJob> jobs() throws IOException {
    Map<String, FinalJob> jobs = new HashMap<>();
    String last = "job/";
    int found;
    do {
      String filter = encode("id>'" + last + "'");
      JsonNode page =
          apiSession
              .get("job?orderby=id:asc&first=1&last=" + PAGE + "&filter=" + filter)
              .path("resources");
      found = page.size();
      for (JsonNode document : page) {
        FinalJob job = job(document);
        jobs.put(job.id(), job);
        last = job.id();
      }
    } while (found == PAGE);
    return jobs;
  }

  private static FinalJob job(JsonNode document) throws IOException {
    JsonNode result = document.path("result");
    JsonNode payload = payload(document.path("payload"));
    String time = payload.path("time").asText("");
    return new FinalJob(
        document.path("id").asText(),
        document.path("action").asText(),
        document.path("name").asText(""),
        document.path("state").asText(),
        first(document.path("last-error").asText("")),
        document.path("token").asLong(),
        textOrNull(result.path("execution")),
        result.path("token").asLong(0),
        time.isEmpty() ? null : Instant.parse(time),
        textOrNull(document.path("parent-job")),
        new FinalJob.Requested(
            payload.path("failures").asInt(0),
            payload.path("failStage").asInt(0),
            payload.path("elements").size()),
        Instant.parse(document.path("created").asText()));
  }

  private static String first(String error) {
    String line = error.lines().findFirst().orElse("");
    return line.length() > MAX_ERROR ? line.substring(0, MAX_ERROR) : line;
  }

  private static JsonNode payload(JsonNode payload) throws IOException {
    return payload.isTextual() ? ApiSession.JSON.readTree(payload.asText()) : payload;
  }

  private static @Nullable String textOrNull(JsonNode node) {
    return node.isTextual() ? node.asText() : null;
  }

  /** The explanations of these jobs. */
  public List<History.Explanation> explain(List<String> jobs) throws IOException {
    List<History.Explanation> explanations = new ArrayList<>();
    for (String job : jobs) {
      explanations.add(LoadClient.explanation(job, apiSession.get(job + "/why")));
    }
    return explanations;
  }

  /** The tokens in the log of a job, in the order of its lines. */
  public List<Long> loggedTokens(String job) throws IOException {
    List<Long> tokens = new ArrayList<>();
    for (JsonNode line : apiSession.get(job + "/logs?limit=" + LINES).path("lines")) {
      Matcher token = TOKEN.matcher(line.toString());
      if (token.find()) {
        tokens.add(Long.parseLong(token.group(1)));
      }
    }
    return tokens;
  }

  /** The states of the atoms of a flow, by name. */
  public Map<String, String> atoms(String job) throws IOException {
    Map<String, String> atoms = new HashMap<>();
    apiSession
        .get(job + "/flow")
        .path("atoms")
        .forEach(atom -> atoms.put(atom.path("name").asText(), atom.path("state").asText()));
    return atoms;
  }

  /** Whether each of these schedules has posted all of its times up to now. */
  public boolean areOnTime(Set<String> schedules) throws IOException {
    Set<String> behind = new HashSet<>(schedules);
    String now = Timestamps.write(Instant.now());
    for (JsonNode schedule : apiSession.get("distribution").path("resources")) {
      if (schedule.path("next-run").asText("").compareTo(now) > 0) {
        behind.remove(schedule.path("name").asText());
      }
    }
    return behind.isEmpty();
  }

  /** The number of postings on the board. */
  public int postings() throws IOException {
    return apiSession.get("board").path("count").asInt();
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
