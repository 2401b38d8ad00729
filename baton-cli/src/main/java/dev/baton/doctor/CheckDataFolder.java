// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.doctor;

import dev.baton.config.RunningServer;
import dev.baton.error.UnavailableException;
import dev.baton.launch.ProcessOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Checks that the data folder can be used and has space, and that there is no second folder with
 * data, whose jobs a user would miss.
 */
final class CheckDataFolder {

  private static final String AREA = "data folder";
  private static final String DATABASE = "baton.mv.db";
  private static final Path OF_THE_PACKAGE = Path.of("/var/lib/baton");
  private static final int MEBIBYTE = 1 << 20;

  /** Below this, a busy server fills the disk before an operator can act. */
  private static final long NEEDED_MEBIBYTES = 256;

  private final ProcessOptions options;
  private final Path usual;
  private final List<RunningServer> running;
  private final @Nullable RunningServer own;

  /**
   * @param usual the data folder of this user if no setting names one
   * @param own the running server of the data folder
   */
  CheckDataFolder(
      ProcessOptions options,
      Path usual,
      List<RunningServer> running,
      @Nullable RunningServer own) {
    this.options = options;
    this.usual = usual;
    this.running = running;
    this.own = own;
  }

  List<CheckResult> run() {
    List<CheckResult> results = new ArrayList<>(List.of(folder()));
    if (usesEmbeddedStore()) {
      results.addAll(others());
    }
    return results;
  }

  private boolean usesEmbeddedStore() {
    return options.backend().store() == null && options.backend().endpoint() == null;
  }

  private CheckResult folder() {
    Path folder = options.data().toAbsolutePath().normalize();
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      return CheckResult.fault(
          AREA, "'" + folder + "' is not a folder; choose another one with --data");
    }
    Path existing = folder;
    while (!Files.isDirectory(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    if (!Files.isWritable(existing)) {
      return CheckResult.fault(
          AREA,
          "'"
              + existing
              + "' is not writable for user '"
              + System.getProperty("user.name")
              + "'; change its owner, or choose another folder with --data");
    }
    return space(folder, free(existing) / MEBIBYTE);
  }

  private CheckResult space(Path folder, long free) {
    if (free < NEEDED_MEBIBYTES) {
      return CheckResult.fault(
          AREA,
          "only "
              + free
              + " MiB are free on the disk of '"
              + folder
              + "', and Baton needs "
              + NEEDED_MEBIBYTES
              + " MiB; free space there, remove old jobs sooner, or move the folder and name it"
              + " with --data");
    }
    String has = Files.exists(folder) ? "has " : "will be created; its disk has ";
    String server =
        own == null
            ? ""
            : ", used by the server " + own.endpoint() + " (process " + own.pid() + ")";
    return CheckResult.ok(AREA, "'" + folder + "' " + has + free + " MiB free" + server);
  }

  private static long free(Path folder) {
    try {
      return Files.getFileStore(folder).getUsableSpace();
    } catch (IOException e) {
      throw new UnavailableException(
          "the free space of '" + folder + "' cannot be read: " + e.getMessage(), e);
    }
  }

  private List<CheckResult> others() {
    Path chosen = options.data().toAbsolutePath().normalize();
    Set<Path> candidates = new TreeSet<>(List.of(usual, OF_THE_PACKAGE));
    running.forEach(server -> candidates.add(server.data()));
    return candidates.stream()
        .filter(other -> !isSame(other, chosen) && Files.exists(other.resolve(DATABASE)))
        .map(other -> other(chosen, other))
        .toList();
  }

  private CheckResult other(Path chosen, Path other) {
    String text =
        "there is a second data folder, '"
            + other
            + "', with jobs of its own; commands with '"
            + chosen
            + "' do not show them. Choose the folder with --data, or delete the one that nobody"
            + " needs";
    return options.isDataNamed() ? CheckResult.warning(AREA, text) : CheckResult.fault(AREA, text);
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return Files.isSameFile(one, other);
    } catch (IOException e) {
      // One of the folders does not exist.
      return one.equals(other);
    }
  }
}
