// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import dev.baton.error.InvalidInputException;
import dev.baton.filter.Filter;
import dev.baton.filter.FilterParser;
import dev.baton.job.JobQuery;
import dev.baton.server.Params;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parameters of a search (specs/nuvla.md §3).
 *
 * @param select attributes to return; empty is all
 */
record SearchRequest(
    Filter filter,
    List<JobQuery.Order> order,
    int first,
    int last,
    Set<String> select,
    List<JobQuery.Aggregation> aggregations) {

  private static final Pattern CLAUSE = Pattern.compile("([a-z_-]+):([^\\s,]+)");
  private static final Pattern ORDER = Pattern.compile("(.+?)(:asc|:desc)?");
  private static final Pattern NAME = Pattern.compile("[A-Za-z@][A-Za-z0-9_-]*(:[A-Za-z0-9_-]+)?");
  private static final Set<String> FUNCTIONS =
      Set.of("min", "max", "sum", "avg", "stats", "value_count", "cardinality", "missing", "terms");
  private static final int MAX_CLAUSES = 20;

  static SearchRequest parse(Params params) {
    int last = params.last("last").flatMap(SearchRequest::number).orElse(JobQuery.MAX_WINDOW);
    if (last > JobQuery.MAX_WINDOW) {
      throw new InvalidInputException(
          "last is " + last + "; allowed: up to " + JobQuery.MAX_WINDOW + ". Narrow the filter");
    }
    int first = params.last("first").flatMap(SearchRequest::number).orElse(1);
    return new SearchRequest(
        filter(params).orElse(Filter.EVERYTHING),
        orders(params.words("orderby")),
        Math.max(1, first),
        Math.max(0, last),
        new LinkedHashSet<>(params.words("select")),
        aggregations(params.words("aggregation")));
  }

  /** The filters of a request as one; empty if there is none. */
  static Optional<Filter> filter(Params params) {
    List<Filter> parts = params.all("filter").stream().map(FilterParser::parse).toList();
    return switch (parts.size()) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(parts.getFirst());
      default -> Optional.of(new Filter.All(parts));
    };
  }

  /** The same search as a query for jobs; whose is left open. */
  JobQuery query() {
    boolean empty = last < first;
    return new JobQuery(filter, null, order, empty ? 1 : first, empty ? 0 : last, aggregations);
  }

  /** Numbers that are none count as absent, as at Nuvla. */
  private static Optional<Integer> number(String text) {
    try {
      return Optional.of(Integer.parseInt(text.strip()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static List<JobQuery.Order> orders(List<String> words) {
    checkCount("orderby", words.size());
    List<JobQuery.Order> orders = new ArrayList<>();
    for (String word : words) {
      Matcher order = ORDER.matcher(word);
      if (!order.matches()) {
        throw new InvalidInputException("orderby '" + word + "' is not attribute[:asc|:desc]");
      }
      orders.add(new JobQuery.Order(path(order.group(1)), ":desc".equals(order.group(2))));
    }
    return orders;
  }

  /** Nested attributes are separated by dots or slashes. */
  private static Filter.Path path(String text) {
    List<String> names = List.of(text.split("[./]", -1));
    for (String name : names) {
      if (!NAME.matcher(name).matches()) {
        throw new InvalidInputException("'" + text + "' does not name an attribute");
      }
    }
    return new Filter.Path(names);
  }

  private static List<JobQuery.Aggregation> aggregations(List<String> words) {
    checkCount("aggregation", words.size());
    List<JobQuery.Aggregation> aggregations = new ArrayList<>();
    for (String word : words) {
      Matcher clause = CLAUSE.matcher(word);
      // Malformed clauses and unknown functions are ignored, as at Nuvla.
      if (clause.matches() && FUNCTIONS.contains(clause.group(1)) && isPath(clause.group(2))) {
        aggregations.add(new JobQuery.Aggregation(word, clause.group(1), path(clause.group(2))));
      }
    }
    return aggregations;
  }

  private static boolean isPath(String text) {
    return List.of(text.split("[./]", -1)).stream().allMatch(name -> NAME.matcher(name).matches());
  }

  private static void checkCount(String parameter, int count) {
    if (count > MAX_CLAUSES) {
      throw new InvalidInputException(
          parameter + " has " + count + " clauses; allowed: up to " + MAX_CLAUSES);
    }
  }
}
