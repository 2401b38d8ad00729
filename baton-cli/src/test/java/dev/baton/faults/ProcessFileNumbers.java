// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.faults;

import java.util.concurrent.atomic.AtomicInteger;

/** Numbers the files of processes. */
final class ProcessFileNumbers {

  private static final AtomicInteger NEXT = new AtomicInteger(1);

  private ProcessFileNumbers() {}

  static int next() {
    return NEXT.getAndIncrement();
  }
}
