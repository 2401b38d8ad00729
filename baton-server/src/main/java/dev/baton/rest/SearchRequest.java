// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import dev.baton.error.InputBounds;
import dev.baton.error.InvalidInputException;
import dev.baton.filter.DocumentAggregation;
import dev.baton.filter.Filter;
import dev.baton.filter.FilterParser;
import dev.baton.job.JobQuery;
import dev.baton.server.RequestParameters;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parameters of a search (docs/spec/nuvla.md §3).
 *
 * @param select the attributes to return; empty means all attributes
 */
record SearchRequest(
    Filter filter,
    List<JobQuery.Order> order,
    int first,
    int last,
    Set<String> select,
    List<JobQuery.Aggregation> aggregations) {

  /** How far a search for jobs counts them; 0 counts all jobs, as at Nuvla. */
  static final NumberParameter MAX_COUNT = new NumberParameter("max-count", 0, 1_000_000, 0);

  private static final Pattern CLAUSE = Pattern.compile("([a-z_-]+):([^\\s,]+)");
  private static final Pattern ORDER = Pattern.compile("(.+?)(:asc|:desc)?");

  /** One name of a path, perhaps in quotes, with the separator that follows. */
  private static final Pattern STEP =
      Pattern.compile(
          "\\G([A-Za-z@][A-Za-z0-9_-]*(?::[A-Za-z0-9_-]+)?|'[^']+'|\"[^\"]+\")([./]|\\z)");

  private static final int MAX_CLAUSES = 20;

  /**
   * Reads the parameters.
   *
   * @param words the words that a strict search may contain
   * @throws InvalidInputException if the filter is malformed or the requested range is too large,
   *     or if a strict search contains an unknown word
   */
  static SearchRequest parse(RequestParameters requestParameters, StrictSearch words) {
    boolean strict = StrictSearch.isRequested(requestParameters);
    int last = number(requestParameters, "last", JobQuery.MAX_PAGE, strict);
    if (last > JobQuery.MAX_PAGE) {
      throw new InvalidInputException(
          "last is " + last + "; allowed: up to " + JobQuery.MAX_PAGE + ". Narrow the filter");
    }
    int first = number(requestParameters, "first", 1, strict);
    if (strict) {
      words.checkParameters(requestParameters);
      checkWindow(first, last);
      words.checkSelect(requestParameters.words("select"));
      requestParameters.words("orderby").forEach(order -> checkDirection(order, words));
    }
    SearchRequest request =
        new SearchRequest(
            filter(requestParameters, words).orElse(Filter.EVERYTHING),
            orders(requestParameters.words("orderby")),
            Math.max(1, first),
            Math.max(0, last),
            new LinkedHashSet<>(requestParameters.words("select")),
            aggregations(requestParameters.words("aggregation"), strict));
    if (strict) {
      request.order().forEach(order -> words.checkPath("orderby", order.path()));
      request.aggregations().forEach(clause -> words.checkPath("aggregation", clause.path()));
    }
    return request;
  }

  private static void checkWindow(int first, int last) {
    if (first < 1 || last < 0 || (last != 0 && last < first)) {
      throw new InvalidInputException(
          "first is "
              + first
              + " and last is "
              + last
              + "; allowed: 1 <= first <= last, or last=0");
    }
  }

  /** All filters of a request combined into one. Empty if there is no filter. */
  static Optional<Filter> filter(RequestParameters requestParameters, StrictSearch words) {
    List<Filter> parts = requestParameters.all("filter").stream().map(FilterParser::parse).toList();
    if (StrictSearch.isRequested(requestParameters)) {
      parts.forEach(words::checkFilter);
    }
    return switch (parts.size()) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(parts.getFirst());
      default -> Optional.of(new Filter.All(parts));
    };
  }

  /**
   * Returns the attributes that a request for a single resource selects. Empty means all
   * attributes.
   */
  static Set<String> select(RequestParameters requestParameters, StrictSearch words) {
    List<String> names = requestParameters.words("select");
    if (StrictSearch.isRequested(requestParameters)) {
      words.checkSelect(names);
    }
    return new LinkedHashSet<>(names);
  }

  /**
   * Returns this search as a query for jobs. The query is not restricted to the jobs that the
   * caller may see.
   */
  JobQuery query() {
    boolean empty = last < first;
    return new JobQuery(filter, null, order, empty ? 1 : first, empty ? 0 : last, aggregations);
  }

  /**
   * Reads a number. If the text is not a number, a strict search is refused, and any other search
   * uses {@code otherwise}, as at Nuvla.
   */
  private static int number(
      RequestParameters requestParameters, String name, int otherwise, boolean strict) {
    String text = requestParameters.last(name).orElse("");
    try {
      return text.isBlank() ? otherwise : Integer.parseInt(text.strip());
    } catch (NumberFormatException e) {
      if (strict || text.strip().matches("[+-]?\\d+")) {
        throw new InvalidInputException(
            name + " is '" + InputBounds.shown(text) + "'; expected a number up to 10000", e);
      }
      return otherwise;
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
      String name = order.group(1);
      Filter.Path path =
          path(name)
              .orElseThrow(
                  () -> new InvalidInputException("'" + name + "' does not name an attribute"));
      orders.add(new JobQuery.Order(path, ":desc".equals(order.group(2))));
    }
    return orders;
  }

  /** Rejects an order whose direction is unknown, such as {@code created:up}. */
  private static void checkDirection(String order, StrictSearch words) {
    int colon = order.lastIndexOf(':');
    boolean isDirection = order.endsWith(":asc") || order.endsWith(":desc");
    if (colon > 0 && !isDirection && words.attributes().contains(order.substring(0, colon))) {
      throw new InvalidInputException(
          "orderby has the direction '"
              + InputBounds.shown(order.substring(colon))
              + "'; allowed: :asc, :desc");
    }
  }

  /**
   * Reads a path: names that are separated by dots or slashes. As in filters, a name with special
   * characters is in quotes. Empty if the text is not a path.
   */
  static Optional<Filter.Path> path(String text) {
    List<String> names = new ArrayList<>();
    boolean complete = false;
    Matcher step = STEP.matcher(text);
    while (step.find()) {
      names.add(step.group(1).replaceAll("^['\"]|['\"]$", ""));
      complete = step.group(2).isEmpty();
    }
    return complete ? Optional.of(new Filter.Path(names)) : Optional.empty();
  }

  private static List<JobQuery.Aggregation> aggregations(List<String> words, boolean strict) {
    checkCount("aggregation", words.size());
    List<JobQuery.Aggregation> aggregations = new ArrayList<>();
    for (String word : words) {
      Matcher clause = CLAUSE.matcher(word);
      Optional<Filter.Path> path = clause.matches() ? path(clause.group(2)) : Optional.empty();
      if (strict) {
        if (path.isEmpty()) {
          throw new InvalidInputException(
              "aggregation '" + InputBounds.shown(word) + "' is not function:attribute");
        }
        StrictSearch.checkFunction(clause.group(1));
      }
      // Malformed clauses and unknown functions are ignored, as at Nuvla.
      if (path.isPresent() && DocumentAggregation.FUNCTIONS.contains(clause.group(1))) {
        aggregations.add(new JobQuery.Aggregation(word, clause.group(1), path.get()));
      }
    }
    return aggregations;
  }

  private static void checkCount(String parameter, int count) {
    if (count > MAX_CLAUSES) {
      throw new InvalidInputException(
          parameter + " has " + count + " clauses; allowed: up to " + MAX_CLAUSES);
    }
  }
}
