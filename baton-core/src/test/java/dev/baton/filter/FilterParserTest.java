// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.error.InvalidInputException;
import dev.baton.filter.Filter.All;
import dev.baton.filter.Filter.Any;
import dev.baton.filter.Filter.Compare;
import dev.baton.filter.Filter.Comparison;
import dev.baton.filter.Filter.Equal;
import dev.baton.filter.Filter.FullText;
import dev.baton.filter.Filter.In;
import dev.baton.filter.Filter.NotEqual;
import dev.baton.filter.Filter.NotIn;
import dev.baton.filter.Filter.Path;
import dev.baton.filter.Filter.Prefix;
import dev.baton.filter.Filter.Value;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FilterParserTest {

  private static final Filter A1 = new Equal(Path.of("a"), new Value.Number(1));
  private static final Filter B2 = new Equal(Path.of("b"), new Value.Number(2));
  private static final Filter C3 = new Equal(Path.of("c"), new Value.Number(3));

  @Test
  void parse_equalOfEachScalar_readsIt() {
    assertThat(parse("a=1")).isEqualTo(A1);
    assertThat(parse("a='x'")).isEqualTo(equal("a", new Value.Text("x")));
    assertThat(parse("a=\"x\"")).isEqualTo(equal("a", new Value.Text("x")));
    assertThat(parse("a=''")).isEqualTo(equal("a", new Value.Text("")));
    assertThat(parse("a=true")).isEqualTo(equal("a", new Value.Bool(true)));
    assertThat(parse("a=false")).isEqualTo(equal("a", new Value.Bool(false)));
    assertThat(parse("a=null")).isEqualTo(equal("a", new Value.Null()));
    assertThat(parse("a!=null")).isEqualTo(new NotEqual(Path.of("a"), new Value.Null()));
    assertThat(parse("a=2147483647")).isEqualTo(equal("a", new Value.Number(Integer.MAX_VALUE)));
  }

  @Test
  void parse_eachOperator_readsIt() {
    assertThat(parse("a<1")).isEqualTo(compare(Comparison.LESS));
    assertThat(parse("a<=1")).isEqualTo(compare(Comparison.LESS_OR_EQUAL));
    assertThat(parse("a>1")).isEqualTo(compare(Comparison.GREATER));
    assertThat(parse("a>=1")).isEqualTo(compare(Comparison.GREATER_OR_EQUAL));
    assertThat(parse("a^='x'")).isEqualTo(new Prefix(Path.of("a"), "x"));
    assertThat(parse("fulltext=='word*'")).isEqualTo(new FullText(Path.of("fulltext"), "word*"));
  }

  @Test
  void parse_dates_keepsThemAsWritten() {
    String date = "2026-01-31T12:00:00.5+02:00";
    assertThat(parse("created>" + date))
        .isEqualTo(new Compare(Path.of("created"), Comparison.GREATER, new Value.Date(date)));
    assertThat(parse("a=2026-01")).isEqualTo(equal("a", new Value.Date("2026-01")));
    assertThat(parse("created<'now-7d'"))
        .isEqualTo(new Compare(Path.of("created"), Comparison.LESS, new Value.Text("now-7d")));
  }

  @Test
  void parse_lists_withOrWithoutCommas() {
    List<Value> both = List.of(new Value.Text("RUNNING"), new Value.Text("QUEUED"));
    In expected = new In(Path.of("state"), both);
    assertThat(parse("state=['RUNNING', 'QUEUED']")).isEqualTo(expected);
    assertThat(parse("state=['RUNNING' 'QUEUED']")).isEqualTo(expected);
    assertThat(parse("state = [ \"RUNNING\"'QUEUED' ]")).isEqualTo(expected);
    assertThat(parse("a=[]")).isEqualTo(new In(Path.of("a"), List.of()));
    assertThat(parse("a!=[1,2026-01-31]"))
        .isEqualTo(
            new NotIn(Path.of("a"), List.of(new Value.Number(1), new Value.Date("2026-01-31"))));
    assertThat(parse("['RUNNING' , 'QUEUED']=state")).isEqualTo(expected);
  }

  @Test
  void parse_reversedOperands_keepTheOperatorUnmirrored() {
    assertThat(parse("1=a")).isEqualTo(A1);
    assertThat(parse("1<a")).isEqualTo(compare(Comparison.LESS));
    assertThat(parse("'x'^=a")).isEqualTo(new Prefix(Path.of("a"), "x"));
    assertThat(parse("'x'==a")).isEqualTo(new FullText(Path.of("a"), "x"));
    assertThat(parse("true=a")).isEqualTo(equal("a", new Value.Bool(true)));
    assertThat(parse("null!=a")).isEqualTo(new NotEqual(Path.of("a"), new Value.Null()));
    assertThat(parse("true=1")).isEqualTo(equal("true", new Value.Number(1)));
    assertThat(parse("trueish=1")).isEqualTo(equal("trueish", new Value.Number(1)));
  }

  @Test
  void parse_blanks_areFree() {
    assertThat(parse(" a = 1 ")).isEqualTo(A1);
    assertThat(parse("\t(\n a=1\r) ")).isEqualTo(A1);
    assertThat(parse("a='x'and b=2"))
        .isEqualTo(new All(List.of(equal("a", new Value.Text("x")), B2)));
    assertThat(parse("(a=1)or(b=2)")).isEqualTo(new Any(List.of(A1, B2)));
    assertThat(parse("action^=\"bulk\" and state=\"RUNNING\"and tags=\"monitor\""))
        .isEqualTo(
            new All(
                List.of(
                    new Prefix(Path.of("action"), "bulk"),
                    equal("state", new Value.Text("RUNNING")),
                    equal("tags", new Value.Text("monitor")))));
  }

  @Test
  void parse_andOr_andBindsTighter() {
    assertThat(parse("a=1 or b=2 and c=3"))
        .isEqualTo(new Any(List.of(A1, new All(List.of(B2, C3)))));
    assertThat(parse("a=1 and b=2 or c=3"))
        .isEqualTo(new Any(List.of(new All(List.of(A1, B2)), C3)));
    assertThat(parse("(a=1 or b=2) and c=3"))
        .isEqualTo(new All(List.of(new Any(List.of(A1, B2)), C3)));
  }

  @Test
  void parse_paths_mayBeNestedAndNamespaced() {
    assertThat(parse("target-resource/href='x'"))
        .isEqualTo(new Equal(Path.of("target-resource", "href"), new Value.Text("x")));
    assertThat(parse("ns:name/@b_1_=1"))
        .isEqualTo(new Equal(Path.of("ns:name", "@b_1_"), new Value.Number(1)));
  }

  @Test
  void parse_backslash_protectsTheQuoteAndStays() {
    assertThat(parse("a='it\\'s'")).isEqualTo(equal("a", new Value.Text("it\\'s")));
    assertThat(parse("a=\"it's\"")).isEqualTo(equal("a", new Value.Text("it's")));
    assertThat(parse("a='\\\\'")).isEqualTo(equal("a", new Value.Text("\\\\")));
  }

  @Test
  void parse_memberInQuotes_mayHaveAnyCharacters() {
    for (String name : List.of("example.com/team", "a b", "9", "it's", "\"", "x-")) {
      Filter filter = new Equal(Path.of("labels", name, "c"), new Value.Number(1));
      assertThat(parse(Path.of("labels", name, "c") + "=1")).isEqualTo(filter);
    }
    assertThat(parse("labels/\"a/b\"=1")).isEqualTo(parse("labels/'a/b' = 1"));
  }

  @Test
  void path_asText_quotesOnlyOddNames() {
    assertThat(Path.of("labels", "cost-center")).hasToString("labels/cost-center");
    assertThat(Path.of("labels", "app.kubernetes.io/name"))
        .hasToString("labels/'app.kubernetes.io/name'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "alpha",
        "a=b",
        "a=3.2",
        "a>true",
        "a>null",
        "a^=3",
        "a==5",
        "p['x']=1",
        "_a=1",
        "1a=1",
        "a/=1",
        "a/''=1",
        "a/'b=1",
        "'a'/b=1",
        "a-=1",
        "()",
        "a='x",
        "a=\"x'",
        "(a=1",
        "a=1)",
        "a=1 and",
        "or a=1",
        "a=1 b=2",
        "a=-1",
        "a=1 AND b=2",
        "not a=1",
        "a=[1",
        "a=[1,]",
        "a=[true]",
        "a>[1]",
        "1=2",
        "a =",
        "= 1",
        "a=2147483648",
        "@=1",
        "a:=1",
        "a/ b=1",
        "a~1",
        "a='\\'",
        "3=b=4",
        "a contains 'x'",
        "a within 'POINT(1 1)'",
        "true=",
        "a<'x' or ()",
        "state^=['a']"
      })
  void parse_invalid_isRefusedWithAPosition(String filter) {
    assertThatThrownBy(() -> parse(filter))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("Invalid CIMI filter. At position ");
  }

  @Test
  void parse_invalid_saysWhereAndWhatWasExpected() {
    assertThatThrownBy(() -> parse("a=1 nd b=2"))
        .hasMessage(
            "Invalid CIMI filter. At position 5: expected 'and', 'or' or the end of the filter,"
                + " found 'nd b=2'");
    assertThatThrownBy(() -> parse("a="))
        .hasMessage(
            "Invalid CIMI filter. At position 3: expected a value (text in quotes, an integer, a"
                + " date, true, false or null), found the end");
    assertThatThrownBy(() -> parse("a ^= 3"))
        .hasMessage(
            "Invalid CIMI filter. At position 6: expected text in quotes beside '^=', found '3'");
    assertThatThrownBy(() -> parse("place intersects 'x'"))
        .hasMessageContaining("no attribute is a geometry");
  }

  @Test
  void parse_dateAttributeAndNoDate_isRefused() {
    assertThatThrownBy(() -> parse("created>'yesterday'"))
        .hasMessageStartingWith("Invalid CIMI filter. At position 9: 'yesterday' is not a date");
    assertThatThrownBy(() -> parse("created=['2026', 'x']")).hasMessageContaining("'x'");
    assertThatThrownBy(() -> parse("created=true")).hasMessageContaining("'true'");
    assertThatThrownBy(() -> parse("created^='2026'")).hasMessageContaining("is a date");
    assertThat(parse("other>'yesterday'")).isInstanceOf(Compare.class);
    assertThat(parse("created=null")).isEqualTo(equal("created", new Value.Null()));
  }

  @Test
  void parse_thousandsOfTerms_isFlat() {
    String filter =
        IntStream.range(0, 4000).mapToObj(i -> "a=" + i).collect(Collectors.joining(" or "));
    assertThat(((Any) parse(filter)).parts()).hasSize(4000);
    assertThat(((Any) parse("(".repeat(150) + filter + ")".repeat(150))).parts()).hasSize(4000);
  }

  @Test
  void parse_parenthesesTooDeep_isRefused() {
    int most = FilterParser.MAX_DEPTH;
    assertThat(parse("(".repeat(most) + "a=1" + ")".repeat(most))).isEqualTo(A1);
    assertThatThrownBy(() -> parse("(".repeat(100_000)))
        .hasMessageStartingWith("Invalid CIMI filter. At position 202: parentheses are nested");
  }

  @Test
  void parse_tooLong_isRefused() {
    assertThatThrownBy(() -> parse(" ".repeat(FilterParser.MAX_LENGTH) + "a=1"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("262147 characters");
  }

  private static Filter parse(String filter) {
    return FilterParser.parse(filter);
  }

  private static Equal equal(String path, Value value) {
    return new Equal(Path.of(path), value);
  }

  private static Compare compare(Comparison comparison) {
    return new Compare(Path.of("a"), comparison, new Value.Number(1));
  }
}
