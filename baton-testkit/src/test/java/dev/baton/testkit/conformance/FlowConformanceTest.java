// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.flowrunner.FlowOptions;
import dev.baton.testkit.backend.FlowTestStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs every case of a folder: the folder of the project, or the folder that {@code
 * -Dbaton.conformance=DIR} names. Prints why cases failed, and then how many passed. Keeps the
 * observations in {@code target/conformance/observed} for {@code checker.py}.
 */
class FlowConformanceTest {

  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final Path OBSERVED = Path.of("target", "conformance", "observed");

  private static final Map<String, String> FAILED = new TreeMap<>();
  private static int passed;

  @TestFactory
  Stream<DynamicTest> cases() {
    return CaseFolder.chosen().files().stream()
        .map(file -> DynamicTest.dynamicTest(name(file), () -> check(file)));
  }

  private static void check(Path file) {
    try {
      assertTimeoutPreemptively(LONGEST, () -> difference(file), "the flow did not end")
          .ifPresent(reason -> fail(reason));
      passed++;
    } catch (Throwable e) {
      FAILED.put(name(file), reason(e));
      throw e;
    }
  }

  private static String reason(Throwable e) {
    return e instanceof AssertionError ? String.valueOf(e.getMessage()) : e.toString();
  }

  private static Optional<String> difference(Path file) throws InterruptedException {
    FlowCase flowCase = FlowCase.read(file);
    ObjectNode observation =
        new RunFlowCase(flowCase, FlowTestStore.inMemory(), FlowOptions.Commits.EACH).observe();
    CaseJson.write(OBSERVED.resolve(file.getFileName()), observation);
    return flowCase.comparison().findDifference(observation);
  }

  private static String name(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.length() - ".json".length());
  }

  @AfterAll
  @SuppressWarnings("SystemOut") // The summary is for the user who runs the command, also with -q.
  static void report() {
    FAILED.forEach((name, reason) -> System.out.println("FAIL " + name + ": " + reason));
    System.out.println(passed + " passed, " + FAILED.size() + " failed");
  }
}
