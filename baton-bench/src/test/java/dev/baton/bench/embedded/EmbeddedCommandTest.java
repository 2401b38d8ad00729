// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Runs the checks in a small size. */
final class EmbeddedCommandTest {

  private static final EmbeddedStore H2 = EmbeddedStore.named("h2");
  private static final EmbeddedStore SQLITE = EmbeddedStore.named("sqlite");

  @TempDir Path folder;

  private Findings run(StoreCheck check, EmbeddedStore store) throws Exception {
    Findings findings = new Findings();
    check.run(store, folder.toRealPath(), findings);
    return findings;
  }

  private static String refusal(String... arguments) {
    StringWriter errors = new StringWriter();
    CommandLine line = new CommandLine(new EmbeddedCommand()).setErr(new PrintWriter(errors));
    assertThat(line.execute(arguments)).isEqualTo(CommandLine.ExitCode.USAGE);
    return errors.toString();
  }

  @Test
  void unknownNames_areRefusedWithTheAllowedNames() {
    assertThat(refusal("--store", "h2,derby"))
        .contains("'derby' is not a store; allowed: [h2, sqlite");
    assertThat(refusal("--only", "speed,colour"))
        .contains("[colour] are not checks; allowed: [speed, start");
  }

  @Test
  void speed_isMeasuredForEachStore() throws Exception {
    Findings findings = run(new SpeedCheck(200, 1), SQLITE);
    assertThat(findings.table(List.of(SQLITE)))
        .startsWith("| | sqlite |\n|---|---|\n")
        .containsPattern("claim and end, batches of 100, jobs/s \\| [1-9]")
        .doesNotContain("| 32 threads |");
  }

  @Test
  void killedSqlite_hasAllAcknowledgedWrites() throws Exception {
    assertThat(killed(SQLITE)).matches("2, [1-9][0-9]*, 0, 0");
  }

  private String killed(EmbeddedStore store) throws Exception {
    return run(new KillCheck(2), store)
        .values(
            store,
            "kill -9 with 32 threads: kills, jobs, lost writes, stores that are inconsistent")
        .getFirst();
  }

  @Test
  void damagedSqlite_isNeverEmptyOrOlder() throws Exception {
    String table = run(new DamageCheck(1), SQLITE).table(List.of(SQLITE));
    assertThat(table)
        .contains("closed in order, emptied | 1 × error at open")
        .contains("killed, log wholly garbled | 1 × error at open")
        .doesNotContain("EMPTY")
        .doesNotContain("OLDER");
  }

  @Test
  void emptiedH2_comesUpEmpty() throws Exception {
    assertThat(run(new DamageCheck(1), H2).values(H2, "damage: closed in order, emptied"))
        .containsExactly("1 × EMPTY");
  }

  @Test
  void secondProcess_sharesSqliteAndIsRefusedByH2() throws Exception {
    assertThat(run(new TwoProcessesCheck(40), SQLITE).values(SQLITE, "second process"))
        .containsExactly("works");
    assertThat(run(new TwoProcessesCheck(40), H2).values(H2, "second process").getFirst())
        .contains("Database may be already in use");
  }

  @Test
  void copyDuringWrites_hasAllEarlierWrites() throws Exception {
    assertThat(run(new CopyCheck(100), SQLITE).values(SQLITE, "online copy: lost writes"))
        .containsExactly("0");
  }
}
