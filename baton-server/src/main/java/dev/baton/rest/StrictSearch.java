// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import dev.baton.error.DidYouMean;
import dev.baton.error.InputBounds;
import dev.baton.error.InvalidInputException;
import dev.baton.filter.DateMath;
import dev.baton.filter.DocumentAggregation;
import dev.baton.filter.Filter;
import dev.baton.job.ExecutionMode;
import dev.baton.job.JobAttributes;
import dev.baton.job.JobState;
import dev.baton.server.RequestParameters;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checks strict searches, that is, searches with {@code strict=true}: an unknown word is an error.
 * In other searches, unknown words are ignored, as at Nuvla.
 *
 * @param what the name of the resources, such as {@code a job}
 * @param attributes the names of all attributes
 * @param isSearchable whether a filter, an order or an aggregation can find something at a path
 */
record StrictSearch(String what, Set<String> attributes, Predicate<Filter.Path> isSearchable) {

  static final String PARAMETER = "strict";

  private static final Set<String> PARAMETERS =
      Set.of(
          "filter",
          "orderby",
          "first",
          "last",
          "select",
          "aggregation",
          SearchRequest.MAX_COUNT.name(),
          PARAMETER);

  /**
   * The attributes whose values come from a fixed list. A strict search that compares such an
   * attribute with another value is refused.
   */
  private static final Map<String, List<String>> VALUES =
      Map.of(
          "state", Arrays.stream(JobState.values()).map(JobState::name).toList(),
          "execution-mode",
              Arrays.stream(ExecutionMode.values()).map(ExecutionMode::apiName).toList());

  private static final int MAX_LISTED = 60;

  StrictSearch {
    attributes = new TreeSet<>(attributes);
  }

  /**
   * Creates the check for one kind of resource.
   *
   * @param what the name of the resources
   * @param paths the names of attributes, and {@code name/member} for their members; {@code name/*}
   *     allows every path below an attribute
   */
  static StrictSearch of(String what, Set<String> paths) {
    Set<String> known = Set.copyOf(paths);
    return new StrictSearch(
        what,
        known.stream().map(path -> path.split("/", 2)[0]).collect(Collectors.toSet()),
        path -> isKnown(known, path));
  }

  private static boolean isKnown(Set<String> known, Filter.Path path) {
    String first = path.names().getFirst();
    // Access lists have the same form in all resources.
    return first.equals("acl")
        ? known.contains(first) && JobAttributes.isSearchable(path)
        : known.contains(path.toString()) || known.contains(first + "/*");
  }

  /** Returns the values that an attribute of jobs can have; empty if they are not a fixed list. */
  static List<String> valuesOf(String attribute) {
    return VALUES.getOrDefault(attribute, List.of());
  }

  /** Whether the search is strict, that is, whether the client sent {@code strict=true}. */
  static boolean isRequested(RequestParameters requestParameters) {
    String value = requestParameters.last(PARAMETER).orElse("false");
    if (!value.equals("true") && !value.equals("false")) {
      throw new InvalidInputException(
          PARAMETER + " is '" + InputBounds.shown(value) + "'; allowed: true, false");
    }
    return value.equals("true");
  }

  /** Rejects query parameters that no search has. */
  void checkParameters(RequestParameters requestParameters) {
    requestParameters
        .values()
        .keySet()
        .forEach(name -> {
          if (!PARAMETERS.contains(name)) {
            throw unknown("a search has no parameter", name, PARAMETERS);
          }
        });
  }

  void checkSelect(Collection<String> names) {
    names.forEach(name -> {
      if (!attributes.contains(name)) {
        throw noAttribute("select", name);
      }
    });
  }

  void checkPath(String parameter, Filter.Path path) {
    if (isSearchable.test(path)) {
      return;
    }
    if (attributes.contains(path.toString())) {
      throw new InvalidInputException(
          parameter + ": '" + path + "' of " + what + " is not searchable; use another attribute");
    }
    throw noAttribute(parameter, path.toString());
  }

  void checkFilter(Filter filter) {
    switch (filter) {
      case Filter.All all -> all.parts().forEach(this::checkFilter);
      case Filter.Any any -> any.parts().forEach(this::checkFilter);
      case Filter.Equal test -> checkTest(test.path(), List.of(test.value()));
      case Filter.NotEqual test -> checkTest(test.path(), List.of(test.value()));
      case Filter.In test -> checkTest(test.path(), test.values());
      case Filter.NotIn test -> checkTest(test.path(), test.values());
      case Filter.Compare test -> checkTest(test.path(), List.of(test.value()));
      case Filter.Prefix test -> checkPath("filter", test.path());
      case Filter.FullText test -> checkPath("filter", test.path());
    }
  }

  private void checkTest(Filter.Path path, List<Filter.Value> values) {
    checkPath("filter", path);
    if (!what.equals("a job")) {
      return;
    }
    values.forEach(value -> checkType(path, value));
    List<String> allowed = VALUES.get(path.toString());
    if (allowed != null) {
      values.stream()
          .flatMap(value ->
              value instanceof Filter.Value.Text(String text)
                  ? Stream.of(text)
                  : Stream.<String>empty())
          .filter(text -> !allowed.contains(text))
          .findFirst()
          .ifPresent(text -> {
            throw unknown("filter: '" + path + "' is never", text, allowed);
          });
    }
  }

  /**
   * Rejects a comparison with a value whose type the attribute never has, because it would find
   * nothing.
   */
  private static void checkType(Filter.Path path, Filter.Value value) {
    if (value instanceof Filter.Value.Null || DateMath.isDate(path) || JobAttributes.isOpen(path)) {
      return;
    }
    boolean isNumber = value instanceof Filter.Value.Number;
    if (JobAttributes.isNumber(path) && !isNumber) {
      throw new InvalidInputException(
          "filter: '" + path + "' is compared with " + shown(value) + "; allowed: an integer");
    }
    if (!JobAttributes.isNumber(path) && isNumber) {
      throw new InvalidInputException(
          "filter: '"
              + path
              + "' is text and is compared with the number "
              + shown(value)
              + "; put the value in quotes");
    }
  }

  private static String shown(Filter.Value value) {
    return switch (value) {
      case Filter.Value.Text(String text) -> "'" + InputBounds.shown(text) + "'";
      case Filter.Value.Date(String text) -> InputBounds.shown(text);
      case Filter.Value.Number(int number) -> Integer.toString(number);
      case Filter.Value.Bool(boolean bool) -> Boolean.toString(bool);
      case Filter.Value.Null() -> "null";
    };
  }

  static void checkFunction(String function) {
    if (!DocumentAggregation.FUNCTIONS.contains(function)) {
      throw unknown("there is no aggregation", function, DocumentAggregation.FUNCTIONS);
    }
  }

  private InvalidInputException noAttribute(String parameter, String name) {
    return unknown(parameter + ": " + what + " has no attribute", name, attributes);
  }

  private static InvalidInputException unknown(
      String statement, String word, Collection<String> known) {
    String shown = InputBounds.shown(word);
    String hint =
        DidYouMean.among(known, shown)
            .map(name -> "; did you mean '" + name + "'?")
            .orElseGet(() -> "; allowed: " + listed(known));
    return new InvalidInputException(statement + " '" + shown + "'" + hint);
  }

  private static String listed(Collection<String> known) {
    return String.join(", ", known.stream().sorted().limit(MAX_LISTED).toList());
  }
}
