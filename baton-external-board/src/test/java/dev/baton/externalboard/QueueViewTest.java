// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.externalboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.job.JobId;
import dev.baton.testkit.clock.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests what a process knows of the queue after the reports of a driver. */
final class QueueViewTest {

  private final ManualClock clock = new ManualClock();
  private final QueueView view = new QueueView(clock);
  private final JobId job = JobId.create(clock.now());
  private final JobId other = JobId.create(clock.now());

  private String entry(int priority, int number, JobId of) {
    String name = EntryQueue.prefix(priority) + number;
    assertThat(view.add(name)).isTrue();
    view.setJob(name, of);
    return name;
  }

  @Test
  void free_entries_areInTheOrderOfPriorityAndSequence() {
    String late = entry(20, 1, job);
    String urgent = entry(3, 9, job);
    String first = entry(20, 0, other);
    assertThat(view.free()).containsExactly(urgent, first, late);
    assertThat(view.countAtLeastAsUrgent(3, 10)).isEqualTo(1);
    assertThat(view.countAtLeastAsUrgent(20, 10)).isEqualTo(3);
    assertThat(view.countFree(2)).isEqualTo(2);
  }

  @Test
  void entry_whoseJobIsUnknown_isNotFree() {
    List<String> events = new ArrayList<>();
    view.watch(() -> events.add("free"));
    view.add("entry-001-0");
    assertThat(view.free()).isEmpty();
    assertThat(view.waiting()).isEqualTo(1);
    view.setJob("entry-001-0", job);
    assertThat(view.free()).containsExactly("entry-001-0");
    assertThat(events).containsExactly("free");
  }

  @Test
  void lock_thatIsReportedBeforeTheJob_keepsTheEntryTaken() {
    view.take("entry-001-0");
    view.add("entry-001-0");
    view.setJob("entry-001-0", job);
    assertThat(view.free()).isEmpty();
    assertThat(view.freeOf(job)).isEmpty();
    view.release("entry-001-0");
    assertThat(view.freeOf(job)).containsExactly("entry-001-0");
  }

  @Test
  void listings_replaceEntriesAndLocks() {
    String gone = entry(1, 0, job);
    String stays = entry(1, 1, other);
    view.take(stays);
    assertThat(view.replaceNames(List.of(stays, "entry-001-2"))).containsExactly("entry-001-2");
    assertThat(view.job(gone)).isNull();
    assertThat(view.hasJob(job)).isFalse();
    view.replaceTaken(List.of());
    assertThat(view.free()).containsExactly(stays);
  }

  @Test
  void knownSince_isTheTimeAtWhichTheJobWasReported() {
    long start = clock.nanos();
    String name = entry(1, 0, job);
    clock.advance(Duration.ofSeconds(9));
    assertThat(view.knownSinceNanos(name)).isEqualTo(start);
    assertThat(view.knownSinceNanos("entry-001-7")).isEqualTo(clock.nanos());
  }

  @Test
  void feederEvents_reachTheirCallbacks() {
    List<String> events = new ArrayList<>();
    view.watchFeeder(() -> events.add("gone"), () -> events.add("hint"));
    view.feederNotice();
    view.feederRemoved();
    assertThat(events).containsExactly("hint", "gone");
  }
}
