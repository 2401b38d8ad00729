// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.httpclient;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests the time after which the cookies of a login session are replaced. */
final class CookieLifetimeTest {

  @Test
  void cookies_areGoodUntilAMinuteBeforeTheFirstExpires() {
    Instant now = Instant.parse("2026-01-31T12:00:00Z");

    assertThat(life(now, "c=1; Path=/; Expires=Sat, 31 Jan 2026 13:00:00 GMT"))
        .isEqualTo(Duration.ofMinutes(59));
    assertThat(life(now, "c=1; Expires=Sat, 31-Jan-2026 13:00:00 GMT", "d=1; Max-Age=600"))
        .isEqualTo(Duration.ofMinutes(9));
    assertThat(life(now, "c=1; Max-Age=5")).isEqualTo(Duration.ofSeconds(10));
    assertThat(life(now, "c=Max-Age; Expires=soon; Max-Age=x; Secure"))
        .isEqualTo(Duration.ofDays(1));
  }

  private static Duration life(Instant now, String... cookies) {
    return CookieLifetime.of(List.of(cookies), now);
  }
}
