// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** The figures of a run of {@code ./bench peers}, and what could not be measured. */
final class PeerResults {

  /** A system that is not in the figures of a scenario, with the reason. */
  record Gap(PeerScenario scenario, PeerSystem peerSystem, String reason) {
    @Override
    public String toString() {
      return peerSystem.label() + " in " + scenario.word() + ": " + reason;
    }
  }

  private final List<PeerFigure> figures = new ArrayList<>();
  private final List<Gap> failures = new ArrayList<>();
  private final List<Gap> notMeasured = new ArrayList<>();

  void add(PeerFigure figure) {
    figures.add(figure);
  }

  /** The system failed, which makes the whole run a failure. Its figures are removed. */
  void fail(PeerScenario scenario, PeerSystem peerSystem, String reason) {
    figures.removeIf(figure -> figure.scenario() == scenario && figure.peerSystem() == peerSystem);
    failures.add(new Gap(scenario, peerSystem, reason));
  }

  /** The system is too slow for the scenario. */
  void skip(PeerScenario scenario, PeerSystem peerSystem, String reason) {
    notMeasured.add(new Gap(scenario, peerSystem, reason));
  }

  boolean hasFailed(PeerScenario scenario, PeerSystem peerSystem) {
    return has(failures, scenario, peerSystem);
  }

  boolean isSkipped(PeerScenario scenario, PeerSystem peerSystem) {
    return has(notMeasured, scenario, peerSystem);
  }

  private static boolean has(List<Gap> gaps, PeerScenario scenario, PeerSystem peerSystem) {
    return gaps.stream()
        .anyMatch(gap -> gap.scenario() == scenario && gap.peerSystem() == peerSystem);
  }

  List<Gap> failures() {
    return failures;
  }

  List<Gap> notMeasured() {
    return notMeasured;
  }

  /** The figures of one kind and scenario, in the order in which they were measured. */
  <F extends PeerFigure> List<F> of(Class<F> kind, PeerScenario scenario) {
    return all(kind).filter(figure -> figure.scenario() == scenario).toList();
  }

  private <F extends PeerFigure> Stream<F> all(Class<F> kind) {
    return figures.stream().filter(kind::isInstance).map(kind::cast);
  }

  /** The median of a value of the figures that match; NaN if none does. */
  static <F extends PeerFigure> double median(
      List<F> figures, Predicate<F> match, ToDoubleFunction<F> value) {
    double[] values = figures.stream().filter(match).mapToDouble(value).sorted().toArray();
    if (values.length == 0) {
      return Double.NaN;
    }
    return (values[(values.length - 1) / 2] + values[values.length / 2]) / 2;
  }

  /** A value of sorted values, such as the one that 99 % do not exceed. */
  static double percentile(double[] sorted, int percent) {
    int rank = (int) Math.ceil(sorted.length * percent / 100.0);
    return sorted[Math.max(1, rank) - 1];
  }
}
