// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.baton.access.Acl;
import dev.baton.access.Right;
import dev.baton.error.InvalidInputException;
import dev.baton.service.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class JobJsonTest {

  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00.120Z");

  @Test
  void read_writtenJob_isEqual() throws JsonProcessingException {
    for (Job job : List.of(plainJob(), fullJob())) {
      ObjectNode document = JobJson.write(job);
      assertThat(JobJson.read(document)).isEqualTo(job);
      // Also after a conversion to text, as the document is sent.
      ObjectMapper mapper = new ObjectMapper();
      assertThat(JobJson.read(mapper.readTree(mapper.writeValueAsString(document)))).isEqualTo(job);
    }
  }

  @Test
  void read_timesBeyondTheBounds_areRefusedByName() throws JsonProcessingException {
    Map<String, String> outOfBounds =
        Map.of(
            "backoff.initial", "{'backoff':{'initial':'P365000D','max':'P365000D'}}",
            "backoff.max", "{'backoff':{'max':'P36501D'}}",
            "timeout", "{'timeout':'P365000D'}",
            "not-before", "{'not-before':'+12000-01-01T00:00:00Z'}",
            "expiry", "{'expiry':'-0001-01-01T00:00:00Z'}");
    ObjectMapper mapper = new ObjectMapper();
    for (Map.Entry<String, String> each : outOfBounds.entrySet()) {
      ObjectNode document = JobJson.write(plainJob());
      document.setAll((ObjectNode) mapper.readTree(each.getValue().replace('\'', '"')));
      assertThatThrownBy(() -> JobJson.read(document))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageStartingWith(each.getKey() + " is ");
    }
  }

  @Test
  void read_writtenJobWithBlankTexts_hasNoneInTheirPlace() {
    for (String blank : List.of("", " ", "\n")) {
      Job job = withTexts(blank);
      for (Job read :
          List.of(JobJson.read(JobJson.write(job)), JobJson.readStored(JobJson.write(job)))) {
        assertThat(read.status().lastError()).isNull();
        assertThat(read.status().statusMessage()).isNull();
        assertThat(read.status().output()).isNull();
        assertThat(read.spec().description()).isNull();
        assertThat(read.spec().payload()).isNull();
      }
    }
  }

  private static Job withTexts(String text) {
    Job job = plainJob();
    JobSpec spec =
        job.spec().toBuilder().name(text).description(text).payload(text).uniqueKey(text).build();
    JobStatusBuilder status =
        job.status().toBuilder().statusMessage(text).lastError(text).output(text).owner(text);
    return job.withSpec(spec).withStatus(status.build());
  }

  @Test
  void readStored_documentOfAnotherRelease_isRead() {
    ObjectNode document = JobJson.write(plainJob());
    document.put("last-error", "").put("status-message", " ").put("later", 1);
    ((ObjectNode) document.get("origin")).put("later", 1);
    assertThat(JobJson.readStored(document)).isEqualTo(plainJob());
    assertThatThrownBy(() -> JobJson.read(document)).isInstanceOf(InvalidInputException.class);
  }

  /** Documents of jobs from a Nuvla server have no origin. */
  @Test
  void readStored_documentWithoutOrigin_takesTheFirstOwnerThatIsAnAccount() {
    ObjectNode document = JobJson.write(plainJob());
    document.remove("origin");
    ((ObjectNode) document.get("acl")).putArray("owners").add("group/nuvla-anon").add("user/z");
    assertThat(JobJson.readStored(document).origin()).isEqualTo(JobOrigin.of("user/z"));
    ((ObjectNode) document.get("acl")).putArray("owners").add("group/nuvla-anon");
    assertThat(JobJson.readStored(document).origin().owner()).isEqualTo("group/nuvla-anon");
  }

  @Test
  void write_plainJob_leavesOutWhatIsAbsentOrDefault() {
    assertThat(JobJson.write(plainJob()).fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "id",
            "resource-type",
            "created",
            "updated",
            "created-by",
            "acl",
            "origin",
            "action",
            "execution-mode",
            "version",
            "state",
            "progress",
            "attempt",
            "failures",
            "token",
            "revision");
  }

  @Test
  void write_timestamps_haveThreeDecimalsAndZ() {
    assertThat(JobJson.write(plainJob()).path("created").asText())
        .isEqualTo("2026-01-31T12:00:00.120Z");
  }

  @Test
  void write_endedJob_showsTheDuration() {
    assertThat(JobJson.write(fullJob()).path("duration").asLong()).isEqualTo(61);
  }

  @Test
  void read_unknownAttribute_isRefusedByName() {
    ObjectNode document = JobJson.write(plainJob()).put("colour", "red");
    assertThatThrownBy(() -> JobJson.read(document))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("colour");
  }

  @Test
  void readSpec_attributesOfTheServer_areDropped() {
    Job job = fullJob();
    assertThat(JobJson.readSpec(JobJson.write(job))).isEqualTo(job.spec());
  }

  private static Job plainJob() {
    return Job.posted(
        JobId.named("plain"), JobSpec.of("noop"), Acl.ownedBy("user/a"), NOW, "user/a");
  }

  static Job fullJob() {
    JobSpec spec =
        JobSpec.builder("resize")
            .name("n")
            .description("d")
            .tags(List.of("t2", "t1"))
            .labels(new TreeMap<>(Map.of("example.com/team", "a b", "stage", "test")))
            .target(new ResourceRef("image/1", Map.of("size", IntNode.valueOf(3))))
            .affected(List.of(ResourceRef.of("image/1"), ResourceRef.of("disk/2")))
            .payload("{\"a\":1}")
            .priority(new Priority(0))
            .mode(ExecutionMode.MIXED)
            .version(9)
            .parent(JobId.named("parent"))
            .requires(List.of("b", "a"))
            .notBefore(NOW.plusSeconds(1))
            .timeout(Duration.ofMillis(1500))
            .retry(
                new RetryPolicy(
                    4, new Backoff(Duration.ofMillis(10), Duration.ofSeconds(9), 1.5, 0.25)))
            .uniqueKey("k")
            .expiry(NOW.plusSeconds(2))
            .build();
    JobStatus status =
        JobStatus.queued().toBuilder()
            .state(JobState.FAILED)
            .progress(100)
            .statusMessage("m")
            .timeOfStatusChange(NOW.plusSeconds(3))
            .returnCode(7)
            .started(NOW)
            .ended(NOW.plusMillis(61_999))
            .attempt(5)
            .failures(4)
            .owner("e")
            .token(1L << 40)
            .result(TextNode.valueOf("r"))
            .lastError("IOException: x")
            .output("o")
            .nestedJobs(List.of(JobId.named("x")))
            .parked(true)
            .location(new RunLocation("docker", "daemon-1", "unix:/run/docker.sock", "c1"))
            .takeovers(2)
            .signals(new TreeMap<>(Map.of("go", IntNode.valueOf(1))))
            .build();
    Acl acl = Acl.ownedBy("user/a").with(Right.MANAGE, "user/b");
    JobOrigin origin =
        new JobOrigin("user/a", "nightly", "key", true, JobId.named("first"), JobId.named("bulk"));
    return new Job(
        JobId.named("full"),
        spec,
        status,
        acl,
        origin,
        NOW,
        "user/a",
        NOW.plusSeconds(4),
        "user/c",
        12);
  }
}
