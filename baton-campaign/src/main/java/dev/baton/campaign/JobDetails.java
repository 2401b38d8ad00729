// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign;

import dev.baton.campaign.history.FinalJob;
import dev.baton.campaign.ledger.LedgerEntry;
import dev.baton.campaign.ledger.LedgerFile;
import dev.baton.campaign.load.InstallationSurvey;
import dev.baton.campaign.plugin.StepsPlugin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Details that are read for single jobs.
 *
 * @param entries the entries of all ledgers
 * @param loggedTokens the logged tokens of jobs that had several claims, and of commands
 * @param flows the states of the atoms of flows that did not succeed
 */
record JobDetails(
    List<LedgerEntry> entries,
    Map<String, List<Long>> loggedTokens,
    Map<String, Map<String, String>> flows) {

  private static final String COMMAND = "run_command";

  static JobDetails read(
      InstallationSurvey installationSurvey, Path ledgers, Map<String, FinalJob> jobs)
      throws IOException {
    List<LedgerEntry> entries = LedgerFile.readAll(ledgers);
    Map<String, Set<Long>> tokens = new HashMap<>();
    entries.forEach(
        entry -> tokens.computeIfAbsent(entry.job(), job -> new HashSet<>()).add(entry.token()));
    Map<String, List<Long>> logged = new HashMap<>();
    Map<String, Map<String, String>> flows = new HashMap<>();
    for (FinalJob job : jobs.values()) {
      boolean several = tokens.getOrDefault(job.id(), Set.of()).size() > 1;
      if (several || job.action().equals(COMMAND)) {
        logged.put(job.id(), installationSurvey.loggedTokens(job.id()));
      }
      boolean isFlow = job.action().equals(StepsPlugin.STEPS) && tokens.containsKey(job.id());
      if (isFlow && !job.state().equals("SUCCESS")) {
        flows.put(job.id(), installationSurvey.atoms(job.id()));
      }
    }
    return new JobDetails(entries, logged, flows);
  }
}
