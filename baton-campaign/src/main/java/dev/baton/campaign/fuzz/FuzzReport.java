// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.fuzz;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/**
 * The outcome of a run of requests.
 *
 * @param sampled refused requests after which it was looked whether anything had changed
 * @param operations how many the API document has
 * @param unseen operations that no request was sent to
 * @param heapBefore megabytes in use after the first round
 * @param heapAfter megabytes in use after the last
 */
public record FuzzReport(
    long seed,
    long requests,
    long sampled,
    int operations,
    List<String> unseen,
    FuzzFindings findings,
    long heapBefore,
    long heapAfter) {

  public FuzzReport {
    unseen = List.copyOf(unseen);
  }

  /** Whether nothing was found. */
  public boolean isGood() {
    return findings.all().isEmpty();
  }

  /** Prints it for people. */
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
    unseen.forEach(name -> out.println("  not asked: " + name));
    out.println(String.format(Locale.ROOT, "%-28s %,12d", "refused and compared", sampled));
    out.println(
        String.format(Locale.ROOT, "%-28s %d MB, then %d MB", "heap", heapBefore, heapAfter));
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

  /** Prints it for programs. */
  public void printJson(PrintStream out) {
    ObjectNode doc = new ObjectMapper().createObjectNode();
    doc.put("passed", isGood()).put("seed", seed).put("requests", requests);
    doc.put("operations", operations).put("sampled", sampled);
    doc.put("heap-before-mb", heapBefore).put("heap-after-mb", heapAfter);
    ObjectNode statuses = doc.putObject("statuses");
    findings.statuses().forEach((status, count) -> statuses.put(String.valueOf(status), count));
    ObjectNode found = doc.putObject("findings");
    findings
        .all()
        .forEach((kind, finding) -> {
          ObjectNode one = found.putObject(kind).put("count", finding.count());
          finding.examples().forEach(one.withArray("examples")::add);
        });
    out.println(doc.toPrettyString());
  }
}
