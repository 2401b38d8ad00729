// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.campaign.history.Checker;
import dev.baton.campaign.load.Records;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The outcome of a run.
 *
 * @param took the whole run
 * @param faults how often each kind was injected
 * @param failedFaults how often an injection failed
 * @param ownExits how often a process of Baton ended by itself
 */
record Report(
    RunOptions options,
    Duration took,
    Map<String, Integer> faults,
    Map<String, Integer> failedFaults,
    Records records,
    int ownExits,
    List<Checker.Outcome> outcomes) {

  private static final int MAX_SHOWN = 10;

  /** Whether every rule was kept. */
  boolean isGood() {
    return outcomes.stream().allMatch(outcome -> outcome.violations().isEmpty());
  }

  void print(PrintStream out) {
    out.println();
    row(out, "fault", "injected");
    new TreeMap<>(faults).forEach((kind, count) -> row(out, kind, count));
    row(out, "all", faults.values().stream().mapToInt(Integer::intValue).sum());
    failedFaults.forEach((kind, count) -> row(out, kind + ", not injected", count));
    out.println();
    row(out, "load", "count");
    row(out, "jobs acknowledged", records.acknowledged());
    records
        .counts()
        .forEach((what, count) -> {
          row(out, what, count);
          if (what.contains("refused")) {
            records.examples(what).forEach(example -> out.println("      " + cut(example)));
          }
        });
    row(out, "processes that ended by themselves", ownExits);
    out.println();
    printRules(out);
    out.println();
    out.println(summary());
  }

  private void printRules(PrintStream out) {
    out.println(String.format(Locale.ROOT, "%-52s %9s %10s", "rule", "checked", "violations"));
    for (Checker.Outcome outcome : outcomes) {
      out.println(
          String.format(
              Locale.ROOT,
              "%-52s %,9d %,10d",
              outcome.rule(),
              outcome.checked(),
              outcome.violations().size()));
      outcome.notes().forEach(note -> out.println("      " + note));
      outcome.violations().stream().limit(MAX_SHOWN).forEach(v -> out.println("    ! " + cut(v)));
    }
  }

  private String summary() {
    String installation =
        (options.installation().store() + "/" + options.installation().board())
            .toLowerCase(Locale.ROOT);
    long violations = outcomes.stream().mapToLong(outcome -> outcome.violations().size()).sum();
    return String.format(
        Locale.ROOT,
        "%s: %s, seed %d, %,d jobs, %,d faults, %d min %d s: %s",
        isGood() ? "PASSED" : "FAILED",
        installation,
        options.seed(),
        records.acknowledged(),
        faults.values().stream().mapToInt(Integer::intValue).sum(),
        took.toMinutes(),
        took.toSecondsPart(),
        isGood() ? "every rule was kept" : violations + " violations");
  }

  private static void row(PrintStream out, String name, Object value) {
    out.println(String.format(Locale.ROOT, "%-52s %9s", name, value));
  }

  private static String cut(String text) {
    return text.length() <= 300 ? text : text.substring(0, 300) + "…";
  }

  void printJson(PrintStream out) {
    ObjectNode doc = new ObjectMapper().createObjectNode();
    doc.put("passed", isGood());
    doc.put("seed", options.seed());
    doc.put("store", options.installation().store().name().toLowerCase(Locale.ROOT));
    doc.put("board", options.installation().board().name().toLowerCase(Locale.ROOT));
    doc.put("seconds", took.toSeconds());
    doc.put("acknowledged", records.acknowledged());
    doc.put("own-exits", ownExits);
    ObjectNode counted = doc.putObject("faults");
    new TreeMap<>(faults).forEach(counted::put);
    ObjectNode requests = doc.putObject("requests");
    records.counts().forEach(requests::put);
    ArrayNode rules = doc.putArray("rules");
    for (Checker.Outcome outcome : outcomes) {
      ObjectNode rule = rules.addObject();
      rule.put("rule", outcome.rule()).put("checked", outcome.checked());
      ArrayNode violations = rule.putArray("violations");
      outcome.violations().forEach(violations::add);
      ArrayNode notes = rule.putArray("notes");
      outcome.notes().forEach(notes::add);
    }
    out.println(doc.toPrettyString());
  }
}
