// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.service.Threads;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A process with which a test exchanges lines: a Python client of kazoo, or another JVM. */
final class PeerProcess implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 60;
  private static final Path PYTHON = Path.of("/usr/bin/python3");
  private static final Path KAZOO = Path.of("/usr/lib/python3/dist-packages/kazoo");

  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  private PeerProcess(List<String> command) {
    try {
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Threads.platform("peer", this::read).start();
  }

  /**
   * Starts a Python client with Debian's python3-kazoo and waits until it is connected. If the
   * package is not installed, the test is aborted, or fails if BATON_REQUIRE_SERVERS is 1.
   */
  static PeerProcess kazoo(String... arguments) {
    if (!Files.isExecutable(PYTHON) || !Files.isDirectory(KAZOO)) {
      if ("1".equals(System.getenv("BATON_REQUIRE_SERVERS"))) {
        throw new AssertionError("python3-kazoo is not installed, and BATON_REQUIRE_SERVERS is 1");
      }
      Assumptions.abort("python3-kazoo is not installed");
    }
    List<String> command = new ArrayList<>(List.of(PYTHON.toString(), script().toString()));
    command.addAll(Arrays.asList(arguments));
    PeerProcess peerProcess = new PeerProcess(command);
    peerProcess.expect("connected");
    return peerProcess;
  }

  /** Starts a class with a main method on the class path of the tests. */
  static PeerProcess java(Class<?> main, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName()));
    command.addAll(Arrays.asList(arguments));
    return new PeerProcess(command);
  }

  private static Path script() {
    try {
      return Path.of(
          Objects.requireNonNull(PeerProcess.class.getResource("/kazoo/peer.py")).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private void read() {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      lines.add("read failed: " + e);
    }
    lines.add("end");
  }

  void writeLine(String line) {
    try {
      process.outputWriter(StandardCharsets.UTF_8).append(line).append('\n').flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Closes the standard input of the process, so that it gets no more lines. */
  void end() {
    try {
      process.outputWriter(StandardCharsets.UTF_8).close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the next line that the process writes. */
  String readLine() {
    try {
      String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return Objects.requireNonNull(line, "the peer said nothing in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  boolean isSilent() {
    return lines.isEmpty();
  }

  void expect(String line) {
    assertThat(readLine()).isEqualTo(line);
  }

  /** Kills the process, so that it cannot close its connections. */
  void kill() {
    process.destroyForcibly();
    process.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    kill();
  }
}
