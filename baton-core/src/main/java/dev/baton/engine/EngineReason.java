// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

/** Why an engine job ended. */
public enum EngineReason {
  /** The program exited with code 0. */
  COMPLETED("completed"),
  /** The program exited with another code. */
  EXIT_CODE("exit-code"),
  /** A signal of the operating system ended the program, and none of the reasons below applies. */
  SIGNAL("signal"),
  /** The program needed more memory than its limit, or than was available. */
  OUT_OF_MEMORY("out-of-memory"),
  /** The program took longer than its timeout. */
  TIMEOUT("timeout"),
  /** The image does not exist. */
  IMAGE_MISSING("image-missing"),
  /** The image cannot be pulled at present: its registry does not answer or refuses. */
  IMAGE_UNAVAILABLE("image-unavailable"),
  /** The command does not exist or cannot be executed. */
  CANNOT_START("cannot-start"),
  /** The engine needed the space for other engine jobs, or the machine was removed. */
  EVICTED("evicted"),
  /** Somebody cancelled the engine job in the engine, not through Baton. */
  CANCELED("canceled"),
  /** The engine job ended, but the engine does not know how. The exit code is lost. */
  LOST("lost"),
  /** Another reason, which the message explains. */
  OTHER("other");

  /** If signal n ended a program, a shell reports the exit code n plus this number. */
  public static final int SIGNALLED = 128;

  private static final int LAST_SIGNAL = 64;

  private final String text;

  EngineReason(String text) {
    this.text = text;
  }

  /**
   * Returns {@link #SIGNAL} if the exit code, which is not 0, shows that a signal ended the
   * program; otherwise {@link #EXIT_CODE}.
   */
  public static EngineReason ofExitCode(int code) {
    return code > SIGNALLED && code <= SIGNALLED + LAST_SIGNAL ? SIGNAL : EXIT_CODE;
  }

  /** The text of the reason in results and messages. */
  public String text() {
    return text;
  }
}
