// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.console.ExitCode;
import dev.baton.jdbc.JdbcBackend;
import dev.baton.service.Clock;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@code baton backup} without a server, and {@code baton restore}. */
final class BackupCommandTest {

  @TempDir Path folder;

  private TestBaton.Result run(Map<String, String> more, String... arguments) {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("HOME", folder.toString());
    return TestBaton.runIn(environment, "", arguments);
  }

  private TestBaton.Result run(String... arguments) {
    return run(Map.of(), arguments);
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  /** Makes a store without a server, and a backup of it. */
  private Path backup() throws IOException {
    Path data = Files.createDirectories(folder.resolve("data"));
    JdbcBackend.open(
            JdbcBackend.Options.of("jdbc:h2:file:" + data.resolve("baton")), Clock.system())
        .close();
    TestBaton.Result made = run("backup", path("b.zip"), "--data", path("data"));
    assertThat(made.code()).as(made.err()).isZero();
    assertThat(made.out()).matches("(?s)Backup '.*b.zip' is complete: [0-9.]+ kB, in [0-9.]+ s\n");
    return folder.resolve("b.zip");
  }

  @Test
  void backup_withJsonOutput_describesTheFile() throws IOException {
    backup();
    TestBaton.Result made =
        run("backup", path("c.zip"), "--data", path("data"), "--output", "json");
    assertThat(made.out()).contains("\"bytes\"", "\"sha256\"", "\"made-at\"", "c.zip");
    assertThat(run("restore", path("c.zip"), "--data", path("new"), "--output", "json").out())
        .contains("\"data\"", "\"sha256\"");
  }

  @Test
  void backup_toAnExistingFile_isRefused() throws IOException {
    Path existing = Files.writeString(folder.resolve("existing"), "mine");
    TestBaton.Result refused = run("backup", existing.toString(), "--data", path("data"));
    assertThat(refused.code()).isEqualTo(ExitCode.CONFLICT);
    assertThat(refused.err()).contains("exists, and a backup replaces no file");
    assertThat(existing).hasContent("mine");
  }

  @Test
  void backup_ofAFolderWithoutStore_isRefused() {
    TestBaton.Result refused = run("backup", path("b.zip"), "--data", path("none"));
    assertThat(refused.code()).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(refused.err()).contains("contains no store");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void backup_ofAnOpenStoreWithoutServer_isRefused() throws Exception {
    Path data = Files.createDirectories(folder.resolve("data"));
    try (BatonShell shell = new BatonShell(folder)) {
      shell.up(Map.of(), "--data", data.toString(), "--port", "0");
      Files.delete(data.resolve("endpoint.json"));
      TestBaton.Result refused = run("backup", path("b.zip"), "--data", data.toString());
      assertThat(refused.code()).as(refused.err()).isEqualTo(ExitCode.CONFLICT);
      assertThat(refused.err()).contains("is in use by another process");
    }
    assertThat(folder.resolve("b.zip")).doesNotExist();
  }

  @Test
  void backup_ofADatabaseServer_namesTheProgram() {
    TestBaton.Result refused =
        run(
            Map.of(
                "BATON_STORE", "jdbc:postgresql://db:5433/jobs",
                "BATON_STORE_USER", "baton",
                "BATON_STORE_PASSWORD", "secret"),
            "backup",
            path("b.zip"));
    assertThat(refused.code()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err())
        .contains("pg_dump --format=custom --file=baton.dump postgresql://baton@db:5433/jobs")
        .doesNotContain("secret");
    TestBaton.Result mariadb =
        run(Map.of("BATON_STORE", "jdbc:mariadb://db:3307/jobs"), "backup", path("b.zip"));
    assertThat(mariadb.code()).isEqualTo(ExitCode.USAGE);
    assertThat(mariadb.err())
        .contains(
            "mariadb-dump --single-transaction --result-file=baton.sql --host=db --port=3307"
                + " --password jobs");
  }

  @Test
  void backup_ofAServerWithoutEmbeddedStore_andByAUser_isRefused() {
    try (TestBaton baton = new TestBaton(folder)) {
      TestBaton.Result refused = baton.run("backup", path("b.zip"));
      assertThat(refused.code()).as(refused.err()).isEqualTo(ExitCode.USAGE);
      assertThat(refused.err()).contains("is not embedded");
      assertThat(
              baton
                  .run(Map.of("BATON_NEW_PASSWORD", "hunter2-hunter2"), "", "user", "add", "anna")
                  .code())
          .isZero();
      TestBaton.Result forbidden =
          baton.run(
              Map.of("BATON_USER", "anna", "BATON_PASSWORD", "hunter2-hunter2"),
              "",
              "backup",
              path("b.zip"));
      assertThat(forbidden.code()).as(forbidden.err()).isEqualTo(ExitCode.FORBIDDEN);
      assertThat(folder.resolve("b.zip")).doesNotExist();
      assertThat(folder.resolve("b.zip.part")).doesNotExist();
    }
  }

  @Test
  void restore_ofADamagedFile_isRefusedAndWritesNothing() throws IOException {
    byte[] good = Files.readAllBytes(backup());
    for (int length : List.of(0, 1, good.length / 2, good.length - 1)) {
      assertRefused(Arrays.copyOf(good, length));
    }
    for (int at : List.of(0, 100, good.length / 3, good.length / 2, good.length - 30)) {
      byte[] changed = good.clone();
      changed[at] ^= 0x55;
      assertRefused(changed);
    }
  }

  @Test
  void restore_ofOtherEntries_isRefusedAndWritesNothing() throws IOException {
    Path file = folder.resolve("evil.zip");
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (String name : List.of("baton.mv.db", "manifest.json", "../evil")) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(1);
      }
    }
    assertRefused(Files.readAllBytes(file));
    assertThat(folder.resolve("evil")).doesNotExist();
  }

  private void assertRefused(byte[] content) throws IOException {
    Path file = Files.write(folder.resolve("damaged.zip"), content);
    TestBaton.Result refused = run("restore", file.toString(), "--data", path("restored"));
    assertThat(refused.code()).as(refused.err()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err()).contains("is not a usable backup");
    assertThat(folder.resolve("restored")).doesNotExist();
  }

  @Test
  void restore_toAFolderWithData_isRefused() throws IOException {
    Path backup = backup();
    TestBaton.Result refused = run("restore", backup.toString(), "--data", path("data"));
    assertThat(refused.code()).isEqualTo(ExitCode.CONFLICT);
    assertThat(refused.err()).contains("holds 'baton.mv.db'");
    try (TestBaton baton = new TestBaton(folder.resolve("other"))) {
      TestBaton.Result running =
          baton.run("restore", backup.toString(), "--data", baton.data().toString());
      assertThat(running.code()).isEqualTo(ExitCode.CONFLICT);
      assertThat(running.err()).contains("a server runs on");
    }
    assertThat(run("restore", backup.toString()).code()).isEqualTo(ExitCode.USAGE);
    assertThat(run("restore", path("none"), "--data", path("new")).code())
        .isEqualTo(ExitCode.NOT_FOUND);
    assertThat(folder.resolve("new")).doesNotExist();
  }
}
