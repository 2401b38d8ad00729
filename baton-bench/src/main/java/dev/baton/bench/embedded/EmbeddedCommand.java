// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Compares the databases that can run inside the process of Baton. */
@Command(
    name = "embedded",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Compares embedded databases on the tables of a job store: speed, and whether acknowledged"
          + " writes survive kills, full disks and damaged files. Prints a table in Markdown.",
      "'every-write' needs strace, 'full-disk' needs the right to mount."
    })
public final class EmbeddedCommand implements Callable<Integer> {

  @Option(
      names = "--store",
      split = ",",
      defaultValue = "h2,sqlite",
      description = {
        "Stores to compare: h2, sqlite; also h2-grouped (one writing connection, as SQLite needs),"
            + " and sqlite-normal, which may lose commits at a loss of power and thus tests the"
            + " checks."
      })
  private List<String> stores = List.of();

  @Option(
      names = "--only",
      split = ",",
      description =
          "Checks to run: speed, start, large, backlog, kill, every-write, damage, full-disk,"
              + " interrupt, processes, copy. Without this option, all of them.")
  private List<String> only = List.of();

  @Option(names = "--jobs", defaultValue = "60000", description = "Jobs per measurement.")
  private int jobs;

  @Option(names = "--rounds", defaultValue = "3", description = "Rounds of measurements.")
  private int rounds;

  @Option(names = "--backlog", defaultValue = "1000000", description = "Waiting jobs.")
  private int backlog;

  @Option(names = "--kills", defaultValue = "50", description = "Kills of a writing process.")
  private int kills;

  @Option(names = "--damages", defaultValue = "20", description = "Files with each kind of damage.")
  private int damages;

  @Option(
      names = "--folder",
      description = "A folder on the disk to measure; without this option, the temporary folder.")
  private @Nullable Path folder;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws SQLException, IOException, InterruptedException {
    List<EmbeddedStore> chosen = chosenStores();
    List<StoreCheck> checks = chosenChecks();
    Findings findings = new Findings();
    for (StoreCheck check : checks) {
      for (int round = 0; round < check.rounds(); round++) {
        for (EmbeddedStore store : chosen) {
          run(check, store, findings);
        }
      }
    }
    System.out.println();
    System.out.println(findings.table(chosen));
    return 0;
  }

  private void run(StoreCheck check, EmbeddedStore store, Findings findings)
      throws SQLException, IOException, InterruptedException {
    Path own =
        folder == null
            ? Files.createTempDirectory("baton-embedded")
            : Files.createTempDirectory(folder, "baton-embedded");
    try {
      check.run(store, own.toRealPath(), findings);
    } finally {
      Folders.delete(own);
    }
  }

  private List<EmbeddedStore> chosenStores() {
    try {
      return stores.stream().map(EmbeddedStore::named).toList();
    } catch (IllegalArgumentException e) {
      throw refused("--store: " + e.getMessage());
    }
  }

  private List<StoreCheck> chosenChecks() {
    List<StoreCheck> all =
        List.of(
            new SpeedCheck(jobs, rounds),
            new StartCheck(5, rounds),
            new LargePayloadCheck(rounds),
            new BacklogCheck(backlog, rounds),
            new KillCheck(kills),
            new EveryWriteCheck(6),
            new DamageCheck(damages),
            new FullDiskCheck(),
            new InterruptCheck(3000),
            new TwoProcessesCheck(jobs / 10),
            new CopyCheck(jobs));
    if (only.isEmpty()) {
      return all;
    }
    List<String> names = all.stream().map(StoreCheck::name).toList();
    List<String> unknown = new ArrayList<>(only);
    unknown.removeAll(names);
    if (!unknown.isEmpty()) {
      throw refused("--only: " + unknown + " are not checks; allowed: " + names);
    }
    return all.stream().filter(check -> only.contains(check.name())).toList();
  }

  private ParameterException refused(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }
}
