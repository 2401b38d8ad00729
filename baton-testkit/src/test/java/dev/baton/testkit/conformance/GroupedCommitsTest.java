// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.flowrunner.FlowOptions;
import dev.baton.testkit.backend.FlowTestStore;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that grouped writes do not change the behaviour of a flow. */
class GroupedCommitsTest {

  static Stream<Path> casesThatRunThrough() {
    return new CaseFolder(Path.of("src/test/resources/conformance/flows"))
        .files().stream().filter(file -> !FlowCase.read(file).stopsInBetween());
  }

  @ParameterizedTest
  @MethodSource("casesThatRunThrough")
  void run_withGroupedCommits_isTheSame(Path file) throws InterruptedException {
    FlowCase flowCase = FlowCase.read(file);
    ObjectNode observation =
        new RunFlowCase(flowCase, FlowTestStore.inMemory(), FlowOptions.Commits.GROUPED).observe();
    assertThat(flowCase.comparison().findDifference(observation)).isEmpty();
  }
}
