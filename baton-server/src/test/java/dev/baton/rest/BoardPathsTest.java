// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.backend.Backend;
import dev.baton.board.JobBoard;
import dev.baton.memory.InMemoryBackend;
import dev.baton.service.Clock;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Tests which callers see the board's paths of a job. The paths reveal the job's priority and
 * state.
 */
final class BoardPathsTest {

  private static final String PATH = "/job/entries/entry-007-0000000001";

  private final TestApi api = TestApi.over(BoardPathsTest::withPaths);
  private final TestClient alice = api.newUser("alice");
  private final TestClient reader = api.newUser("reader");
  private final TestClient manager = api.newUser("manager");

  @AfterEach
  void stop() {
    api.close();
  }

  /**
   * The in-memory backend with a board that has one path for each job, as the ZooKeeper board has.
   */
  private static Backend withPaths(Clock clock) {
    Backend memory = new InMemoryBackend(clock);
    JobBoard board = answering(JobBoard.class, memory.board(), "entryPathsOf", () -> List.of(PATH));
    return answering(Backend.class, memory, "board", () -> board);
  }

  private static <T> T answering(Class<T> type, T target, String method, Supplier<?> answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, called, arguments) -> {
              if (called.getName().equals(method)) {
                return answer.get();
              }
              try {
                return called.invoke(target, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  private static String id(TestClient user) {
    return user.get("/api/session").json().at("/resources/0/user").textValue();
  }

  @Test
  void paths_areAmongTheTagsForThoseWhoSeeTheDataOnly() {
    String job =
        alice
            .post(
                "/api/job",
                """
                {"action": "greet", "priority": 7, "payload": {"name": "n"}, "tags": ["t"],
                 "acl": {"owners": ["%s"], "view-meta": ["%s"], "manage": ["%s"]}}
                """
                    .formatted(id(alice), id(reader), id(manager)))
            .expect(201)
            .id();

    assertThat(alice.get("/api/" + job).expect(200).json().path("tags"))
        .extracting(JsonNode::textValue)
        .containsExactly("t", PATH);
    assertThat(reader.get("/api/" + job).expect(200).json().path("tags"))
        .extracting(JsonNode::textValue)
        .containsExactly("t");
    assertThat(reader.get("/api/job").expect(200).json().toString()).doesNotContain("entry-007");
    // A caller who may only manage the job sees no tags in the response to an operation.
    JsonNode signalled =
        manager.post("/api/" + job + "/signal", "{\"name\":\"s\",\"value\":1}").expect(200).json();
    assertThat(signalled.path("id").textValue()).isEqualTo(job);
    assertThat(signalled.has("tags")).isFalse();
  }
}
