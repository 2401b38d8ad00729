// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.fuzz;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Sends requests and judges their answers. Thread-safe. */
final class CheckAnswers {

  /** How long a server may be silent. */
  static final int SILENT_MILLIS = 60_000;

  /**
   * The time limit for the answer to a request that waits for nothing. The API itself waits up to
   * 20 s for the thread dump of an executor that does not answer.
   */
  private static final Duration SLOW = Duration.ofSeconds(30);

  private static final int SHOWN = 5;

  private final FuzzFindings findings;
  private final Map<String, Long> slowest = new ConcurrentHashMap<>();

  CheckAnswers(FuzzFindings findings) {
    this.findings = findings;
  }

  /** Returns the answer, or an answer with status 0 if the server closed the connection. */
  HttpAnswer send(FuzzRequest request, HttpConnection connection) throws IOException {
    long start = System.nanoTime();
    try {
      HttpAnswer answer = connection.exchange(request.bytes());
      judge(request, answer);
      time(request, Duration.ofNanos(System.nanoTime() - start));
      return answer;
    } catch (SocketTimeoutException e) {
      findings.add("no answer from " + request.operation().name(), request, e.toString());
      return HttpAnswer.NONE;
    }
  }

  private void judge(FuzzRequest request, HttpAnswer answer) {
    String name = request.operation().name();
    findings.answered(answer.status());
    if (answer.isServerError()) {
      findings.add("status " + answer.status() + " of " + name, request, answer.body());
    }
    if (request.operation().isCall() && answer.isHiddenFailure()) {
      findings.add("an unexpected failure of " + name, request, answer.body());
    }
    if (!answer.isThere() && !request.isMalformed()) {
      findings.add("connection closed without an answer by " + name, request, "nothing");
    }
  }

  private void time(FuzzRequest request, Duration took) {
    if (request.operation().mayWait()) {
      return;
    }
    slowest.merge(request.operation().name(), took.toMillis(), Math::max);
    if (took.compareTo(SLOW) > 0) {
      String text = "after " + took.toMillis() + " ms";
      findings.add("a slow answer of " + request.operation().name(), request, text);
    }
  }

  /**
   * The operations with the slowest answers, with the duration of these answers in milliseconds.
   */
  Map<String, Long> slowest() {
    List<Map.Entry<String, Long>> some =
        slowest.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
            .limit(SHOWN)
            .toList();
    Map<String, Long> answer = new LinkedHashMap<>();
    some.forEach(entry -> answer.put(entry.getKey(), entry.getValue()));
    return answer;
  }
}
