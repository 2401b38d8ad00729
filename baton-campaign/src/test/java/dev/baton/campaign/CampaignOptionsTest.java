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
        "run --lease=PT0S | --lease is PT0S; allowed: PT1S to PT5M",
        "run --outlive=PT-1S | --outlive is PT-1S; allowed: PT0S to PT1M",
        "run --drain=PT0S | --drain is PT0S; allowed: PT1S to PT24H",
        "run --disk=-5 | --disk is -5; allowed: 200 to ",
        "run --disk=2000000000 | --disk is 2000000000; allowed: 200 to ",
        "run --max-takeovers=0 | --max-takeovers is 0; allowed: 1 to 1000",
        "run --faults=kil | there is no fault 'kil'; known: kill",
        "fuzz --connections=0 | --connections is 0; allowed: 1 to 100",
        "fuzz --requests=0 | --requests is 0; allowed: 1 to 1000000000"
      })
  void option_outsideOfItsBounds_isRefusedWithThem(String arguments, String message) {
    assertThat(run(arguments.split(" "))).isEqualTo(2);
    assertThat(errors.toString()).startsWith(message);
  }

  @Test
  void folder_thatIsNotEmpty_isRefused() throws Exception {
    Files.writeString(folder.resolve("old"), "");
    assertThat(run("run", "--folder", folder.toString())).isEqualTo(2);
    assertThat(errors.toString()).contains("'" + folder + "', which is not empty");
  }
}
