// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.access.Caller;
import dev.baton.access.Principals;
import dev.baton.error.UnavailableException;
import dev.baton.server.Response;
import dev.baton.testkit.clock.ManualClock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Answers that callers share, in the class itself and through the API. */
final class SharedAnswersTest {

  private static final String FIVE_SECONDS = "max-age=5";
  private static final String WAITING =
      "/api/job?last=0&aggregation=terms:action&filter=state%3D%27QUEUED%27";

  private final TestApi api = new TestApi();
  private final ManualClock clock = new ManualClock();
  private final SharedAnswers shared = new SharedAnswers(clock);
  private final AtomicInteger computed = new AtomicInteger();

  @AfterEach
  void close() {
    api.close();
  }

  private static Caller user(String name, String... claims) {
    return new Caller("user/" + name, "user/" + name, Set.of(claims), null);
  }

  private ObjectNode next() {
    return JsonNodeFactory.instance.objectNode().put("number", computed.incrementAndGet());
  }

  private String ask(Caller caller, String cacheControl, String key) throws Exception {
    Response.Json answer = (Response.Json) shared.answer(caller, cacheControl, key, this::next);
    return answer.body().path("number") + " age " + answer.headers().get(SharedAnswers.AGE);
  }

  @Test
  void answer_thatIsYoungEnough_isSharedUntilItIsTooOld() throws Exception {
    Caller caller = user("alice", "user/alice");
    assertThat(ask(caller, FIVE_SECONDS, "a")).isEqualTo("1 age 0");
    clock.advance(Duration.ofMillis(4500));
    assertThat(ask(caller, FIVE_SECONDS, "a")).isEqualTo("1 age 5");
    assertThat(ask(caller, "max-age=4", "a")).isEqualTo("2 age 0");
    assertThat(ask(caller, FIVE_SECONDS, "b")).isEqualTo("3 age 0");
    clock.advance(Duration.ofMillis(5001));
    assertThat(ask(caller, FIVE_SECONDS, "a")).isEqualTo("4 age 0");
  }

  @Test
  void answer_withoutTheHeader_isAlwaysNew() throws Exception {
    Caller caller = user("alice", "user/alice");
    ask(caller, FIVE_SECONDS, "a");
    assertThat(ask(caller, "", "a")).isEqualTo("2 age null");
    assertThat(ask(caller, "max-age=0", "a")).isEqualTo("3 age null");
    assertThat(ask(caller, "no-cache, max-age=5", "a")).isEqualTo("4 age null");
    assertThat(SharedAnswers.acceptedAge("max-age=100000")).isEqualTo(SharedAnswers.MAX_AGE);
  }

  @Test
  void answer_ofOtherRights_isNotGiven() throws Exception {
    Caller alice = user("alice", "user/alice", "group/a");
    ask(alice, FIVE_SECONDS, "a");
    assertThat(ask(user("alice", "user/alice"), FIVE_SECONDS, "a")).isEqualTo("2 age 0");
    assertThat(ask(user("bob", "user/bob", "group/a"), FIVE_SECONDS, "a")).isEqualTo("3 age 0");
    Caller admin = user("admin", "user/admin", Principals.ADMIN);
    assertThat(ask(admin, FIVE_SECONDS, "a")).isEqualTo("4 age 0");
    Caller otherAdmin = user("other", "user/other", "group/a", Principals.ADMIN);
    assertThat(ask(otherAdmin, FIVE_SECONDS, "a")).isEqualTo("4 age 1");
  }

  @Test
  void answer_thatIsBeingComputed_isSharedToo() throws Exception {
    Caller caller = user("alice", "user/alice");
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    CompletableFuture<Response> first =
        CompletableFuture.supplyAsync(() -> {
          try {
            return shared.answer(
                caller,
                FIVE_SECONDS,
                "a",
                () -> {
                  began.countDown();
                  end.await();
                  return next();
                });
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
    began.await();
    CompletableFuture<String> second =
        CompletableFuture.supplyAsync(() -> {
          try {
            return ask(caller, FIVE_SECONDS, "a");
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
    end.countDown();
    assertThat(second.join()).isEqualTo("1 age 1");
    assertThat(first.join().headers()).containsEntry(SharedAnswers.AGE, "0");
  }

  @Test
  void failure_isNotKept() throws Exception {
    Caller caller = user("alice", "user/alice");
    assertThatThrownBy(() ->
            shared.answer(
                caller,
                FIVE_SECONDS,
                "a",
                () -> {
                  throw new UnavailableException("slow", null);
                }))
        .isInstanceOf(UnavailableException.class);
    assertThat(ask(caller, FIVE_SECONDS, "a")).isEqualTo("1 age 0");
  }

  @Test
  void answers_areBoundedInNumberLengthAndAge() throws Exception {
    Caller caller = user("alice", "user/alice");
    for (int i = 0; i < 1500; i++) {
      ask(caller, FIVE_SECONDS, "key " + i);
    }
    assertThat(shared.size()).isEqualTo(1000);
    clock.advance(SharedAnswers.MAX_AGE.plusSeconds(1));
    ask(caller, FIVE_SECONDS, "key");
    assertThat(shared.size()).isEqualTo(1);
    for (int i = 0; i < 20; i++) {
      shared.answer(
          caller, FIVE_SECONDS, "long " + i, () -> next().put("text", "x".repeat(1 << 20)));
    }
    assertThat(shared.size()).isEqualTo(7);
  }

  @Test
  void searchWithAggregation_ofUsers_countsTheJobsOfEachUser() {
    TestClient alice = api.newUser("alice").with("Cache-Control", FIVE_SECONDS);
    TestClient bob = api.newUser("bob").with("Cache-Control", FIVE_SECONDS);
    alice.post("/api/job", "{\"action\":\"noop\"}").expect(201);
    TestResponse first = alice.get(WAITING).expect(200);
    assertThat(first.header("Age")).isEqualTo("0");
    assertThat(first.header("Cache-Control")).isEqualTo("no-store");
    assertThat(counts(first.json())).isEqualTo("1 noop=1");
    assertThat(counts(bob.get(WAITING).expect(200).json())).isEqualTo("0 ");
    alice.post("/api/job", "{\"action\":\"noop\"}").expect(201);
    TestResponse second = alice.get(WAITING).expect(200);
    assertThat(second.header("Age")).isEqualTo("1");
    assertThat(counts(second.json())).isEqualTo("1 noop=1");
    TestClient asking = alice.with("Cache-Control", "no-cache");
    assertThat(counts(asking.get(WAITING).expect(200).json())).isEqualTo("2 noop=2");
    api.clock.advance(Duration.ofSeconds(6));
    assertThat(counts(alice.get(WAITING).expect(200).json())).isEqualTo("2 noop=2");
  }

  @Test
  void figures_areSharedByAdministrators() {
    TestClient admin = api.admin().with("Cache-Control", FIVE_SECONDS);
    for (String path : new String[] {"series", "failures", "facets"}) {
      String figures = "/api/job/" + path + (path.equals("facets") ? "" : "?from=now-1h");
      assertThat(admin.get(figures).expect(200).header("Age")).as(path).isEqualTo("0");
      assertThat(admin.get(figures).expect(200).header("Age")).as(path).isEqualTo("1");
    }
    assertThat(admin.get("/api/job").expect(200).headers().firstValue("Age")).isEmpty();
  }

  @Test
  void openApi_namesTheHeader() {
    JsonNode document = api.admin().get("/api/openapi.json").expect(200).json();
    JsonNode parameters = document.path("paths").path("/api/job").path("get").path("parameters");
    assertThat(parameters.toString()).contains("{\"name\":\"Cache-Control\",\"in\":\"header\"");
  }

  private static String counts(JsonNode answer) {
    StringBuilder counts = new StringBuilder(answer.path("count").asText()).append(' ');
    for (JsonNode bucket : answer.path("aggregations").path("terms:action").path("buckets")) {
      counts.append(bucket.path("key").asText()).append('=').append(bucket.path("doc_count"));
    }
    return counts.toString();
  }
}
