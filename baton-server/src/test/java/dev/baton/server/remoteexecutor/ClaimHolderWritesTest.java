// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.remoteexecutor;

import static dev.baton.server.remoteexecutor.ClaimedJob.HOLDER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.backend.Backend;
import dev.baton.error.InvalidInputException;
import dev.baton.filter.Filter;
import dev.baton.jdbc.JdbcBackend;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobJson;
import dev.baton.job.JobQuery;
import dev.baton.job.JobState;
import dev.baton.job.LogLine;
import dev.baton.job.ResourceRef;
import dev.baton.job.RunLocation;
import dev.baton.job.RunWrite;
import dev.baton.memory.InMemoryBackend;
import dev.baton.protocol.ClaimWriteItem;
import dev.baton.protocol.Messages;
import dev.baton.protocol.Protocol;
import dev.baton.protocol.ProtocolCalls;
import dev.baton.service.Clock;
import dev.baton.testkit.server.PostgresServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests that every write of a claim's holder is either refused or leaves a job that can be read.
 */
@Tag("integration")
final class ClaimHolderWritesTest {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  enum Store {
    MEMORY {
      @Override
      Backend open() {
        return new InMemoryBackend(Clock.system());
      }
    },
    H2 {
      @Override
      Backend open() {
        return jdbc("jdbc:h2:mem:" + UUID.randomUUID());
      }
    },
    POSTGRES {
      @Override
      Backend open() {
        return jdbc(PostgresServer.shared().newDatabase());
      }
    };

    abstract Backend open();

    private static Backend jdbc(String url) {
      return JdbcBackend.open(new JdbcBackend.Options(url, null, null, 4), Clock.system());
    }
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void write_withStrangeMembers_isRefusedOrLeavesAJobThatCanBeRead(Store store) {
    try (ClaimedJob fixture = new ClaimedJob(store.open())) {
      Messages.RunRef runRef = fixture.run;
      for (int kind = 0; kind < writes(runRef).size(); kind++) {
        int count = mutations(writes(runRef).get(kind)).size();
        for (int i = 0; i < count; i++) {
          JsonNode write = mutations(writes(runRef).get(kind)).get(i).get();
          send(fixture, write);
          assertReadable(fixture, runRef.job(), write);
          runRef = running(fixture, runRef);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void write_withValuesThatCannotBeRead_isRefused(Store store) {
    try (ClaimedJob fixture = new ClaimedJob(store.open())) {
      List<RunWrite> writes = writes(fixture.run);
      ObjectNode report = node(writes.get(0));
      ObjectNode end = node(writes.get(1));
      ObjectNode park = node(writes.get(4));
      for (ObjectNode write :
          List.of(
              report.deepCopy().put("progress", 1000),
              report.deepCopy().put("progress", -1),
              report.deepCopy().set("tags", texts(1, 256)),
              report.deepCopy().set("tags", texts(1001, 5)),
              report.deepCopy().set("nestedJobs", texts(1001, 5)),
              end.deepCopy().put("returnCode", -5),
              end.deepCopy().set("result", nested(101)),
              park.deepCopy().set("tags", texts(1, 256)),
              park.deepCopy().set("tags", JSON.arrayNode().add(" ")))) {
        assertThat(send(fixture, write)).as("%s is accepted", write).isFalse();
        assertThat(fixture.stored(fixture.job.id()).state()).isEqualTo(JobState.RUNNING);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void append_withALineThatNoStoreKeeps_isRefusedAndOthersAreKept(Store store) {
    try (ClaimedJob fixture = new ClaimedJob(store.open())) {
      Instant now = Clock.system().now();
      assertThat(append(fixture, new LogLine(now, 1, "s".repeat(33), "x"))).isFalse();
      assertThat(append(fixture, new LogLine(now, 1, "log", "x".repeat(20_000)))).isFalse();
      assertThat(append(fixture, new LogLine(now, 1, "log", "x", "m".repeat(256)))).isFalse();
      assertThat(append(fixture, new LogLine(now, 1, "log", "kept\0", "m\0:1"))).isTrue();
      assertThat(fixture.backend.log().read(fixture.job.id(), 0, 10)).hasSize(1);
    }
  }

  private static boolean append(ClaimedJob fixture, LogLine line) {
    ClaimWriteItem item = new ClaimWriteItem.Append(fixture.job.id(), fixture.token, List.of(line));
    Messages.ClaimWriteRequests batch =
        new Messages.ClaimWriteRequests(
            List.of(new Messages.ClaimWriteRequest(fixture.session, false, item)));
    return fixture
        .call(HOLDER, ProtocolCalls.CLAIM_WRITES, batch)
        .at("/ok/outcomes/0")
        .hasNonNull("ok");
  }

  private static List<RunWrite> writes(Messages.RunRef runRef) {
    JobId job = runRef.job();
    RunLocation location = new RunLocation("docker", "place", "address", "run");
    return List.of(
        new RunWrite.Report(
            job,
            runRef.token(),
            5,
            "half",
            List.of("tag"),
            List.of(ResourceRef.of("disk/1")),
            List.of(JobId.named("child")),
            location),
        new RunWrite.End(
            job,
            runRef.token(),
            JobState.FAILED,
            1,
            "failed",
            JSON.objectNode().put("a", 1),
            "an error"),
        new RunWrite.Retry(job, runRef.token(), Duration.ZERO, false, "again", "an error"),
        new RunWrite.Wait(
            job,
            runRef.token(),
            RunWrite.Wait.FOREVER,
            new TreeMap<>(Map.of("go", JSON.numberNode(1))),
            "waits"),
        new RunWrite.Park(job, runRef.token(), List.of("monitor"), "parked"));
  }

  private static List<Supplier<JsonNode>> mutations(RunWrite write) {
    List<Supplier<JsonNode>> mutations = new ArrayList<>();
    mutations.add(() -> node(write));
    mutations.addAll(BackendRequestsTest.mutations(node(write)));
    return mutations;
  }

  /**
   * The write in the form of the member {@code run} of a claim write, including the word for its
   * kind.
   */
  private static ObjectNode node(RunWrite write) {
    return (ObjectNode) Protocol.toJson(new ClaimWriteItem.Write(write)).get("run");
  }

  private static ArrayNode texts(int count, int length) {
    ArrayNode texts = JSON.arrayNode();
    for (int i = 0; i < count; i++) {
      texts.add(("job/" + i + "x".repeat(length)).substring(0, Math.max(length, 5)));
    }
    return texts;
  }

  private static JsonNode nested(int depth) {
    JsonNode node = JSON.numberNode(1);
    for (int i = 0; i < depth; i++) {
      node = JSON.arrayNode().add(node);
    }
    return node;
  }

  /** Sends the write and returns whether the server carried it out. */
  private static boolean send(ClaimedJob fixture, JsonNode write) {
    ObjectNode item = JSON.objectNode().put("do", "write").set("run", write);
    ObjectNode work = JSON.objectNode().put("repeated", false).set("item", item);
    work.set("session", Protocol.toJson(fixture.session));
    ObjectNode batch = JSON.objectNode();
    batch.putArray("items").add(work);
    try {
      JsonNode answer = fixture.endpoint.call(HOLDER, "work", "execute", batch);
      JsonNode outcome = answer.at("/ok/outcomes/0");
      assertThat(outcome.at("/error/code").asText("invalid-input"))
          .as("%s: %s", write, answer)
          .isIn("invalid-input", "lost-claim", "");
      return outcome.hasNonNull("ok");
    } catch (InvalidInputException e) {
      return false;
    }
  }

  private static void assertReadable(ClaimedJob fixture, JobId id, JsonNode write) {
    Job found = fixture.stored(id);
    assertThat(
            Protocol.read(Protocol.toJson(new Messages.FoundJob(found)), Messages.FoundJob.class)
                .job())
        .as("%s", write)
        .isNotNull();
    assertThat(JobJson.read(JobJson.write(found)).id()).isEqualTo(id);
    List<Job> seen = new ArrayList<>();
    fixture.backend.jobs().search(JobQuery.of(Filter.EVERYTHING, 10_000), seen::add);
    assertThat(seen).as("%s", write).extracting(Job::id).contains(id);
  }

  /** The given run, or the run of a new job if the given run has ended. */
  private static Messages.RunRef running(ClaimedJob fixture, Messages.RunRef runRef) {
    Job job = fixture.stored(runRef.job());
    boolean isHeld = job.state() == JobState.RUNNING && !job.status().parked();
    if (isHeld) {
      return runRef;
    }
    fixture.backend.jobs().delete(runRef.job());
    fixture.post("work", "user/alice");
    return fixture.claim();
  }
}
