// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

final class CampaignOptionsTest {

  @TempDir Path folder;

  private final StringWriter errors = new StringWriter();

  private int run(String... arguments) {
    CommandLine line = Campaign.line();
    line.setErr(new PrintWriter(errors, true));
    return line.execute(arguments);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "run --minutes=0 | --minutes is 0; allowed: 0.1 to 10080",
        "run --rate=-1 | --rate is -1; allowed: 0.1 to 1000",
        "run --rate=NaN | --rate is NaN; allowed: 0.1 to 1000",
        "run --lease=PT0S | --lease is PT0S; allowed: 1s to 5m",
        "run --lease=900ms | --lease is 900ms; allowed: 1s to 5m",
        "run --outlive=PT-1S | --outlive is PT-1S; allowed: 0s to 1m",
        "run --outlive=3 | --outlive is 3; allowed: 0s to 1m",
        "run --drain=PT0S | --drain is PT0S; allowed: 1s to 24h",
        "run --minutes=x | --minutes is 'x'; expected: How long faults are injected: 0.1 to 10080.",
        "run --seed=x | --seed is 'x'; expected: A number that decides faults and load",
        "run --plant=x | --plant is 'x'; allowed: FENCING, LEASE, WRITE",
        "run --folder=/proc/nothing | --folder is '/proc/nothing', which cannot be used: '/proc/n",
        "run --faults=clock --without=clock | no kind of fault is left",
        "run --disk=-5 | --disk is -5; allowed: 200 to ",
        "run --disk=2000000000 | --disk is 2000000000; allowed: 200 to ",
        "run --max-takeovers=0 | --max-takeovers is 0; allowed: 1 to 1000",
        "run --faults=kil | there is no fault 'kil'; known: kill",
        "fuzz --connections=0 | --connections is 0; allowed: 1 to 100",
        "fuzz --requests=0 | --requests is 0; allowed: 1 to 1000000000"
      })
  void option_outsideOfItsBounds_isRefusedWithThem(String arguments, String message) {
    assertThat(run(arguments.split(" "))).isEqualTo(2);
    assertThat(errors.toString().lines())
        .satisfiesExactly(
            first -> assertThat(first).startsWith(message),
            second -> assertThat(second).matches("See './campaign (run|fuzz) --help'\\."));
  }

  @Test
  void folder_thatIsNotEmpty_isRefused() throws Exception {
    Files.writeString(folder.resolve("old"), "");
    assertThat(run("run", "--folder", folder.toString())).isEqualTo(2);
    assertThat(errors.toString()).contains("'" + folder + "', which is not empty");
  }
}
