// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

/** Why an engine job is over. */
public enum EngineReason {
  /** It ended by itself with exit code 0. */
  COMPLETED("completed"),
  /** It ended by itself with another exit code. */
  EXIT_CODE("exit-code"),
  /** It was ended by a signal that is none of the reasons below. */
  SIGNAL("signal"),
  /** It needed more memory than its limit, or than there was. */
  OUT_OF_MEMORY("out-of-memory"),
  /** It took longer than its timeout. */
  TIMEOUT("timeout"),
  /** Its image does not exist. */
  IMAGE_MISSING("image-missing"),
  /** Its image cannot be had at present: its registry does not answer, or refuses. */
  IMAGE_UNAVAILABLE("image-unavailable"),
  /** Its command does not exist or cannot be executed. */
  CANNOT_START("cannot-start"),
  /** The engine needed the place, or the machine was taken away. */
  EVICTED("evicted"),
  /** It was cancelled in the engine, not through Baton. */
  CANCELED("canceled"),
  /** It is over and the engine cannot say how; its exit code is lost. */
  LOST("lost"),
  /** Anything else; the message says what. */
  OTHER("other");

  private final String text;

  EngineReason(String text) {
    this.text = text;
  }

  /** The word for it in results and messages. */
  public String text() {
    return text;
  }
}
