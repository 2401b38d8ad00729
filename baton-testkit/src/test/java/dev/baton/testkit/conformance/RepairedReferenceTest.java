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

/**
 * Runs cases for single rules, recorded from the reference library with some of its defects
 * repaired.
 */
class RepairedReferenceTest {

  static Stream<Path> cases() {
    return new CaseFolder(Path.of("src/test/resources/conformance/flows/repaired"))
        .files().stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void run_ofACase_isAsRecorded(Path file) throws InterruptedException {
    FlowCase flowCase = FlowCase.read(file);
    ObjectNode observation =
        new RunFlowCase(flowCase, FlowTestStore.inMemory(), FlowOptions.Commits.EACH).observe();
    assertThat(flowCase.comparison().findDifference(observation)).isEmpty();
  }
}
