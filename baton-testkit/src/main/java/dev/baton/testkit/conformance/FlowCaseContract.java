// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.flowrunner.FlowOptions;
import dev.baton.testkit.backend.BackendTestSetup;
import dev.baton.testkit.backend.FlowTestStore;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Runs the recorded cases of a folder on a real backend and compares the observations with the
 * expectations.
 */
public abstract class FlowCaseContract extends BackendTestSetup {

  /** Returns a folder that contains case files, or a folder {@code cases} with case files. */
  protected abstract Path folder();

  // Only one job at a time can be claimed.
  @Execution(ExecutionMode.SAME_THREAD)
  @TestFactory
  protected Stream<DynamicTest> cases() {
    FlowTestStore testStore = flowTestStore();
    return new CaseFolder(folder())
        .files().stream()
            .map(FlowCase::read)
            .map(flowCase ->
                DynamicTest.dynamicTest(flowCase.id(), () -> check(flowCase, testStore)));
  }

  private static void check(FlowCase flowCase, FlowTestStore testStore)
      throws InterruptedException {
    RunFlowCase run = new RunFlowCase(flowCase, testStore, FlowOptions.Commits.EACH);
    assertThat(flowCase.comparison().findDifference(run.observe())).isEmpty();
  }
}
