// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RequestMakerTest {

  private static final String DOCUMENT =
      """
      {"paths":{"/api/job/{uuid}":{"get":{"parameters":[
          {"name":"uuid","in":"path"},{"name":"select","in":"query"}]},
        "put":{"requestBody":{"description":"a job"}}}}}\
      """;

  private static List<Operation> operations() throws IOException {
    return Operation.of(new ObjectMapper().readTree(DOCUMENT));
  }

  private static List<String> requests(long seed) throws IOException {
    RequestMaker maker =
        new RequestMaker(
            new Random(seed), operations(), Map.of("admin", "k:s", "user", ""), List.of("job/1"));
    return IntStream.range(0, 500).mapToObj(i -> maker.next().text()).toList();
  }

  @Test
  void operations_ofADocument_areReadWithParametersAndBodies() throws IOException {
    assertThat(operations())
        .containsExactly(
            new Operation("GET", "/api/job/{uuid}", List.of("select"), ""),
            new Operation("PUT", "/api/job/{uuid}", List.of(), "a job"));
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
