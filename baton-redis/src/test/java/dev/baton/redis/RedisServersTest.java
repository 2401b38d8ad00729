// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.error.InvalidInputException;
import dev.baton.redis.RedisServers.Kind;
import dev.baton.redis.RedisServers.Node;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reads the addresses of Redis servers. */
final class RedisServersTest {

  @Test
  void parse_address_namesServers() {
    assertThat(RedisServers.parse("redis://db"))
        .isEqualTo(new RedisServers(Kind.SINGLE, false, List.of(new Node("db", 6379)), 0, null));
    assertThat(RedisServers.parse("rediss://[::1]:1/3"))
        .isEqualTo(new RedisServers(Kind.SINGLE, true, List.of(new Node("[::1]", 1)), 3, null));
    assertThat(RedisServers.parse("redis-sentinel://a,b:7/2#main"))
        .isEqualTo(
            new RedisServers(
                Kind.SENTINEL, false, List.of(new Node("a", 26379), new Node("b", 7)), 2, "main"));
    assertThat(RedisServers.parse("rediss-cluster://a,b:7").address()).isEqualTo("a:6379,b:7");
  }

  @Test
  void parse_wrongAddress_isRefused() {
    for (String wrong :
        List.of(
            "db:6379",
            "redis://",
            "redis://a,b",
            "redis://a:99999",
            "redis://a#name",
            "redis-sentinel://a",
            "redis-cluster://a/1")) {
      assertThatThrownBy(() -> RedisServers.parse(wrong))
          .as(wrong)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageStartingWith("'" + wrong + "' does not name Redis servers");
    }
  }

  @Test
  void parse_addressWithAPassword_isRefusedWithoutShowingIt() {
    for (String wrong :
        List.of("redis://:hidden@db", "redis://db?password=hidden", "redis://db/0?timeout=1s")) {
      assertThatThrownBy(() -> RedisServers.parse(wrong))
          .as(wrong)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("board-password-file")
          .hasMessageNotContainingAny("hidden", "db");
    }
  }
}
