// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.member;

import dev.baton.service.Threads;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Lists the stacks of the threads of this process: all platform threads, and the virtual threads
 * that {@link Threads} started. The thread dump of the JVM is not used, because it can crash the
 * process in JDK 25 (JDK-8364343).
 */
final class ThreadDump {

  /**
   * The maximum length of a thread dump, in characters; a longer dump is cut. A member registry
   * stores 4 MiB, and a character may take more than one byte.
   */
  static final int MAX_LENGTH = 2 << 20;

  private ThreadDump() {}

  /**
   * @param head a text that the dump starts with
   */
  static String of(String head) {
    StringBuilder text = new StringBuilder(head).append('\n');
    Thread.getAllStackTraces().entrySet().stream()
        .sorted(Map.Entry.comparingByKey(Comparator.comparingLong(Thread::threadId)))
        .forEach(entry -> append(text, entry.getKey(), entry.getValue()));
    List<Thread> virtual = Threads.runningVirtual();
    virtual.stream()
        .sorted(Comparator.comparingLong(Thread::threadId))
        .takeWhile(thread -> text.length() < MAX_LENGTH)
        .forEach(thread -> append(text, thread, thread.getStackTrace()));
    if (text.length() >= MAX_LENGTH) {
      text.setLength(MAX_LENGTH);
      text.append("\n... cut: the list of threads is longer\n");
    }
    return text.toString();
  }

  private static void append(StringBuilder text, Thread thread, StackTraceElement[] frames) {
    text.append('#').append(thread.threadId());
    text.append(" \"").append(thread.getName()).append('"');
    text.append(thread.isVirtual() ? " virtual " : " ");
    text.append(thread.getState()).append('\n');
    for (StackTraceElement frame : frames) {
      text.append("      ").append(frame).append('\n');
    }
    text.append('\n');
  }
}
