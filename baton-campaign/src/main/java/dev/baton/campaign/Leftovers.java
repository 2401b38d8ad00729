// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign;

import dev.baton.campaign.stack.Database;
import dev.baton.campaign.stack.Ensemble;
import dev.baton.campaign.stack.Installation;
import dev.baton.campaign.stack.Member;
import dev.baton.campaign.stack.ZookeeperEntries;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

/** What should not be there any more when all processes of Baton have stopped. */
final class Leftovers {

  /** Statements that count rows of jobs that are at nobody's hands. */
  private static final Map<String, String> ROWS =
      Map.of(
          "claims of executors", "select count(*) from claimer",
          "jobs on the board", "select count(*) from job where phase is not null");

  private Leftovers() {}

  static List<String> find(Installation installation) throws IOException {
    List<String> found = new ArrayList<>(processes(installation));
    Database database = installation.database();
    if (database != null) {
      found.addAll(rows(database));
    }
    Ensemble zookeeper = installation.zookeeper();
    if (zookeeper != null) {
      found.addAll(ZookeeperEntries.find(zookeeper));
    }
    found.addAll(folders(installation));
    return found;
  }

  /** Executors and distributors keep nothing in their data folders. */
  private static List<String> folders(Installation installation) throws IOException {
    List<String> found = new ArrayList<>();
    for (Member member : installation.members()) {
      Path folder = installation.data(member);
      if (member.role() != Member.Role.SERVER && Files.isDirectory(folder)) {
        try (Stream<Path> files = Files.list(folder)) {
          files.forEach(file -> found.add(member + " left " + file));
        }
      }
    }
    return found;
  }

  /** Processes that a member, or a job, started. */
  private static List<String> processes(Installation installation) throws IOException {
    String mark = Installation.RUN + "=" + installation.run();
    List<String> found = new ArrayList<>();
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      for (Path process : processes.filter(Leftovers::isProcess).toList()) {
        if (environment(process).contains(mark)) {
          found.add("process " + process.getFileName() + " is left: " + commandLine(process));
        }
      }
    }
    return found;
  }

  private static boolean isProcess(Path path) {
    return path.getFileName().toString().matches("\\d+");
  }

  /** Empty if it has ended, or is another user's. */
  private static String environment(Path process) {
    return read(process.resolve("environ"));
  }

  private static String commandLine(Path process) {
    return read(process.resolve("cmdline")).replace('\0', ' ');
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  private static List<String> rows(Database database) {
    List<String> found = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(database.url(database.address()));
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
      found.add("the database cannot be looked at: " + e.getMessage());
    }
    return found;
  }
}
