// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.peers;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The measurements that {@code ./bench peers} can make. */
enum PeerScenario {
  THROUGHPUT("no-op jobs", JobWork.NOOP),
  RESULT("jobs with a result of their own", JobWork.RESULT),
  LOG("jobs with a result of their own and one log line", JobWork.RESULT_AND_LOG),
  ENQUEUE("posts, one by one and in bulk", JobWork.NOOP),
  LATENCY("post to start on an idle system", JobWork.NOOP),
  BACKLOG("no-op jobs in front of many that wait", JobWork.NOOP),
  EXECUTORS("no-op jobs on several executors", JobWork.NOOP);

  private final String text;
  private final JobWork jobWork;

  PeerScenario(String text, JobWork jobWork) {
    this.text = text;
    this.jobWork = jobWork;
  }

  /** The title in tables. */
  String text() {
    return text;
  }

  JobWork jobWork() {
    return jobWork;
  }

  /** The name on the command line and in JSON. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All names that the command line accepts. */
  static String words() {
    return Arrays.stream(values()).map(PeerScenario::word).collect(Collectors.joining(", "));
  }
}
