// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cimi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.error.InvalidInputException;
import dev.baton.filter.Filter;
import dev.baton.filter.FilterParser;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the filter text that is sent to the server. */
final class CimiFormatTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a='x'",
        "a!=3",
        "a=null",
        "a=true",
        "a=\"it's\"",
        "a^='p' and b=='w*'",
        "(a=1 or b<2) and c>=2020-01-01T00:00:00Z",
        "a=['x',3] and b!=['y']",
        "target-resource/href='job/x' and (a<=1 or (b>2 and c=1))"
      })
  void filter_readsBackAsItWas(String text) {
    Filter filter = FilterParser.parse(text);

    assertThat(FilterParser.parse(CimiFilterText.text(filter))).isEqualTo(filter);
  }

  @Test
  void filter_ofNothingOrEverything_isWritten() {
    assertThat(CimiFilterText.text(Filter.EVERYTHING)).isEqualTo("id!=null");
    assertThat(CimiFilterText.text(new Filter.Any(List.of()))).isEqualTo("id=null");
    assertThat(CimiFilterText.text(new Filter.In(Filter.Path.of("a"), List.of())))
        .isEqualTo("id=null");
  }

  @ParameterizedTest
  @ValueSource(strings = {"both ' and \"", "ends in \\"})
  void filter_withTextThatTheLanguageCannotHold_isRefused(String text) {
    Filter filter = new Filter.Equal(Filter.Path.of("a"), new Filter.Value.Text(text));

    assertThatThrownBy(() -> CimiFilterText.text(filter)).isInstanceOf(InvalidInputException.class);
  }
}
