// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench;

import java.io.IOException;

/** Starts programs with Java alone: no supervision, no output, no job. */
record BareProgramLoop(int threads) implements ProgramLoop {

  @Override
  public String name() {
    return "bare loop";
  }

  @Override
  public void run(int programs) throws InterruptedException {
    ProgramLoop.onThreads(threads, programs, BareProgramLoop::runOne);
  }

  private static void runOne() throws IOException, InterruptedException {
    int code = new ProcessBuilder("true").start().waitFor();
    if (code != 0) {
      throw new IOException("true ended with code " + code);
    }
  }
}
