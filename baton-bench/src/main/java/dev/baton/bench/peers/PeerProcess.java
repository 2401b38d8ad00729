// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The process of one system, as the measuring process sees it. Used by one thread. */
final class PeerProcess implements AutoCloseable {

  private static final int LAST_LINES = 12;
  private static final int CLOSE_SECONDS = 30;

  private final PeerSystem peerSystem;
  private final Path errors;
  private final Process process;
  private final Thread hook;
  private final Writer requests;
  private final BufferedReader answers;

  private PeerProcess(PeerSystem peerSystem, Path errors, Process process) {
    this.peerSystem = peerSystem;
    this.errors = errors;
    this.process = process;
    this.requests = process.outputWriter();
    this.answers = process.inputReader();
    // An interrupted measurement must not leave the process running.
    this.hook = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Starts the process. {@link #awaitReady} waits for it. */
  static PeerProcess start(PeerSystem peerSystem, JobWork jobWork, String url, String heap) {
    try {
      Path errors = Files.createTempFile("baton-peer", ".err");
      // An interrupted measurement does not close its processes.
      errors.toFile().deleteOnExit();
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xms" + heap,
                  "-Xmx" + heap,
                  "-cp",
                  System.getProperty("java.class.path"),
                  PeerMain.class.getName(),
                  peerSystem.name(),
                  url,
                  jobWork.name())
              .redirectError(errors.toFile())
              .start();
      return new PeerProcess(peerSystem, errors, process);
    } catch (IOException e) {
      throw new PeerFailedException("cannot start a process of " + peerSystem.label(), e);
    }
  }

  /** Waits until the system is open and its tables exist. */
  void awaitReady() {
    readAnswer("the start");
  }

  /** Sends a request and returns the numbers of the answer. */
  double[] ask(String request) {
    send(request);
    return readAnswer("'" + request + "'");
  }

  /** Sends a request whose answer {@link #readAnswer} returns. */
  void send(String request) {
    try {
      requests.write(request + "\n");
      requests.flush();
    } catch (IOException e) {
      throw new PeerFailedException(ended(request), e);
    }
  }

  /** Waits for the answer to a request. */
  double[] readAnswer(String request) {
    try {
      String answer = answers.readLine();
      if (answer == null) {
        throw new PeerFailedException(ended(request));
      }
      String[] words = answer.split(" ");
      if (!words[0].equals("ok")) {
        throw new PeerFailedException(
            peerSystem.label() + " answered to " + request + ": " + answer + lastErrors());
      }
      return Arrays.stream(words).skip(1).mapToDouble(Double::parseDouble).toArray();
    } catch (IOException e) {
      throw new PeerFailedException(ended(request), e);
    }
  }

  private String ended(String request) {
    return "the process of "
        + peerSystem.label()
        + " ended before it answered to "
        + request
        + lastErrors();
  }

  private String lastErrors() {
    try {
      List<String> lines = Files.readAllLines(errors);
      return lines.isEmpty()
          ? ""
          : "; its last lines: "
              + String.join(
                  " | ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    } catch (IOException e) {
      return "; its output cannot be read: " + e;
    }
  }

  /** The processor time of the process so far, in microseconds. */
  double cpuMicros() {
    return ProcessorTime.ofProcess(process.pid());
  }

  /** Ends the process, orderly if it does so in time, and removes its output. */
  @Override
  public void close() {
    try {
      requests.close();
      if (!process.waitFor(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      Files.deleteIfExists(errors);
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().removeShutdownHook(hook);
  }
}
