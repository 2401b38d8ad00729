// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.history;

import dev.baton.campaign.ledger.LedgerEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that was done for a job under one token, from the first ledger line to the last.
 *
 * @param entries in the order of time; not empty
 */
record TokenSpan(String job, long token, List<LedgerEntry> entries) {

  private record Claim(String job, long token) {}

  /**
   * The spans of processes whose server stores tokens. A CIMI server accepts writes under any
   * token, so the order of tokens says nothing about its executors.
   */
  static List<TokenSpan> fenced(List<TokenSpan> spans, History history) {
    return spans.stream()
        .filter(tokenSpan -> !history.processesWithoutTokens().contains(tokenSpan.process()))
        .toList();
  }

  static Map<String, List<TokenSpan>> byJob(List<LedgerEntry> entries) {
    Map<Claim, List<LedgerEntry>> claims = new LinkedHashMap<>();
    entries.forEach(entry ->
        claims
            .computeIfAbsent(new Claim(entry.job(), entry.token()), claim -> new ArrayList<>())
            .add(entry));
    Map<String, List<TokenSpan>> spans = new LinkedHashMap<>();
    claims.forEach((claim, lines) -> {
      lines.sort(Comparator.comparingLong(LedgerEntry::nanos));
      spans
          .computeIfAbsent(claim.job(), job -> new ArrayList<>())
          .add(new TokenSpan(claim.job(), claim.token(), lines));
    });
    spans.values().forEach(list -> list.sort(Comparator.comparingLong(TokenSpan::token)));
    return spans;
  }

  long begin() {
    return entries.getFirst().nanos();
  }

  long end() {
    return entries.getLast().nanos();
  }

  long process() {
    return entries.getFirst().process();
  }

  /** How long this span ran, without an excuse, at the same time as the span of a later token. */
  long overlapNanos(TokenSpan later, List<History.Excuse> excuses) {
    return ExcusedTime.runningNanos(
        process(), later.begin(), Math.min(end(), later.end()), excuses);
  }
}
