// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Programs that print increasing numbers on both streams until the test ends them, and that record
 * each start in a folder that they share with the test. They end by themselves when this object is
 * closed or the folder is deleted, so a failed test leaves no programs that use processor time.
 */
final class CountingContainers implements AutoCloseable {

  private static final String COUNT =
      "echo up >>$SHARED/$0.starts; i=0; while [ -e $SHARED/pause ] && [ ! -e $SHARED/$0.end ] && ["
          + " ! -e $SHARED/all.end ]; do echo out $i; echo err $i >&2; i=$((i+1)); read pause"
          + " <$SHARED/pause; sleep $pause; done; echo counted $i; exit $(cat $SHARED/$0.code)";

  private final TestApiClient api;
  private final Path shared;

  /** A job whose program counts. */
  record CountingJob(RealEngine engine, String id, String name, int code) {

    static List<String> ids(List<CountingJob> jobs) {
      return jobs.stream().map(CountingJob::id).toList();
    }

    @Override
    public String toString() {
      return name + " (" + id + ")";
    }
  }

  CountingContainers(TestApiClient api, Path folder) {
    this(api, folder, Duration.ofSeconds(3));
  }

  /**
   * @param pause the pause between two numbers; many programs without pauses would use all
   *     processor time
   */
  CountingContainers(TestApiClient api, Path folder, Duration pause) {
    this.api = api;
    try {
      shared = Files.createDirectory(folder.resolve("shared"));
      Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
      write("pause", pause.toSeconds() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Posts {@code each} jobs per engine in one request. Their exit codes are 0 to 3. */
  List<CountingJob> post(List<RealEngine> engines, int each, String what) {
    List<ObjectNode> jobs = new ArrayList<>();
    List<CountingJob> counting = new ArrayList<>();
    for (RealEngine engine : engines) {
      for (int i = 0; i < each; i++) {
        String name = engine + "-" + what + "-" + i;
        write(name + ".code", String.valueOf(i % 4));
        jobs.add(engine.job(shared, COUNT, name));
        counting.add(new CountingJob(engine, "", name, i % 4));
      }
    }
    List<String> ids = api.post(jobs);
    return IntStream.range(0, jobs.size())
        .mapToObj(i -> {
          CountingJob one = counting.get(i);
          return new CountingJob(one.engine(), ids.get(i), one.name(), one.code());
        })
        .toList();
  }

  /** Makes the program of the job end. */
  void end(CountingJob one) {
    write(one.name() + ".end", "");
  }

  /** Makes all programs end. */
  void endAll() {
    write("all.end", "");
  }

  @Override
  public void close() {
    endAll();
  }

  private void write(String file, String text) {
    try {
      Files.writeString(shared.resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The number of starts of the job's program. */
  long starts(CountingJob one) {
    Path starts = shared.resolve(one.name() + ".starts");
    try {
      return Files.exists(starts) ? Files.readAllLines(starts).size() : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Checks the number of starts of the job's program. */
  void assertStarts(CountingJob one, int expected) {
    assertThat(starts(one))
        .as(() -> "starts of " + job(one) + " with the output " + texts(one))
        .isEqualTo(expected);
  }

  JsonNode job(CountingJob one) {
    return api.get(one.id());
  }

  String state(CountingJob one) {
    return job(one).path("state").asText();
  }

  String message(CountingJob one) {
    return job(one).path("status-message").asText();
  }

  boolean isFinal(CountingJob one) {
    return List.of("SUCCESS", "FAILED", "CANCELED").contains(state(one));
  }

  List<String> texts(CountingJob one) {
    List<String> texts = new ArrayList<>();
    api.get(one.id() + "/logs").get("lines").forEach(line -> texts.add(line.get("text").asText()));
    return texts;
  }

  /**
   * Checks that the program started once, that its exit code is stored, and that every printed line
   * is stored exactly once.
   */
  void assertWhole(CountingJob one) {
    assertEnd(one);
    List<String> texts = texts(one);
    String end = texts.stream().filter(text -> text.startsWith("counted ")).toList().toString();
    assertThat(end).as("end of %s in %s", one, texts).matches("\\[counted \\d+]");
    int count = Integer.parseInt(end.substring("[counted ".length(), end.length() - 1));
    assertThat(counted(texts, "out ")).as("%s", one).isEqualTo(numbered("out ", count));
    assertThat(counted(texts, "err ")).as("%s", one).isEqualTo(numbered("err ", count));
  }

  /** Like {@link #assertWhole}, but the last lines may be missing. */
  void assertCutShort(CountingJob one) {
    assertEnd(one);
    for (String word : List.of("out ", "err ")) {
      List<String> lines = counted(texts(one), word);
      assertThat(lines).as("%s", one).isEqualTo(numbered(word, lines.size()));
    }
  }

  private void assertEnd(CountingJob one) {
    JsonNode job = job(one);
    assertThat(starts(one)).as("starts of %s", one).isEqualTo(1);
    assertThat(job.path("return-code").asInt(-1)).as("%s", job).isEqualTo(one.code());
    assertThat(job.get("state").asText())
        .as("%s", job)
        .isEqualTo(one.code() == 0 ? "SUCCESS" : "FAILED");
    assertThat(job.at("/result/exitCode").asInt(-1)).as("%s", job).isEqualTo(one.code());
    assertThat(job.get("status-message").asText()).contains("exit code " + one.code());
  }

  private static List<String> counted(List<String> texts, String word) {
    return texts.stream().filter(text -> text.startsWith(word)).toList();
  }

  private static List<String> numbered(String word, int count) {
    return IntStream.range(0, count).mapToObj(i -> word + i).toList();
  }
}
