// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.fuzz;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The results of a fuzzing run.
 *
 * @param sampled the number of refused requests that were checked for side effects
 * @param operations the number of operations of the API
 * @param unseen the operations that received no request
 * @param resources the resource use of the server after the first and the last round
 * @param slowest the operations with the slowest answers, in milliseconds
 * @param took the duration of all requests
 */
public record FuzzReport(
    long seed,
    long requests,
    long sampled,
    int operations,
    List<String> unseen,
    FuzzFindings findings,
    ServerResourceUse resources,
    Map<String, Long> slowest,
    Duration took) {

  public FuzzReport {
    unseen = List.copyOf(unseen);
    slowest = Collections.unmodifiableMap(new LinkedHashMap<>(slowest));
  }

  /** Whether there are no findings. */
  public boolean isGood() {
    return findings.all().isEmpty();
  }

  /** Writes the report for programs to a file. */
  public void write(Path file) throws IOException {
    Files.writeString(file, json().toPrettyString() + "\n");
  }

  /** Prints the report for display. */
  public void print(PrintStream out) {
    out.println();
    findings
        .statuses()
        .forEach((status, count) ->
            out.println(
                String.format(
                    Locale.ROOT,
                    "%-28s %,12d",
                    status == 0 ? "closed without answer" : status,
                    count)));
    out.println(String.format(Locale.ROOT, "%-28s %,12d", "operations", operations));
    unseen.forEach(name -> out.println("  no request sent to: " + name));
    out.println(String.format(Locale.ROOT, "%-28s %,12d", "refused requests checked", sampled));
    ServerResourceUse.Reading first = resources.first();
    ServerResourceUse.Reading last = resources.last();
    row(out, "heap", first.heapMegabytes() + " MB, then " + last.heapMegabytes() + " MB");
    row(out, "threads", first.threads() + ", then " + last.threads());
    row(out, "descriptors", first.descriptors() + ", then " + last.descriptors());
    row(out, "requests per second", Math.round(perSecond()));
    slowest.forEach((name, millis) -> row(out, "slowest", millis + " ms, " + name));
    findings
        .all()
        .forEach((kind, finding) -> {
          out.println();
          out.println("! " + kind + ", " + finding.count() + " times");
          finding.examples().forEach(example -> out.println("  " + example));
        });
    out.println();
    out.println(
        String.format(
            Locale.ROOT,
            "%s: %,d requests, seed %d: %d kinds of findings",
            isGood() ? "PASSED" : "FAILED",
            requests,
            seed,
            findings.all().size()));
  }

  private double perSecond() {
    return requests / Math.max(0.001, took.toMillis() / 1e3);
  }

  private static void row(PrintStream out, String name, Object value) {
    out.println(String.format(Locale.ROOT, "%-28s %s", name, value));
  }

  /** Prints the report for programs. */
  public void printJson(PrintStream out) {
    out.println(json().toPrettyString());
  }

  private ObjectNode json() {
    ObjectNode doc = new ObjectMapper().createObjectNode();
    doc.put("passed", isGood()).put("seed", seed).put("requests", requests);
    doc.put("operations", operations).put("sampled", sampled);
    doc.put("seconds", took.toSeconds()).put("per-second", Math.round(perSecond()));
    use(doc.putObject("first"), resources.first());
    use(doc.putObject("last"), resources.last());
    ObjectNode slow = doc.putObject("slowest-ms");
    slowest.forEach(slow::put);
    unseen.forEach(doc.putArray("unseen")::add);
    ObjectNode statuses = doc.putObject("statuses");
    findings.statuses().forEach((status, count) -> statuses.put(String.valueOf(status), count));
    ObjectNode found = doc.putObject("findings");
    findings
        .all()
        .forEach((kind, finding) -> {
          ObjectNode one = found.putObject(kind).put("count", finding.count());
          finding.examples().forEach(one.withArray("examples")::add);
        });
    return doc;
  }

  private static void use(ObjectNode node, ServerResourceUse.Reading use) {
    node.put("heap-mb", use.heapMegabytes())
        .put("threads", use.threads())
        .put("descriptors", use.descriptors());
  }
}
