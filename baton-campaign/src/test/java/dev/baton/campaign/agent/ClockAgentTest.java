// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClockAgentTest {

  private static final Duration TOLERANCE = Duration.ofSeconds(20);

  @TempDir Path folder;

  /** Prints the time whenever it reads a line. */
  static final class Watch {
    private Watch() {}

    // Date is one of the ways to read the time that the agent changes.
    @SuppressWarnings("JavaUtilDate")
    public static void main(String[] arguments) throws IOException {
      while (System.in.read() >= 0) {
        System.out.println(Instant.now());
        System.out.println(Instant.ofEpochMilli(System.currentTimeMillis()));
        System.out.println(new Date().toInstant());
      }
    }
  }

  @Test
  void clock_whenItsFileChanges_jumpsThereAndBack() throws Exception {
    Path file = folder.resolve("clock");
    Files.writeString(file, "0");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(AgentJar.clock(folder, file));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Watch.class.getName()));
    Process watch = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (BufferedReader out = watch.inputReader()) {
      assertThat(look(watch, out)).isBetween(before(0), after(0));
      move(file, "-3600");
      await(watch, out, -3600);
      move(file, "0");
      await(watch, out, 0);
    } finally {
      watch.destroyForcibly();
    }
  }

  private static void move(Path file, String seconds) throws IOException {
    Path next = file.resolveSibling("next");
    Files.writeString(next, seconds);
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void await(Process watch, BufferedReader out, long shift) throws IOException {
    Instant end = Instant.now().plus(TOLERANCE);
    while (true) {
      Instant seen = look(watch, out);
      if (seen.isAfter(before(shift)) && seen.isBefore(after(shift))) {
        return;
      }
      assertThat(Instant.now()).isBefore(end);
    }
  }

  private static Instant before(long shift) {
    return Instant.now().plusSeconds(shift).minus(TOLERANCE);
  }

  private static Instant after(long shift) {
    return Instant.now().plusSeconds(shift).plus(TOLERANCE);
  }

  /**
   * Returns the time that all ways to read it agree on; reads again if the clock was moved in
   * between.
   */
  private static Instant look(Process watch, BufferedReader out) throws IOException {
    Instant end = Instant.now().plus(TOLERANCE);
    while (true) {
      watch.getOutputStream().write('\n');
      watch.getOutputStream().flush();
      Instant present = Instant.parse(out.readLine());
      Instant millis = Instant.parse(out.readLine());
      Instant date = Instant.parse(out.readLine());
      if (isNear(present, millis) && isNear(present, date)) {
        return present;
      }
      assertThat(Instant.now()).as("%s %s %s", present, millis, date).isBefore(end);
    }
  }

  private static boolean isNear(Instant one, Instant other) {
    return Duration.between(one, other).abs().compareTo(TOLERANCE) < 0;
  }
}
