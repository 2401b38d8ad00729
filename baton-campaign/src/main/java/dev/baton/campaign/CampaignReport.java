// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign;

import dev.baton.campaign.fault.FaultKind;
import dev.baton.campaign.history.HistoryChecker;
import dev.baton.campaign.load.ClientRecords;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The results of a campaign.
 *
 * @param took the duration of the whole campaign
 * @param posting how long clients posted
 * @param faults the number of injections of each applicable kind
 * @param failedFaults the number of failed injections of each kind
 * @param impossibleFaults how many times each kind found nothing to hit
 * @param jobs the number of jobs at the end, including those of schedules and bulk jobs
 * @param explainedExits how many times a Baton process ended by itself while the campaign took
 *     memory
 * @param unexplainedExits how many times a Baton process ended by itself without such a reason
 * @param knownDefects the effects of known defects of the embedded store, which no rule judges
 */
record CampaignReport(
    CampaignOptions options,
    Duration took,
    Duration posting,
    Map<String, Integer> faults,
    Map<String, Integer> failedFaults,
    Map<String, Integer> impossibleFaults,
    ClientRecords records,
    int jobs,
    int explainedExits,
    int unexplainedExits,
    Map<String, Long> knownDefects,
    List<HistoryChecker.Outcome> outcomes) {

  private static final int MAX_SHOWN = 10;

  /** The judgement of the campaign. */
  Judgement judgement() {
    return Judgement.of(outcomes, records.acknowledged(), injected(), options.plant());
  }

  private int injected() {
    return faults.values().stream().mapToInt(Integer::intValue).sum();
  }

  void print(PrintStream out) {
    out.println();
    if (options.plant() != null) {
      out.println("Planted defect: " + Judgement.word(options.plant()) + ". The run must find it.");
      out.println();
    }
    row(out, "fault", "injected");
    new TreeMap<>(faults).forEach((kind, count) -> row(out, kind, count));
    row(out, "all", injected());
    new TreeMap<>(failedFaults).forEach((kind, count) -> row(out, kind + ", failed", count));
    new TreeMap<>(impossibleFaults)
        .forEach((kind, count) -> row(out, kind + ", nothing to hit", count));
    options.faults().stream()
        .map(FaultKind::name)
        .filter(kind -> !faults.containsKey(kind))
        .sorted()
        .forEach(kind -> row(out, kind + ", does not apply here", "-"));
    out.println();
    row(out, "load", "count");
    row(out, "jobs acknowledged", records.acknowledged());
    row(out, "jobs posted per second", String.format(Locale.ROOT, "%.1f", postedPerSecond()));
    row(
        out,
        "jobs acknowledged per second",
        String.format(Locale.ROOT, "%.1f", acknowledgedPerSecond()));
    row(out, "all jobs, also those of schedules and bulk jobs", jobs);
    records
        .counts()
        .forEach((what, count) -> {
          row(out, what, count);
          records.examples(what).forEach(example -> out.println("      " + cut(example)));
        });
    row(out, "processes that ended for lack of memory", explainedExits);
    row(out, "processes that ended for an unknown reason", unexplainedExits);
    knownDefects.forEach((what, count) -> row(out, "known defect: " + what, count));
    out.println(
        "A post is one request, and a list posts several jobs. A post is acknowledged when");
    out.println(
        "it is answered with new jobs. The rule 'acknowledged posts are final' checks these");
    out.println("jobs, and those that a post was answered with because of their unique key.");
    out.println();
    printRules(out);
    out.println();
    out.println(summary());
  }

  double acknowledgedPerSecond() {
    return perSecond(records.acknowledged());
  }

  /** The rate of jobs that the clients posted, regardless of the answers. */
  double postedPerSecond() {
    return perSecond(records.postedJobs());
  }

  private double perSecond(int count) {
    return count / Math.max(0.001, posting.toMillis() / 1e3);
  }

  private void printRules(PrintStream out) {
    out.println(String.format(Locale.ROOT, "%-52s %9s %10s", "rule", "checked", "violations"));
    for (HistoryChecker.Outcome outcome : outcomes) {
      out.println(
          String.format(
              Locale.ROOT,
              "%-52s %,9d %,10d",
              outcome.rule(),
              outcome.checked(),
              outcome.violations().size()));
      if (outcome.lacksEvidence()) {
        out.println("    ? there was nothing to check");
      }
      outcome.notes().forEach(note -> out.println("      " + note));
      outcome.violations().stream()
          .limit(MAX_SHOWN)
          .forEach(v -> out.println("    ! " + cut(v.text())));
    }
  }

  private String summary() {
    String installation =
        (options.installation().store() + "/" + options.installation().board())
            .toLowerCase(Locale.ROOT);
    Judgement judgement = judgement();
    return String.format(
        Locale.ROOT,
        "%s: %s, seed %d, %,d jobs, %,d faults, %d min %d s: %s",
        judgement.verdict(),
        installation,
        options.seed(),
        records.acknowledged(),
        injected(),
        took.toMinutes(),
        took.toSecondsPart(),
        said(judgement));
  }

  private String said(Judgement judgement) {
    return switch (judgement.verdict()) {
      case PASSED -> "every rule was kept";
      case FAILED ->
          judgement.violations()
              + " violations"
              + (options.plant() == null
                  ? ""
                  : "; with the planted defect '"
                      + Judgement.word(options.plant())
                      + "' the run must fail");
      case INCONCLUSIVE -> "the run proves nothing: " + String.join("; ", judgement.doubts());
    };
  }

  private static void row(PrintStream out, String name, Object value) {
    out.println(String.format(Locale.ROOT, "%-52s %9s", name, value));
  }

  private static String cut(String text) {
    return text.length() <= 300 ? text : text.substring(0, 300) + "…";
  }

  /** Prints the report for programs. */
  void printJson(PrintStream out) {
    out.println(CampaignReportJson.text(this));
  }

  /** Writes the report for programs to a file. */
  void write(Path file) throws IOException {
    Files.writeString(file, CampaignReportJson.text(this) + "\n");
  }
}
