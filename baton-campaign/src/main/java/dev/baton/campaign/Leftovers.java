// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign;

import dev.baton.campaign.stack.CampaignDatabase;
import dev.baton.campaign.stack.CampaignEnsemble;
import dev.baton.campaign.stack.CampaignInstallation;
import dev.baton.campaign.stack.InstalledProcess;
import dev.baton.campaign.stack.MarkedProcess;
import dev.baton.campaign.stack.ZooKeeperLeftovers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Finds things that should not exist any more after all Baton processes have stopped. */
final class Leftovers {

  /**
   * The SQL statements that count rows of unfinished work, by the name of the finding. Each must
   * return 0 at the end of a campaign.
   */
  private static final Map<String, String> ROWS =
      Map.of(
          "claims of executors", "select count(*) from baton_session",
          "jobs on the board", "select count(*) from baton_active_job where phase is not null");

  private static final String ENGINE_IDENTITY = ".identity";

  private Leftovers() {}

  static List<String> find(CampaignInstallation campaignInstallation) throws IOException {
    List<String> found = new ArrayList<>(processes(campaignInstallation));
    CampaignDatabase campaignDatabase = campaignInstallation.database();
    if (campaignDatabase != null) {
      found.addAll(rows(campaignDatabase));
    }
    CampaignEnsemble zookeeper = campaignInstallation.zookeeper();
    if (zookeeper != null) {
      found.addAll(ZooKeeperLeftovers.find(zookeeper));
    }
    found.addAll(folders(campaignInstallation));
    return found;
  }

  /**
   * Executors and distributors must leave nothing in their data folders except files that identify
   * them.
   */
  private static List<String> folders(CampaignInstallation campaignInstallation)
      throws IOException {
    List<String> found = new ArrayList<>();
    for (InstalledProcess installedProcess : campaignInstallation.installedProcesses()) {
      Path folder = campaignInstallation.data(installedProcess);
      if (installedProcess.role() != InstalledProcess.Role.SERVER && Files.isDirectory(folder)) {
        files(folder).forEach(file -> found.add(installedProcess + " left " + file));
      }
    }
    return found;
  }

  /** The files below a folder, except the file that identifies an engine's folder. */
  static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> !Files.isDirectory(file))
          .filter(file -> !file.endsWith(ENGINE_IDENTITY))
          .toList();
    }
  }

  /** Processes that a member or a job started. */
  private static List<String> processes(CampaignInstallation campaignInstallation) {
    return MarkedProcess.all(CampaignInstallation.RUN, campaignInstallation.run()).stream()
        .map(process -> "process " + process.pid() + " still runs: " + process.command())
        .toList();
  }

  private static List<String> rows(CampaignDatabase campaignDatabase) {
    List<String> found = new ArrayList<>();
    try (Connection connection =
            DriverManager.getConnection(campaignDatabase.url(campaignDatabase.address()));
        Statement statement = connection.createStatement()) {
      for (Map.Entry<String, String> rows : ROWS.entrySet()) {
        try (ResultSet count = statement.executeQuery(rows.getValue())) {
          count.next();
          if (count.getLong(1) > 0) {
            found.add(rows.getKey() + " are left: " + count.getLong(1));
          }
        }
      }
    } catch (SQLException e) {
      found.add("the database cannot be read: " + e.getMessage());
    }
    return found;
  }
}
