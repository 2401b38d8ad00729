// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.contract.election;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.election.Election;
import dev.baton.election.Term;
import dev.baton.testkit.backend.BackendTestSetup;
import dev.baton.testkit.service.ConcurrentCalls;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of an {@link Election}. */
public abstract class ElectionContract extends BackendTestSetup {

  private static final List<String> ELECTIONS = List.of("cleanup", "report", "monitor");

  /**
   * Opens the other process before a lease begins, because that takes seconds on a slow machine.
   */
  @BeforeEach
  void openOtherProcess() {
    fixture().otherProcessView();
  }

  @Test
  protected void contend_freeElections_winsAll() {
    Duration lease = fixture().lease();
    long before = fixture().clock().nanos();
    List<Term> terms = here().contend(ELECTIONS, "a", lease);
    long after = fixture().clock().nanos();
    assertThat(terms.stream().map(Term::name)).containsExactlyInAnyOrderElementsOf(ELECTIONS);
    assertThat(terms)
        .allSatisfy(term -> {
          assertThat(term.contender()).isEqualTo("a");
          assertThat(term.token()).isPositive();
          assertThat(term.trustedUntil().nanos())
              .isBetween(before + lease.toNanos(), after + lease.toNanos());
        });
  }

  @Test
  protected void contend_noElections_winsNone() {
    assertThat(here().contend(List.of(), "a", LONG_LEASE)).isEmpty();
  }

  @Test
  protected void contend_electionOfAnother_isNotWon() {
    here().contend(List.of("cleanup"), "a", LONG_LEASE);
    assertThat(there().contend(ELECTIONS, "b", LONG_LEASE).stream().map(Term::name))
        .containsExactlyInAnyOrder("report", "monitor");
    assertThat(here().contend(ELECTIONS, "a", LONG_LEASE).stream().map(Term::name))
        .containsExactly("cleanup");
  }

  @Test
  protected void contend_ownElection_prolongsTheSameTerm() {
    Duration lease = fixture().lease();
    Term first = only(here().contend(List.of("cleanup"), "a", lease));
    for (int i = 0; i < 3; i++) {
      fixture().passTime(lease.dividedBy(2));
      Term next = only(here().contend(List.of("cleanup"), "a", lease));
      assertThat(next.token()).isEqualTo(first.token());
      assertThat(next.trustedUntil().nanos()).isGreaterThan(first.trustedUntil().nanos());
      assertThat(there().contend(List.of("cleanup"), "b", lease)).isEmpty();
    }
  }

  @Test
  protected void contend_afterTheTermEnded_isWonWithAGreaterToken() {
    Term first = only(here().contend(List.of("cleanup"), "a", fixture().lease()));
    fixture().passTime(fixture().lease().plusMillis(300));
    Term second = only(there().contend(List.of("cleanup"), "b", LONG_LEASE));
    assertThat(second.token()).isGreaterThan(first.token());
    assertThat(here().contend(List.of("cleanup"), "a", LONG_LEASE)).isEmpty();
  }

  @Test
  protected void resign_election_handsItOverAtOnce() {
    Term first = only(here().contend(List.of("cleanup"), "a", LONG_LEASE));
    here().resign(first);
    here().resign(first);
    Term second = only(there().contend(List.of("cleanup"), "b", LONG_LEASE));
    assertThat(second.token()).isGreaterThan(first.token());
  }

  @Test
  protected void resign_termThatIsOver_leavesTheNewLeader() {
    Term old = only(here().contend(List.of("cleanup"), "a", LONG_LEASE));
    here().resign(old);
    there().contend(List.of("cleanup"), "b", LONG_LEASE);
    here().resign(old);
    assertThat(here().leaders(List.of("cleanup"))).containsEntry("cleanup", "b");
    assertThat(here().contend(List.of("cleanup"), "a", LONG_LEASE)).isEmpty();
  }

  @Test
  protected void leaders_someElections_namesThoseThatAreHeld() {
    here().contend(List.of("cleanup"), "a", LONG_LEASE);
    there().contend(List.of("report"), "b", fixture().lease());
    Map<String, String> leaders = leaders();
    assertThat(leaders).containsOnly(Map.entry("cleanup", "a"), Map.entry("report", "b"));
    fixture().passTime(fixture().lease().plusMillis(300));
    assertThat(leaders()).containsOnly(Map.entry("cleanup", "a"));
  }

  /**
   * Removes the names without a leader, because an election may leave them out or map them to null.
   */
  private Map<String, String> leaders() {
    Map<String, String> held = new HashMap<>();
    here()
        .leaders(ELECTIONS)
        .forEach((name, leader) -> {
          if (leader != null) {
            held.put(name, leader);
          }
        });
    return held;
  }

  @Test
  protected void contend_manyAtOnce_eachElectionHasOneLeader() {
    for (int round = 0; round < 5; round++) {
      List<String> names = List.of("x" + round, "y" + round, "z" + round);
      List<List<Term>> won =
          ConcurrentCalls.run(
              8,
              i -> {
                Election election = i % 2 == 0 ? here() : there();
                return () -> election.contend(names, "c" + i, LONG_LEASE);
              });
      assertThat(won.stream().flatMap(List::stream).map(Term::name))
          .containsExactlyInAnyOrderElementsOf(names);
    }
  }

  @Test
  protected void terms_overARandomCourse_neverTwoAreTrustedAtOnce() {
    Random random = new Random(42);
    Map<String, Term> last = new HashMap<>();
    List<String> contenders = List.of("a", "b", "c");
    long greatest = 0;
    for (int step = 0; step < 24; step++) {
      String contender = contenders.get(random.nextInt(contenders.size()));
      last.remove(contender);
      Election election = random.nextBoolean() ? here() : there();
      for (Term term : election.contend(List.of("cleanup"), contender, fixture().lease())) {
        assertThat(term.token()).isGreaterThanOrEqualTo(greatest);
        greatest = term.token();
        last.put(contender, term);
      }
      assertThat(trusted(last)).as("step %s", step).hasSizeLessThanOrEqualTo(1);
      fixture().passTime(fixture().lease().dividedBy(1 + random.nextInt(8)));
    }
  }

  private List<Term> trusted(Map<String, Term> terms) {
    return terms.values().stream()
        .filter(term -> !term.trustedUntil().isPast(fixture().clock()))
        .toList();
  }

  private Election here() {
    return backend().election();
  }

  private Election there() {
    return fixture().otherProcessView().election();
  }

  private static Term only(List<Term> terms) {
    assertThat(terms).hasSize(1);
    return terms.getFirst();
  }
}
