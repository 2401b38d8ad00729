// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.error.ForbiddenException;
import dev.baton.testkit.clock.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LoginThrottleTest {

  private static final String HERE = "192.0.2.7";
  private static final String ELSEWHERE = "192.0.2.8";

  private final ManualClock clock = new ManualClock();
  private final LoginThrottle guard = new LoginThrottle(clock);

  private Duration delayOf(String name, boolean exists, String address) {
    try (LoginThrottle.Permit permit = guard.startAttempt(name, exists, address)) {
      return permit.delay();
    }
  }

  private void fail(String name, int times, String address) {
    for (int i = 0; i < times; i++) {
      delayOf(name, true, address);
    }
  }

  private boolean isRefused(String name, String address) {
    try {
      delayOf(name, true, address);
      return false;
    } catch (ForbiddenException e) {
      assertThat(e).hasMessageStartingWith("too many failed logins; try again in");
      return true;
    }
  }

  @Test
  void account_afterFailuresFromOneAddress_isRefusedFromThatAddressOnly() {
    fail("super", 5, HERE);
    assertThat(isRefused("super", HERE)).isTrue();
    assertThat(delayOf("super", true, ELSEWHERE)).isZero();
    assertThat(delayOf("anna", true, HERE)).isZero();
    clock.advance(Duration.ofSeconds(2));
    assertThat(isRefused("super", HERE)).isFalse();
  }

  @Test
  void inventedNames_ofOneAddress_refuseNobodyElseThere() {
    for (int i = 0; i < 1_000; i++) {
      delayOf("invented-" + i, false, HERE);
    }
    assertThat(delayOf("super", true, HERE)).isEqualTo(LoginThrottle.MOMENT);
    guard.succeeded("super", HERE);
    assertThat(delayOf("super", true, HERE)).isZero();
    assertThat(delayOf("super", true, ELSEWHERE)).isZero();
  }

  @Test
  void account_underAttackFromManyAddresses_isNeverRefusedElsewhere() {
    for (int i = 0; i < 200; i++) {
      fail("super", 3, "198.51.100." + i);
    }
    assertThat(delayOf("super", true, HERE)).isEqualTo(LoginThrottle.MOMENT);
  }

  @Test
  void knownAddress_afterManyFailures_isDelayedAndNotRefused() {
    delayOf("super", true, HERE);
    guard.succeeded("super", HERE);
    fail("super", 100, HERE);
    assertThat(delayOf("super", true, HERE)).isEqualTo(LoginThrottle.MOMENT);
    clock.advance(Duration.ofDays(31));
    fail("super", 5, HERE);
    assertThat(isRefused("super", HERE)).isTrue();
  }

  @Test
  void inventedName_isRefusedAsAnExistingOneIs() {
    for (int i = 0; i < 5; i++) {
      delayOf("nobody", false, HERE);
    }
    assertThatThrownBy(() -> delayOf("nobody", false, HERE))
        .isInstanceOf(ForbiddenException.class)
        .hasMessageStartingWith("too many failed logins; try again in");
  }

  @Test
  void inventedNames_inAFlood_doNotMakeItForgetAnAccount() {
    fail("super", 5, HERE);
    for (int i = 0; i < 20_000; i++) {
      delayOf("invented-" + i, false, "2001:db8::" + Integer.toHexString(i % 5));
    }
    assertThat(isRefused("super", HERE)).isTrue();
  }

  @Test
  void waitingLogins_ofOneAddress_areBounded() {
    for (int i = 0; i < 40; i++) {
      delayOf("invented-" + i, false, HERE);
    }
    List<LoginThrottle.Permit> waiting = new ArrayList<>();
    for (int i = 0; i < 256; i++) {
      waiting.add(guard.startAttempt("more-" + i, false, HERE));
    }
    assertThat(isRefused("super", HERE)).isTrue();
    waiting.forEach(LoginThrottle.Permit::close);
    assertThat(isRefused("super", HERE)).isFalse();
  }

  /** Many users may share one address. */
  @Test
  void waitingLogins_ofOneAccount_refuseNoOtherAtTheAddress() {
    for (int i = 0; i < 40; i++) {
      delayOf("invented-" + i, false, HERE);
    }
    List<LoginThrottle.Permit> waiting = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      waiting.add(guard.startAttempt("more-" + i, false, HERE));
    }
    assertThat(delayOf("super", true, HERE)).isEqualTo(LoginThrottle.MOMENT);
    waiting.forEach(LoginThrottle.Permit::close);
  }

  @Test
  void ipv6_countsByTheNetworkOfASite() {
    for (int i = 0; i < 5; i++) {
      delayOf("super", true, "2001:db8:1:2::" + i);
    }
    assertThat(isRefused("super", "2001:db8:1:2:ffff::1")).isTrue();
    assertThat(isRefused("super", "2001:db8:1:3::1")).isFalse();
  }
}
