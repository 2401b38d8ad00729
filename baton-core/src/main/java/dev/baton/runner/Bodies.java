// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.runner;

import dev.baton.flow.Retry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Has bodies run: retries and, in a serial run, everything on the caller's thread, the rest on a
 * crew. Nothing runs before the step that leads to it is durable.
 */
final class Bodies implements AutoCloseable {

  private final Ledger ledger;
  private final Requests requests;
  private final Interruptions interruptions;
  private final boolean isSerial;
  private final Crew crew;
  private final Set<String> running = new HashSet<>();
  private final List<Call> unstarted = new ArrayList<>();

  /** How many calls were done on this thread since the last {@link #await}. */
  private int handedIn;

  Bodies(Ledger ledger, FlowOptions options, Requests requests) {
    this.ledger = ledger;
    this.requests = requests;
    this.interruptions = requests.interruptions();
    this.isSerial = options.maxWorkers() == 0;
    this.crew = new Crew(options.maxWorkers(), requests.clock());
    requests.onNews(this::hear);
  }

  private void hear() {
    if (requests.isRevertAsked()) {
      crew.cancel();
    }
    crew.wake();
  }

  boolean areRunning() {
    return !running.isEmpty();
  }

  /** Whether there is anything to wait for that is not done yet. */
  boolean areUnderWay() {
    return running.size() > handedIn;
  }

  /** Notes how far bodies that run have told that they are. */
  void recordProgress() {
    for (Requests.Progress told = requests.takeProgress();
        told != null;
        told = requests.takeProgress()) {
      PlanNode atom = ledger.plan().atom(told.atom());
      if (atom != null && running.contains(told.atom())) {
        ledger.keep(atom, ledger.detail(atom).with().progress(told.share()).done());
      }
    }
  }

  /** Runs a call now, or with the next {@link #await}. */
  void start(PlanNode atom, Call call) throws InterruptedException {
    running.add(call.atom);
    if (call.error() != null) {
      handIn(call);
    } else if (atom.atom() instanceof Retry retry) {
      if (!retry.isBuiltIn()) {
        ledger.flush();
      }
      runHere(call);
    } else if (isSerial && call.timeout == null) {
      ledger.flush();
      runHere(call);
    } else if (isSerial) {
      ledger.flush();
      runAlone(call);
    } else {
      unstarted.add(call);
    }
  }

  /**
   * Waits until something is done.
   *
   * @param longest null for as long as it takes
   * @return what is done; nothing if nothing runs, or somebody asked for something
   */
  List<Call> await(@Nullable Duration longest) throws InterruptedException {
    if (running.isEmpty()) {
      return List.of();
    }
    if (isAlone(longest)) {
      // Nothing else is to be done meanwhile, so that another thread would only cost time.
      runHere(unstarted.getFirst());
    } else {
      crew.start(unstarted);
    }
    unstarted.clear();
    List<Call> done = awaitDone(longest);
    handedIn = 0;
    done.forEach(call -> running.remove(call.atom));
    return done;
  }

  /** Waits on in spite of interrupts that are not for the run. */
  private List<Call> awaitDone(@Nullable Duration longest) throws InterruptedException {
    List<Call> done = null;
    while (done == null) {
      interruptions.check("while it waited for atoms");
      try {
        done = crew.await(longest);
      } catch (InterruptedException e) {
        interruptions.interruptedWait(e);
      }
    }
    return done;
  }

  private boolean isAlone(@Nullable Duration longest) {
    return longest == null
        && running.size() == 1
        && unstarted.size() == 1
        && unstarted.getFirst().timeout == null;
  }

  /** Takes back what no thread has begun: it is found as begun and run later. */
  void takeBack() {
    crew.takeBack().forEach(call -> running.remove(call.atom));
  }

  /** Interrupts what still runs and waits for its end. */
  @Override
  public void close() {
    requests.onNews(() -> {});
    crew.stop();
  }

  private void runHere(Call call) {
    crew.runHere(call);
    handedIn++;
    if (call.error() != null) {
      // If the run is to end, the atom has not failed: it is found as cut off.
      interruptions.check("in atom '" + call.atom + "'");
    }
  }

  private void handIn(Call call) {
    handedIn++;
    crew.done(call);
  }

  private void runAlone(Call call) throws InterruptedException {
    crew.start(List.of(call));
    List<Call> done = new ArrayList<>();
    while (!done.contains(call)) {
      done.addAll(awaitDone(null));
    }
    handedIn = 0;
    done.forEach(this::handIn);
  }
}
