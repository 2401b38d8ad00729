// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that the comparison in Java and {@code checker.py} beside the cases agree. */
class CheckerAgreementTest {

  private static final Path FLOWS = Path.of("src/test/resources/conformance/flows");
  private static final int CHANGES_PER_CASE = 8;

  private final Random random = new Random(4);

  @Test
  void difference_onChangedObservations_isFoundWhereTheCheckerFindsIt(@TempDir Path folder)
      throws Exception {
    assumeTrue(pythonIsThere(), "python3 is not installed");
    TreeSet<String> refused = new TreeSet<>();
    int written = 0;
    for (Path file : new CaseFolder(FLOWS).files()) {
      JsonNode json = CaseJson.read(file);
      for (ObjectNode observation : observations(json)) {
        String name = json.get("id").textValue() + "#" + written++;
        CaseJson.write(folder.resolve("cases").resolve(name + ".json"), named(json, name));
        CaseJson.write(folder.resolve("observed").resolve(name + ".json"), observation);
        FlowCase.comparison(json)
            .findDifference(observation)
            .ifPresent(reason -> refused.add(name));
      }
    }
    assertThat(refusedByChecker(folder)).isEqualTo(refused);
    assertThat(refused).hasSizeBetween(written / 2, written - 1);
  }

  private static ObjectNode named(JsonNode json, String name) {
    return ((ObjectNode) json.deepCopy()).put("id", name);
  }

  private List<ObjectNode> observations(JsonNode json) {
    List<ObjectNode> observations = new ArrayList<>();
    observations.add(ExpectedAsObserved.first(json));
    for (int i = 0; i < CHANGES_PER_CASE; i++) {
      ObjectNode changed = ExpectedAsObserved.first(json);
      JsonNode steps = changed.get("steps");
      change((ObjectNode) steps.get(random.nextInt(steps.size())), i);
      observations.add(changed);
    }
    return observations;
  }

  private void change(ObjectNode step, int kind) {
    ArrayNode trace = (ArrayNode) step.get("trace");
    int at = trace.isEmpty() ? 0 : random.nextInt(trace.size());
    switch (kind) {
      case 0 -> trace.remove(at);
      case 1 -> trace.insert(at, CaseJson.array().add("task").add("new").add("A").add("B"));
      case 2, 3, 4 -> swapWithNext(trace, at);
      case 5 -> step.put("flow_state", "FAILURE");
      case 6 -> step.putObject("atoms").putObject("a").put("state", "SUCCESS");
      default -> step.withObject("/store").put("x", 5);
    }
  }

  private static void swapWithNext(ArrayNode trace, int at) {
    if (at + 1 < trace.size()) {
      trace.insert(at, trace.remove(at + 1));
    }
  }

  private static boolean pythonIsThere() throws InterruptedException {
    try {
      return new ProcessBuilder("python3", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static Set<String> refusedByChecker(Path folder) throws Exception {
    Path checker = FLOWS.resolve("checker.py").toAbsolutePath();
    Process process =
        new ProcessBuilder("python3", checker.toString(), "--dir", "cases", "observed")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isLessThan(2);
    TreeSet<String> refused = new TreeSet<>();
    output
        .lines()
        .filter(line -> line.startsWith("FAIL "))
        .forEach(line -> refused.add(line.substring("FAIL ".length(), line.indexOf(": "))));
    return refused;
  }
}
