// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.campaign.fault.FaultKind;
import dev.baton.campaign.history.HistoryChecker;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Formats the report for programs: figures are numbers, durations are milliseconds. */
final class CampaignReportJson {

  private static final ObjectMapper JSON = new ObjectMapper();

  private CampaignReportJson() {}

  static String text(CampaignReport campaignReport) {
    ObjectNode doc = JSON.createObjectNode();
    Judgement judgement = campaignReport.judgement();
    doc.put("passed", judgement.verdict() == Judgement.Verdict.PASSED);
    doc.put("verdict", judgement.verdict().name().toLowerCase(Locale.ROOT));
    judgement.doubts().forEach(doc.putArray("doubts")::add);
    options(doc.putObject("options"), campaignReport.options());
    doc.put("milliseconds", campaignReport.took().toMillis());
    load(doc.putObject("load"), campaignReport);
    faults(doc.putObject("faults"), campaignReport);
    ObjectNode processes = doc.putObject("processes");
    processes.put("ended-without-memory", campaignReport.explainedExits());
    processes.put("ended-unexplained", campaignReport.unexplainedExits());
    ObjectNode defects = doc.putObject("known-defects");
    campaignReport.knownDefects().forEach(defects::put);
    ArrayNode rules = doc.putArray("rules");
    campaignReport.outcomes().forEach(outcome -> rule(rules.addObject(), outcome));
    return doc.toPrettyString();
  }

  private static void options(ObjectNode node, CampaignOptions options) {
    node.put("seed", options.seed());
    node.put("store", options.installation().store().name().toLowerCase(Locale.ROOT));
    node.put("board", options.installation().board().name().toLowerCase(Locale.ROOT));
    node.put("attack-ms", options.attack().toMillis());
    node.put("lease-ms", options.installation().lease().toMillis());
    node.put("outlive-ms", options.outlive().toMillis());
    node.put("drain-ms", options.drain().toMillis());
    node.put("jobs-per-second", options.jobsPerSecond());
    node.put("disk-mb", options.installation().diskMegabytes());
    options.installation().maxTakeovers().ifPresent(max -> node.put("max-takeovers", max));
    node.put(
        "plant", options.plant() == null ? null : options.plant().name().toLowerCase(Locale.ROOT));
    ArrayNode kinds = node.putArray("faults");
    options.faults().stream().map(FaultKind::name).forEach(kinds::add);
  }

  private static void load(ObjectNode node, CampaignReport campaignReport) {
    node.put("posted", campaignReport.records().postedJobs());
    node.put("posted-per-second", campaignReport.postedPerSecond());
    node.put("acknowledged", campaignReport.records().acknowledged());
    node.put("acknowledged-per-second", campaignReport.acknowledgedPerSecond());
    node.put("jobs", campaignReport.jobs());
    ObjectNode requests = node.putObject("requests");
    campaignReport.records().counts().forEach(requests::put);
  }

  private static void faults(ObjectNode node, CampaignReport campaignReport) {
    Set<String> postedJobs =
        campaignReport.options().faults().stream().map(FaultKind::name).collect(Collectors.toSet());
    for (String kind : new java.util.TreeSet<>(postedJobs)) {
      ObjectNode one = node.putObject(kind);
      one.put("applies", campaignReport.faults().containsKey(kind));
      one.put("injected", campaignReport.faults().getOrDefault(kind, 0));
      one.put("failed", campaignReport.failedFaults().getOrDefault(kind, 0));
      one.put("nothing-to-hit", campaignReport.impossibleFaults().getOrDefault(kind, 0));
    }
  }

  private static void rule(ObjectNode node, HistoryChecker.Outcome outcome) {
    node.put("rule", outcome.rule()).put("checked", outcome.checked());
    node.put("violated", outcome.violations().size());
    ObjectNode figures = node.putObject("figures");
    outcome.figures().forEach(figures::put);
    ArrayNode violations = node.putArray("violations");
    outcome.violations().forEach(violation -> violations.add(violation.text()));
    outcome.notes().forEach(node.putArray("notes")::add);
  }
}
