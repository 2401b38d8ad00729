// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobState;
import dev.baton.service.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a process with many writers on one embedded database, again and again, and looks for every
 * write that had been answered. {@code -Dbaton.kill.rounds=200} makes it longer.
 */
final class EmbeddedKillTest {

  private static final int ROUNDS = Integer.getInteger("baton.kill.rounds", 4);
  private static final int WRITERS = Integer.getInteger("baton.kill.writers", 24);
  private static final int MOST_ANSWERS = 2_000;

  @TempDir Path folder;

  @Test
  void processKilledWhileManyWrite_everyAnsweredWriteIsThere() throws Exception {
    long seed = Long.getLong("baton.kill.seed", System.nanoTime());
    Random random = new Random(seed);
    List<String> lost = new ArrayList<>();
    long answered = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Path answers = folder.resolve("answers-" + round);
      killAt(answers, 200 + random.nextInt(MOST_ANSWERS), 1 << random.nextInt(14));
      Map<JobId, JobState> expected = read(answers);
      answered += expected.size();
      lost.addAll(missing(expected));
    }
    assertThat(answered).isPositive();
    assertThat(lost)
        .as("of %d jobs, after kills with -Dbaton.kill.seed=%d", answered, seed)
        .isEmpty();
  }

  /** Runs the writers until they die at that answer. */
  private void killAt(Path answers, int count, int size) throws Exception {
    Files.createFile(answers);
    Process writers =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                "-Xmx256m",
                EmbeddedWriters.class.getName(),
                url(),
                answers.toString(),
                String.valueOf(WRITERS),
                String.valueOf(count),
                String.valueOf(size))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile())
            .start();
    try {
      assertThat(writers.waitFor(2, TimeUnit.MINUTES)).as("the writers died in time").isTrue();
      assertThat(writers.exitValue()).as(this::output).isEqualTo(EmbeddedWriters.KILLED);
    } finally {
      writers.destroyForcibly();
    }
  }

  private String output() {
    try {
      return Files.readString(folder.resolve("output"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private String url() {
    return "jdbc:h2:file:" + folder.resolve("baton");
  }

  /** The last state of each job that was answered. */
  private static Map<JobId, JobState> read(Path answers) throws IOException {
    Map<JobId, JobState> states = new HashMap<>();
    for (String line : Files.readAllLines(answers)) {
      String[] words = line.split(" ");
      // The last line may be cut off by the kill.
      if (words.length == 3) {
        states.put(new JobId(words[0]), JobState.valueOf(words[1]));
      }
    }
    return states;
  }

  private List<String> missing(Map<JobId, JobState> expected) {
    List<String> lost = new ArrayList<>();
    try (JdbcBackend backend = JdbcBackend.open(JdbcBackend.Options.of(url()), Clock.system())) {
      expected.forEach((id, state) -> {
        JobState found = backend.jobs().find(id).map(Job::state).orElse(null);
        if (found == null || found.ordinal() < state.ordinal()) {
          lost.add(id + " was answered " + state + ", is " + found);
        }
      });
    }
    return lost;
  }
}
