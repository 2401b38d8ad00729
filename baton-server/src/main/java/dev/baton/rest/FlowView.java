// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.chart.AtomMark;
import dev.baton.chart.ChartPart;
import dev.baton.chart.FlowChart;
import dev.baton.flow.Failure;
import dev.baton.flow.FlowNode;
import dev.baton.job.Job;
import dev.baton.logbook.AtomDetail;
import dev.baton.logbook.AtomState;
import dev.baton.logbook.DurableWait;
import dev.baton.logbook.FlowDetail;
import dev.baton.logbook.Logbook;
import dev.baton.service.Clock;
import dev.baton.service.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is known about a job's flow at one moment.
 *
 * @param chart the chart of the definition; null if this server does not have the definition
 */
record FlowView(
    Job job,
    Logbook logbook,
    @Nullable FlowChart chart,
    Map<String, AtomDurations> durations,
    Instant now) {

  /** The failures of atoms that a revert of the flow has interrupted. */
  private static final Pattern INTERRUPTING_FAILURES =
      Pattern.compile("\\b(Cancellation|Interrupted)Exception$");

  private static final int MOST_WITH_DURATIONS = 500;

  /**
   * Reads the flow of a job.
   *
   * @throws dev.baton.error.BatonException if neither the definition nor stored progress is
   *     available
   */
  static FlowView read(FlowReader flowReader, Job job, Clock clock) {
    return read(flowReader, job, clock, Integer.MAX_VALUE);
  }

  /**
   * Reads the flow of a job for a layout. The durations of a large flow are left out: they are in
   * its many steps, and the layout of a large flow shows none.
   */
  static FlowView readForLayout(FlowReader flowReader, Job job, Clock clock) {
    return read(flowReader, job, clock, MOST_WITH_DURATIONS);
  }

  private static FlowView read(FlowReader flowReader, Job job, Clock clock, int mostWithDurations) {
    flowReader.requireFlow(job);
    Logbook stored = flowReader.stored(job).orElse(null);
    FlowNode definition =
        stored == null
            ? flowReader.definition(job.spec().action(), job.spec().payload())
            : flowReader.definitionIfAny(job);
    Instant now = clock.now();
    Logbook logbook =
        stored != null
            ? stored
            : new Logbook(
                FlowDetail.fresh(job.id(), Objects.requireNonNull(definition).name(), now),
                Map.of());
    FlowChart chart = stored == null ? chart(definition, logbook) : chartIfAny(definition, logbook);
    Map<String, AtomDurations> durations =
        logbook.atoms().size() > mostWithDurations
            ? Map.of()
            : AtomDurations.readAll(flowReader, job);
    return new FlowView(job, logbook, chart, durations, now);
  }

  /**
   * Returns the chart of the flow with its stored progress. Null if the definition does not fit the
   * stored progress; the progress is then shown without a chart.
   */
  private static @Nullable FlowChart chartIfAny(@Nullable FlowNode definition, Logbook logbook) {
    try {
      return chart(definition, logbook);
    } catch (RuntimeException e) {
      // Catches all exceptions, because plugins create the nodes of an each-flow from the stored
      // list and can throw anything.
      return null;
    }
  }

  private static @Nullable FlowChart chart(@Nullable FlowNode definition, Logbook logbook) {
    return definition == null ? null : FlowChart.of(definition, lists(logbook), Map.of());
  }

  private static Function<String, @Nullable JsonNode> lists(Logbook logbook) {
    return name -> {
      AtomDetail detail = logbook.atoms().get(name);
      return detail == null ? null : detail.outcome().result();
    };
  }

  /**
   * The atoms in the order of declaration, followed by the stored atoms that the definition does
   * not contain.
   */
  List<AtomView> atoms() {
    Map<String, AtomView> atoms = new LinkedHashMap<>();
    if (chart != null) {
      for (ChartPart.AtomBox atomBox : chart.atoms()) {
        AtomDetail detail = logbook.atoms().get(atomBox.name());
        AtomDetail known =
            detail != null ? detail : AtomDetail.fresh(atomBox.name(), atomBox.kind(), "", "");
        atoms.put(atomBox.name(), new AtomView(known, atomBox));
      }
    }
    logbook
        .atoms()
        .values()
        .forEach(detail -> atoms.putIfAbsent(detail.name(), new AtomView(detail, null)));
    return new ArrayList<>(atoms.values());
  }

  /**
   * An atom with its stored state.
   *
   * @param detail the stored state; the initial state if nothing is stored for the atom
   * @param box the atom in the chart; null if the definition does not contain the atom
   */
  record AtomView(AtomDetail detail, ChartPart.@Nullable AtomBox box) {}

  /** Returns the chart with the state of each atom. Empty if there is no chart. */
  Optional<FlowChart> markedChart() {
    Map<String, AtomMark> marks = new HashMap<>();
    for (AtomView atomView : atoms()) {
      marks.put(
          atomView.detail().name(),
          hasFailedAndReverted(atomView.detail())
              ? new AtomMark(AtomState.FAILURE, "reverted")
              : new AtomMark(atomView.detail().state(), note(atomView.detail())));
    }
    return Optional.ofNullable(chart).map(known -> known.with(marks));
  }

  /**
   * Whether the atom failed itself and was reverted then. A revert also interrupts atoms, which
   * have not failed.
   */
  private static boolean hasFailedAndReverted(AtomDetail detail) {
    Failure failure = detail.outcome().failure();
    return detail.state() == AtomState.REVERTED
        && failure != null
        && !INTERRUPTING_FAILURES.matcher(failure.type()).find();
  }

  private String note(AtomDetail detail) {
    List<String> words = new ArrayList<>();
    if (detail.state() == AtomState.RUNNING) {
      waitsFor(detail).ifPresent(words::add);
      if (detail.progress() > 0) {
        words.add(Math.round(detail.progress() * 100) + " %");
      }
    }
    duration(detail).map(Durations::text).ifPresent(words::add);
    if (detail.starts() > 1) {
      words.add("try " + detail.starts());
    }
    return String.join(", ", words);
  }

  private Optional<String> waitsFor(AtomDetail detail) {
    if (detail.waits().isEmpty()) {
      return Optional.empty();
    }
    DurableWait last = detail.waits().getLast();
    return Optional.of(last.signal() == null ? "sleeps" : "awaits " + last.signal());
  }

  /**
   * How long the atom has been running or reverting. For an atom that does neither, the duration of
   * its last execute or revert.
   */
  Optional<Duration> duration(AtomDetail detail) {
    AtomDurations known = durations.getOrDefault(detail.name(), AtomDurations.NOTHING);
    Instant since = detail.since();
    return Optional.ofNullable(
        switch (detail.state()) {
          case RUNNING, REVERTING -> since == null ? null : Duration.between(since, now);
          case SUCCESS, FAILURE, RETRYING -> known.execute();
          case REVERTED, REVERT_FAILURE -> known.revert();
          case PENDING, IGNORE -> null;
        });
  }
}
