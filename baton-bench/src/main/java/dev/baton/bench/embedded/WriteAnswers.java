// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.embedded;

import dev.baton.bench.embedded.JobTables.State;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The answers that writers got from a store. Any number of threads may use it. */
final class WriteAnswers implements AutoCloseable {

  private final Map<Long, State> acknowledged = new ConcurrentHashMap<>();
  private final Map<Long, State> failed = new ConcurrentHashMap<>();
  private final Map<String, Integer> errors = new ConcurrentHashMap<>();
  private final @Nullable OutputStream copy;

  private WriteAnswers(@Nullable OutputStream copy) {
    this.copy = copy;
  }

  static WriteAnswers inMemory() {
    return new WriteAnswers(null);
  }

  /** Also appends each acknowledged write to a file, in one system call. */
  static WriteAnswers withFile(Path file) throws IOException {
    return new WriteAnswers(
        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
  }

  /** Reads the complete lines of a file of another process. */
  static WriteAnswers read(Path file) throws IOException {
    String text = Files.exists(file) ? Files.readString(file) : "";
    WriteAnswers answers = inMemory();
    answers.add(text.substring(0, text.lastIndexOf('\n') + 1));
    return answers;
  }

  /** Adds lines of such a file. */
  void add(String lines) {
    lines
        .lines()
        .forEach(line -> {
          String[] words = line.split(" ", -1);
          acknowledged.merge(Long.valueOf(words[0]), State.valueOf(words[1]), WriteAnswers::later);
        });
  }

  private static State later(State one, State other) {
    return one.compareTo(other) < 0 ? other : one;
  }

  void acknowledge(long job, State state) {
    acknowledged.merge(job, state, WriteAnswers::later);
    if (copy != null) {
      try {
        copy.write((job + " " + state + "\n").getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  void fail(long job, State state, Exception cause) {
    failed.put(job, state);
    String message = String.valueOf(cause.getMessage()).replaceAll("[\"'(/;].*|\\n.*", "").strip();
    errors.merge(message, 1, Integer::sum);
  }

  int acknowledged() {
    return acknowledged.size();
  }

  int failures() {
    return errors.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** The messages of the failed writes, the most frequent first. */
  List<String> errors() {
    return errors.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The number of jobs whose acknowledged write is not in the store. */
  long lost(Map<Long, State> states) {
    return acknowledged.entrySet().stream()
        .filter(entry -> state(states, entry).compareTo(entry.getValue()) < 0)
        .count();
  }

  /** The number of jobs whose write was answered with an error although it is in the store. */
  long failedButThere(Map<Long, State> states) {
    return failed.entrySet().stream()
        .filter(entry -> state(states, entry).compareTo(entry.getValue()) >= 0)
        .count();
  }

  private static State state(Map<Long, State> states, Map.Entry<Long, State> entry) {
    return states.getOrDefault(entry.getKey(), State.ABSENT);
  }

  @Override
  public void close() throws IOException {
    if (copy != null) {
      copy.close();
    }
  }
}
