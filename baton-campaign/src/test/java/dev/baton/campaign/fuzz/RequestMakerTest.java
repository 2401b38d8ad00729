// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.access.Acl;
import dev.baton.error.InvalidInputException;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobJson;
import dev.baton.job.JobSpec;
import dev.baton.protocol.Protocol;
import dev.baton.protocol.ProtocolCall;
import dev.baton.protocol.ProtocolCalls;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RequestMakerTest {

  private static final String DOCUMENT =
      """
      {"paths":{"/api/job/{uuid}":{"get":{"parameters":[
          {"name":"uuid","in":"path"},{"name":"select","in":"query"}]},
        "put":{"requestBody":{"description":"a job"}}}}}\
      """;

  private static List<ApiOperation> operations() throws IOException {
    return ApiOperation.of(new ObjectMapper().readTree(DOCUMENT));
  }

  private static List<String> requests(long seed) throws IOException {
    RequestMaker requestMaker = new RequestMaker(new Random(seed), operations(), known());
    return IntStream.range(0, 3_000).mapToObj(i -> requestMaker.next().text()).toList();
  }

  private static TargetContents known() {
    ObjectNode session = JsonNodeFactory.instance.objectNode();
    return new TargetContents(
        Map.of("admin", "k:s", "executor", "e:s", "user", ""),
        Map.of("job", List.of("job/1"), "user", List.of("user/7")),
        session.put("secret", "s".repeat(40)).put("owner", "o").put("lease", "PT8S"),
        List.of(new TargetContents.HeldClaim("job/1", 3)),
        JobJson.write(job()));
  }

  private static Job job() {
    JobSpec spec = JobSpec.builder("dummy_test_action").payload("{}").build();
    return Job.posted(JobId.parse("job/1"), spec, Acl.ownedBy("user/a"), Instant.EPOCH, "user/a");
  }

  @Test
  void operations_ofADocument_areReadWithParametersAndBodies() throws IOException {
    assertThat(operations())
        .filteredOn(apiOperation -> !apiOperation.isCall())
        .containsExactly(
            new ApiOperation("GET", "/api/job/{uuid}", List.of("select"), ""),
            new ApiOperation("PUT", "/api/job/{uuid}", List.of(), "a job"));
  }

  /**
   * Reads the samples as the server does. Some random samples are jobs that are invalid, for
   * example without a name.
   */
  @Test
  void samples_ofMostCalls_bind() {
    CallSamples samples = new CallSamples(new Random(1), known());
    Map<String, Class<?>> forms = forms();
    for (ApiOperation call : CallSamples.operations()) {
      long bound =
          IntStream.range(0, 200)
              .filter(i -> binds(samples.of(call), forms.get(call.path())))
              .count();
      assertThat(bound).as(call.name()).isGreaterThan(40);
    }
    assertThat(CallSamples.operations()).hasSizeGreaterThan(50);
  }

  private static boolean binds(JsonNode sample, Class<?> form) {
    try {
      Protocol.read(sample, form);
      return true;
    } catch (InvalidInputException e) {
      return false;
    }
  }

  private static Map<String, Class<?>> forms() {
    return Arrays.stream(ProtocolCalls.class.getDeclaredFields())
        .filter(field -> Modifier.isPublic(field.getModifiers()))
        .map(field -> {
          try {
            return (ProtocolCall<?, ?>) field.get(null);
          } catch (IllegalAccessException e) {
            throw new AssertionError(e);
          }
        })
        .collect(Collectors.toMap(ProtocolCall::path, ProtocolCall::request));
  }

  @Test
  void requests_ofCalls_nameProtocolSessionAndClaims() throws IOException {
    assertThat(requests(7))
        .filteredOn(text -> text.startsWith("POST /api/backend/work/execute "))
        .anyMatch(text ->
            text.contains(Protocol.VERSION_HEADER + ": " + Protocol.VERSION)
                && text.contains("ssssssss")
                && text.contains("\"token\":3"));
  }

  @Test
  void request_asText_hidesTheKey() throws IOException {
    assertThat(requests(7)).noneMatch(text -> text.contains("Basic az"));
  }

  @Test
  void requests_ofTheSameSeed_areTheSame() throws IOException {
    assertThat(requests(7)).isEqualTo(requests(7)).isNotEqualTo(requests(8));
  }

  @Test
  void requests_areOfAllOperationsAndRoles() throws IOException {
    assertThat(requests(7))
        .anyMatch(text -> text.startsWith("GET /api/job/1"))
        .anyMatch(text -> text.startsWith("PUT "))
        .anyMatch(text -> text.contains("Authorization: Basic "))
        .anyMatch(text -> !text.contains("Authorization: Basic "));
  }
}
