// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.embedded;

import dev.baton.bench.embedded.FileTrace.Call;
import dev.baton.bench.embedded.FileTrace.SyncEnd;
import dev.baton.bench.embedded.FileTrace.Write;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Records each write to the files of a store by a process with 32 writing threads, and opens the
 * store as it is after each of these writes: as a kill leaves it, and as a loss of power may leave
 * it. Each write that was acknowledged until then must be there.
 */
record EveryWriteCheck(int jobsPerThread) implements StoreCheck {

  private static final int PAYLOAD = 20_000;
  private static final int SEED = 1;

  @Override
  public String name() {
    return "every-write";
  }

  /** Counts the states that were opened, and their faults. */
  private static final class Tally {
    private int opened;
    private int damaged;
    private int withLoss;
    private String error = "";

    @Override
    public String toString() {
      return opened
          + ", "
          + withLoss
          + ", "
          + damaged
          + (error.isEmpty() ? "" : " (" + error + ")");
    }
  }

  @Override
  public void run(EmbeddedStore store, Path folder, Findings findings)
      throws SQLException, IOException, InterruptedException {
    Path used = Files.createDirectory(folder.resolve("used"));
    try (OpenStore open = store.open(used)) {
      SpeedCheck.post(open, 0, 1000, 100);
    }
    Path acknowledged = used.resolve("acknowledged");
    Map<Path, FileImage> images = new LinkedHashMap<>();
    for (Path file : durableFiles(store, used)) {
      images.put(file, new FileImage(file));
    }
    List<Call> calls = record(store, used, acknowledged, folder.resolve("log"));
    long syncs = calls.stream().filter(SyncEnd.class::isInstance).count();
    long bytes =
        calls.stream()
            .filter(call -> !call.file().equals(acknowledged))
            .mapToLong(call -> call instanceof Write write ? write.bytes().length : 0)
            .sum();
    findings.add(
        store,
        "every write: acknowledged jobs, writes, MB written, synchronizations",
        String.format(
            Locale.ROOT,
            "%d, %d, %.1f, %d",
            WriteAnswers.read(acknowledged).acknowledged(),
            calls.stream()
                .filter(call -> call instanceof Write && !call.file().equals(acknowledged))
                .count(),
            bytes / 1e6,
            syncs));
    Tally kills = new Tally();
    Tally losses = new Tally();
    replay(store, folder, calls, images, acknowledged, kills, losses);
    findings.add(
        store, "kill after every write: states, with lost writes, inconsistent", kills.toString());
    findings.add(
        store,
        "power loss at every write: states, with lost writes, inconsistent",
        losses.toString());
  }

  /** The shared memory of SQLite is made again after a kill, so its content does not matter. */
  private static List<Path> durableFiles(EmbeddedStore store, Path folder) {
    return store.files(folder).stream().filter(file -> !file.toString().endsWith("-shm")).toList();
  }

  private List<Call> record(EmbeddedStore store, Path used, Path acknowledged, Path log)
      throws IOException, InterruptedException {
    List<Path> files = new ArrayList<>(durableFiles(store, used));
    files.add(acknowledged);
    List<String> command = FileTrace.command(log, files);
    command.addAll(
        StoreProcess.command(
            "write",
            store.name(),
            used,
            acknowledged,
            SpeedCheck.THREADS,
            0,
            jobsPerThread,
            PAYLOAD));
    Process process = StoreProcess.start(command);
    try {
      if (process.waitFor() != 0) {
        throw new IOException("the writing process of " + store.name() + " failed");
      }
    } finally {
      process.destroyForcibly();
    }
    return FileTrace.read(log);
  }

  private static void replay(
      EmbeddedStore store,
      Path folder,
      List<Call> calls,
      Map<Path, FileImage> images,
      Path acknowledged,
      Tally kills,
      Tally losses)
      throws IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    WriteAnswers answers = WriteAnswers.inMemory();
    for (Call call : calls) {
      if (call.file().equals(acknowledged)) {
        if (call instanceof Write write) {
          answers.add(new String(write.bytes(), StandardCharsets.US_ASCII));
        }
        continue;
      }
      FileImage changed = images.get(call.file());
      if (changed == null) {
        throw new IOException("unexpected file '" + call.file() + "'");
      }
      changed.apply(call);
      Path killed = emptyFolder(folder.resolve("killed"));
      Path lost = emptyFolder(folder.resolve("lost"));
      for (Map.Entry<Path, FileImage> image : images.entrySet()) {
        image.getValue().saveAfterKill(killed.resolve(image.getKey().getFileName()));
        image.getValue().saveAfterPowerLoss(lost.resolve(image.getKey().getFileName()), random);
      }
      open(store, killed, answers, kills);
      open(store, lost, answers, losses);
    }
  }

  private static Path emptyFolder(Path folder) throws IOException {
    Folders.delete(folder);
    return Files.createDirectory(folder);
  }

  private static void open(EmbeddedStore store, Path folder, WriteAnswers answers, Tally tally)
      throws IOException {
    tally.opened++;
    try (OpenStore open = store.open(folder)) {
      tally.withLoss += answers.lost(open.read(JobTables::states)) > 0 ? 1 : 0;
    } catch (SQLException | RuntimeException e) {
      tally.damaged++;
      tally.error = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
  }
}
