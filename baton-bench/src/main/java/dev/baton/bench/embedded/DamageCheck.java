// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.embedded;

import dev.baton.bench.embedded.JobTables.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Damages the file of a store in many ways and opens the store. An error is right; an empty store
 * or a store with missing jobs is wrong.
 */
record DamageCheck(int repetitions) implements StoreCheck {

  private static final int JOBS = 5000;
  private static final int PAGE = 4096;
  private static final int AREA = 64 * 1024;

  /** A way to damage a file. */
  private enum Damage {
    EMPTIED,
    TRUNCATED_TO_A_PAGE,
    TRUNCATED_ANYWHERE,
    WHOLLY_ZEROED,
    HEAD_ZEROED,
    AREA_ZEROED,
    WHOLLY_GARBLED,
    HEAD_GARBLED,
    AREA_GARBLED,
    ONE_BYTE_GARBLED;

    String words() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    byte[] of(byte[] file, SplittableRandom random) {
      int at = random.nextInt(2 * PAGE, file.length - AREA);
      return switch (this) {
        case EMPTIED -> new byte[0];
        case TRUNCATED_TO_A_PAGE -> Arrays.copyOf(file, PAGE);
        case TRUNCATED_ANYWHERE -> Arrays.copyOf(file, at);
        case WHOLLY_ZEROED -> new byte[file.length];
        case HEAD_ZEROED -> with(file, 0, new byte[2 * PAGE]);
        case AREA_ZEROED -> with(file, at, new byte[AREA]);
        case WHOLLY_GARBLED -> bytes(file.length, random);
        case HEAD_GARBLED -> with(file, 0, bytes(2 * PAGE, random));
        case AREA_GARBLED -> with(file, at, bytes(AREA, random));
        case ONE_BYTE_GARBLED -> with(file, at, new byte[] {(byte) (file[at] ^ 0x10)});
      };
    }

    private static byte[] bytes(int length, SplittableRandom random) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      return bytes;
    }

    private static byte[] with(byte[] file, int at, byte[] part) {
      byte[] changed = file.clone();
      System.arraycopy(part, 0, changed, at, part.length);
      return changed;
    }
  }

  @Override
  public String name() {
    return "damage";
  }

  @Override
  public void run(EmbeddedStore store, Path folder, Findings findings)
      throws SQLException, IOException, InterruptedException {
    Path closed = Files.createDirectory(folder.resolve("closed"));
    Path killed = Files.createDirectory(folder.resolve("killed"));
    try (OpenStore open = store.open(closed)) {
      SpeedCheck.post(open, 0, JOBS, 10);
      for (Path file : store.files(closed)) {
        if (Files.exists(file)) {
          Files.copy(file, killed.resolve(file.getFileName()));
        }
      }
    }
    for (Damage damage : Damage.values()) {
      damage(store, closed, 0, damage, findings, "closed in order, " + damage.words());
    }
    for (Damage damage : Damage.values()) {
      damage(store, killed, 0, damage, findings, "killed, " + damage.words());
    }
    if (store.files(killed).size() > 1) {
      for (Damage damage : Damage.values()) {
        damage(store, killed, 1, damage, findings, "killed, log " + damage.words());
      }
    }
  }

  private void damage(
      EmbeddedStore store, Path intact, int which, Damage damage, Findings findings, String row)
      throws IOException {
    SplittableRandom random = new SplittableRandom(damage.name().hashCode());
    Path folder = intact.resolveSibling("damaged");
    Map<String, Integer> outcomes = new TreeMap<>();
    for (int repetition = 0; repetition < repetitions; repetition++) {
      Folders.delete(folder);
      Files.createDirectory(folder);
      for (Path file : store.files(intact)) {
        if (Files.exists(file)) {
          Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
      }
      Path damaged = store.files(folder).get(which);
      Files.write(damaged, damage.of(Files.readAllBytes(damaged), random));
      outcomes.merge(outcome(store, folder), 1, Integer::sum);
    }
    Folders.delete(folder);
    StringBuilder text = new StringBuilder();
    outcomes.forEach(
        (outcome, times) -> text.append(times).append(" × ").append(outcome).append(", "));
    findings.add(store, "damage: " + row, text.substring(0, text.length() - 2));
  }

  private static String outcome(EmbeddedStore store, Path folder) throws IOException {
    OpenStore open;
    try {
      open = store.open(folder);
    } catch (SQLException | RuntimeException | StackOverflowError | AssertionError e) {
      return "error at open";
    }
    try (open) {
      Map<Long, State> states = open.read(JobTables::states);
      if (states.isEmpty()) {
        return "EMPTY";
      }
      return states.size() == JOBS ? "whole" : "OLDER STATE";
    } catch (SQLException | RuntimeException | StackOverflowError | AssertionError e) {
      return String.valueOf(e.getMessage()).contains("wrong content")
          ? "WRONG CONTENT"
          : "error at read";
    }
  }
}
