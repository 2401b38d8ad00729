// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.job.JobId;
import dev.baton.member.CapabilityRefusal;
import dev.baton.member.Member;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests which refusals of executors a client sees. */
final class RefusedJobsTest {

  private static final Duration STALE = Duration.ofSeconds(4);

  private final TestApi api = new TestApi();
  private final TestClient admin = api.admin();
  private final TestClient alice = api.newUser("alice");
  private final TestClient bob = api.newUser("bob");
  private final OpenApiSchemaCheck schemas = new OpenApiSchemaCheck(api);

  @AfterEach
  void close() {
    api.close();
  }

  private static String post(TestClient client) {
    return client.post("/api/job", "{\"action\":\"on_gpu\"}").expect(201).id();
  }

  /** Sends the heartbeat of an executor that refuses the jobs, and waits until it is read. */
  private void refuse(String name, String... jobs) {
    List<CapabilityRefusal> refusals =
        Arrays.stream(jobs)
            .map(job ->
                new CapabilityRefusal(JobId.parse(job), "has_gpu", "no driver", api.clock.now()))
            .toList();
    api.backend
        .memberRegistry()
        .heartbeat(
            Member.builder("executor/" + name, Member.Kind.EXECUTOR, name, api.clock.now())
                .slots(1)
                .capabilities(List.of("has_gpu"))
                .refusals(refusals)
                .build());
    api.clock.advance(STALE);
  }

  private JsonNode refusals(TestClient client, String name) {
    JsonNode page =
        schemas.fits("get", "/api/executor", client.get("/api/executor").expect(200).json());
    JsonNode one = client.get("/api/executor/" + name).expect(200).json();
    for (JsonNode each : page.path("resources")) {
      if (each.path("name").asText().equals(name)) {
        assertThat(one.path("refusals")).isEqualTo(each.path("refusals"));
      }
    }
    return one.path("refusals");
  }

  private List<String> jobs(TestClient client, String name) {
    return refusals(client, name).findValuesAsText("job");
  }

  @Test
  void refusals_areThoseOfJobsWhoseDataTheCallerMayView() {
    String ofAlice = post(alice);
    String ofBob = post(bob);
    String deleted = JobId.create(api.clock.now()).toString();
    refuse("e1", ofAlice, ofBob, deleted);
    assertThat(jobs(alice, "e1")).containsExactly(ofAlice);
    assertThat(jobs(bob, "e1")).containsExactly(ofBob);
    assertThat(jobs(admin, "e1")).containsExactlyInAnyOrder(ofAlice, ofBob);
    JsonNode refusal = refusals(alice, "e1").get(0);
    assertThat(refusal.path("action").textValue()).isEqualTo("on_gpu");
    assertThat(refusal.path("capability").textValue()).isEqualTo("has_gpu");
    assertThat(refusal.path("reason").textValue()).isEqualTo("no driver");
    assertThat(refusal.path("since").textValue()).isEqualTo("2026-01-31T12:00:00.000Z");
    assertThat(alice.get("/api/executor").expect(200).body()).doesNotContain(ofBob, deleted);
    assertThat(
            alice
                .get("/api/executor?strict=true&filter=refusals/job%3D'" + ofBob + "'")
                .expect(200)
                .json()
                .path("count")
                .intValue())
        .isZero();
  }

  @Test
  void refusal_ofAJobThatTheCallerKnowsByNameOnly_isHidden() {
    String job = post(alice);
    ObjectNode acl = (ObjectNode) alice.get("/api/" + job).expect(200).json().path("acl");
    String user = bob.get("/api/user").expect(200).json().at("/resources/0/id").textValue();
    acl.putArray("view-meta").add(user);
    alice.put("/api/" + job, "{\"acl\":" + acl + "}").expect(200);
    refuse("e1", job);
    bob.get("/api/" + job).expect(200);
    assertThat(jobs(bob, "e1")).isEmpty();
    assertThat(jobs(alice, "e1")).containsExactly(job);
  }

  @Test
  void refusal_ofAJobThatHasEnded_isHidden() {
    String job = post(alice);
    refuse("e1", job);
    assertThat(jobs(alice, "e1")).containsExactly(job);
    alice.post("/api/" + job + "/cancel", "{}").expect(200);
    api.clock.advance(STALE);
    assertThat(jobs(alice, "e1")).isEmpty();
    assertThat(jobs(admin, "e1")).isEmpty();
  }

  @Test
  void refusals_ofALostExecutor_areHidden() {
    String job = post(alice);
    refuse("e1", job);
    assertThat(jobs(alice, "e1")).containsExactly(job);
    api.backend.memberRegistry().markLost("executor/e1");
    assertThat(jobs(alice, "e1")).isEmpty();
  }

  @Test
  void refusals_ofManyJobs_areThoseThatMostExecutorsRefuse() {
    String[] all = IntStream.range(0, 25).mapToObj(i -> postLater()).toArray(String[]::new);
    refuse("e2", all[24], all[23]);
    refuse("e1", all);
    assertThat(jobs(alice, "e2")).containsExactly(all[23], all[24]);
    assertThat(jobs(alice, "e1"))
        .containsExactlyElementsOf(
            Stream.concat(Stream.of(all[23], all[24]), Arrays.stream(all).limit(18)).toList());
  }

  /** Posts a job whose id is greater than those of earlier jobs. */
  private String postLater() {
    api.clock.advance(Duration.ofMillis(1));
    return post(alice);
  }
}
