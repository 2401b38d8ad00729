// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.error.UnreadableException;
import dev.baton.job.Job;
import dev.baton.job.JobEvent;
import dev.baton.job.JobId;
import dev.baton.job.JobState;
import dev.baton.service.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Repeatedly kills a process that has many writers on one embedded database, and checks that every
 * answered write is stored. {@code -Dbaton.kill.rounds=200} makes the test longer.
 */
final class EmbeddedKillTest {

  /** The states of these jobs in their order. A job that does not exist has none of them. */
  private static final List<JobState> COURSE =
      Arrays.asList(JobState.QUEUED, JobState.RUNNING, JobState.SUCCESS);

  private static final int ROUNDS = Integer.getInteger("baton.kill.rounds", 2);
  private static final int WRITERS = Integer.getInteger("baton.kill.writers", 24);
  private static final int MOST_ANSWERS = 2_000;

  @TempDir Path folder;

  @Test
  void processKilledWhileManyWrite_everyAnsweredWriteIsThere() throws Exception {
    long seed = Long.getLong("baton.kill.seed", ThreadLocalRandom.current().nextLong());
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

  @Test
  void processThatDiesAtTheStartOfAJob_everyStartIsInTheHistory() throws Exception {
    JobId id;
    try (JdbcBackend backend = open()) {
      id = WriteJobsAndDie.post(backend, "x");
    }
    int deaths = 3 * ROUNDS;
    for (int death = 0; death < deaths; death++) {
      run(ClaimJobAndDie.class, url());
    }
    try (JdbcBackend backend = open()) {
      List<JobEvent.Kind> starts =
          backend.history().of(id).stream()
              .map(JobEvent::kind)
              .filter(kind -> kind == JobEvent.Kind.STARTED || kind == JobEvent.Kind.RESUMED)
              .toList();
      assertThat(starts).hasSize(deaths);
      assertThat(backend.jobs().find(id).orElseThrow().status().attempt()).isEqualTo(deaths);
    }
  }

  /** Runs the writers until they die at this number of answers. */
  private void killAt(Path answers, int count, int size) throws Exception {
    Files.createFile(answers);
    run(
        WriteJobsAndDie.class,
        url(),
        answers.toString(),
        String.valueOf(WRITERS),
        String.valueOf(count),
        String.valueOf(size));
  }

  /** Runs a program that kills itself. */
  private void run(Class<?> program, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                program.getName()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile())
            .start();
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("it died in time").isTrue();
      assertThat(process.exitValue()).as(this::output).isEqualTo(WriteJobsAndDie.KILLED);
    } finally {
      process.destroyForcibly();
    }
  }

  private String output() {
    try {
      return Files.readString(folder.resolve("output"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private JdbcBackend open() {
    return JdbcBackend.open(JdbcBackend.Options.of(url()), Clock.system());
  }

  private String url() {
    return "jdbc:h2:file:" + folder.resolve("baton");
  }

  /** Returns the last answered state of each job. */
  private static Map<JobId, JobState> read(Path answers) throws IOException {
    Map<JobId, JobState> states = new HashMap<>();
    for (String line : Files.readAllLines(answers)) {
      String[] words = line.split(" ");
      // The last line may be incomplete because of the kill.
      if (words.length == 3) {
        states.put(new JobId(words[0]), JobState.valueOf(words[1]));
      }
    }
    return states;
  }

  private List<String> missing(Map<JobId, JobState> expected) {
    List<String> lost = new ArrayList<>();
    try (JdbcBackend backend = open()) {
      expected.forEach((id, state) -> {
        try {
          JobState found = backend.jobs().find(id).map(Job::state).orElse(null);
          if (COURSE.indexOf(found) < COURSE.indexOf(state)) {
            lost.add(id + " was answered " + state + ", is " + found);
          }
        } catch (UnreadableException e) {
          lost.add(id + " was answered " + state + ", cannot be read");
        }
      });
    }
    return lost;
  }
}
