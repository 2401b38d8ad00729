// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.error.InvalidInputException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressRangesTest {

  @ParameterizedTest
  @CsvSource({
    "10.0.0.7,10.0.0.7,true",
    "10.0.0.7,10.0.0.8,false",
    "10.0.0.0/24,10.0.0.255,true",
    "10.0.0.0/24,10.0.1.0,false",
    "192.168.0.0/17,192.168.127.1,true",
    "192.168.0.0/17,192.168.128.1,false",
    "::1,[::1],true",
    "::1,0:0:0:0:0:0:0:1,true",
    "2001:db8::/32,2001:db8:ffff::1,true",
    "2001:db8::/32,2001:db9::1,false",
    "10.0.0.7,localhost,false",
    "10.0.0.7,'',false",
    "10.0.0.7,10.0.0.7.evil.example,false",
  })
  void contains_comparesAddresses(String range, String address, boolean expected) {
    assertThat(AddressRanges.parse(List.of(range)).contains(address)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "10.0.0", "10.0.0.0/33", "0.0.0.0/0", "::/0", "10.0.0.1/x", "*", ""})
  void parse_ofWhatNamesNobodyOrEverybody_isRefused(String text) {
    assertThatThrownBy(() -> AddressRanges.parse(List.of(text)))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void none_containsNothing() {
    assertThat(AddressRanges.NONE.contains("127.0.0.1")).isFalse();
    assertThat(AddressRanges.NONE.isEmpty()).isTrue();
  }
}
