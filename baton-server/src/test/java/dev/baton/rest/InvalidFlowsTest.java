// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.baton.rest.BrokenFlowPlugin.Fault;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Tests that a flow that cannot run is refused when it is posted, even if only its parameters make
 * it invalid.
 */
final class InvalidFlowsTest {

  private final TestApi api = new TestApi(new BrokenFlowPlugin());
  private final TestClient admin = api.admin();

  /**
   * The expected refusal.
   *
   * @param words the texts that the message must contain: the faulty part, the reason, and the
   *     remedy
   */
  private record Refusal(Fault fault, List<String> words) {
    Refusal(Fault fault, String... words) {
      this(fault, List.of(words));
    }
  }

  private static final List<Refusal> REFUSALS =
      List.of(
          new Refusal(Fault.MISSING_SYMBOL, "'ip'", "required by boot", "add a provider before"),
          new Refusal(Fault.MISSING_FOR_REVERT, "'ip'", "required by boot", "make it optional"),
          new Refusal(Fault.PROVIDED_TOO_LATE, "'ip'", "required by boot", "before"),
          new Refusal(Fault.AMBIGUOUS_PROVIDER, "'boot'", "[first, second]", "rebind it"),
          new Refusal(Fault.CYCLE, "'allocate'", "'boot'", "remove one of the links"),
          new Refusal(Fault.DUPLICATE_NAME, "[boot]", "give each its own"),
          new Refusal(Fault.DUPLICATE_RETRY, "[part_retry]", "give each its own"),
          new Refusal(Fault.WRONG_TYPE, "'boot'", "'allocate'", "java.lang.Integer", "rebind it"),
          new Refusal(Fault.ABSTRACT_RESULT, "'file'", "of open", "java.io.Reader", "records"),
          new Refusal(
              Fault.RESULT_WITHOUT_JSON, "'date'", "of ask_date", "java.time.LocalDate", "texts"),
          new Refusal(Fault.RESULT_IN_A_LIST, "'threads'", "of open_all", "java.lang.Runnable"),
          new Refusal(Fault.TWO_PLACES, "'boot'", "create an object for each place"),
          new Refusal(Fault.BAD_NAME, "no name at all?", "1 to 200 characters"),
          new Refusal(Fault.FACTORY_THROWS, "'fragile'", "NoSuchElementException"));

  @AfterEach
  void stop() {
    api.close();
  }

  @TestFactory
  Stream<DynamicTest> post_ofAnInvalidFlow_isRefusedWithTheAtomAndTheRemedy() {
    assertThat(REFUSALS.stream().map(Refusal::fault))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(Fault.values()).filter(fault -> fault != Fault.NOTHING).toList());
    return REFUSALS.stream()
        .map(refusal ->
            DynamicTest.dynamicTest(
                refusal.fault().toString(), () -> assertRefused(refusal, jobs())));
  }

  private void assertRefused(Refusal refusal, long before) {
    TestResponse response = admin.post("/api/job", document(refusal.fault()));
    response.expect(400);
    assertThat(response.json().path("message").textValue()).contains(refusal.words());
    assertThat(jobs()).isEqualTo(before);
  }

  @Test
  void post_ofAGoodFlow_isAccepted() {
    admin.post("/api/job", document(Fault.NOTHING)).expect(201);
    assertThat(jobs()).isOne();
  }

  @Test
  void post_ofManyJobsWithAnInvalidFlow_postsNone() {
    ArrayNode both = TestApi.JSON.createArrayNode();
    both.add(TestApi.json(document(Fault.NOTHING)));
    both.add(TestApi.json(document(Fault.CYCLE)));
    admin.post("/api/job", both.toString()).expectError(400, "remove one of the links");
    assertThat(jobs()).isZero();
  }

  private long jobs() {
    return admin.get("/api/job?last=0").expect(200).json().path("count").longValue();
  }

  private static String document(Fault fault) {
    return "{\"action\": \"fragile\", \"payload\": {\"fault\": \"%s\"}}".formatted(fault);
  }

  @Test
  void hierarchy_whenTheFactoryThrows_namesTheExceptionOfThePlugin() {
    String message =
        admin
            .post("/api/action/fragile/hierarchy", "{\"fault\": \"FACTORY_THROWS\"}")
            .expect(400)
            .json()
            .path("message")
            .textValue();
    assertThat(message).contains("'fragile'", "NoSuchElementException").doesNotContain("dev.baton");
  }
}
