// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.error.ConflictException;
import dev.baton.error.InvalidInputException;
import dev.baton.error.NotFoundException;
import dev.baton.error.UnavailableException;
import dev.baton.flow.Failure;
import dev.baton.flow.InvalidFlowException;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** Maps errors to the error categories of the case format. */
final class ErrorCategories {

  private static final Map<InvalidFlowException.Defect, String> DEFECTS =
      Map.of(
          InvalidFlowException.Defect.AMBIGUOUS_PROVIDER, "AMBIGUOUS_DEPENDENCY",
          InvalidFlowException.Defect.CYCLE, "DEPENDENCY_CYCLE",
          InvalidFlowException.Defect.MISSING_SYMBOL, "MISSING_DEPENDENCIES",
          InvalidFlowException.Defect.DUPLICATE_NAME, "DUPLICATE",
          InvalidFlowException.Defect.INVALID_VALUE, "INVALID_VALUE",
          InvalidFlowException.Defect.WRONG_TYPE, "INVALID_TYPE");

  private static final Map<Class<? extends Throwable>, String> CATEGORIES =
      Map.of(
          NotFoundException.class, "NOT_FOUND",
          InvalidInputException.class, "INVALID_VALUE",
          ConflictException.class, "INVALID_STATE",
          UnavailableException.class, "STORAGE_FAILURE",
          ScriptedError.KeyError.class, "INVALID_KEY",
          ScriptedError.TypeError.class, "INVALID_TYPE");

  private ErrorCategories() {}

  /**
   * Describes an error that prevented the run of a flow.
   *
   * @param parametersOf returns the parameters that are bound to a symbol, because the cases name
   *     parameters
   */
  static ObjectNode refused(RuntimeException error, Function<String, Stream<String>> parametersOf) {
    ObjectNode raised = CaseJson.object();
    if (error instanceof InvalidFlowException invalid) {
      raised.put("error", DEFECTS.get(invalid.defect()));
      if (invalid.defect() == InvalidFlowException.Defect.MISSING_SYMBOL) {
        NavigableSet<String> names = new TreeSet<>();
        invalid.subjects().forEach(symbol -> parametersOf.apply(symbol).forEach(names::add));
        names.forEach(raised.putArray("symbols")::add);
      }
      return raised;
    }
    if (error instanceof ReferenceOnlyException invalid) {
      return raised.put("error", invalid.category());
    }
    return raised.put("error", category(Failure.of(error)).orElseThrow(() -> error));
  }

  /**
   * Describes the error that a run raises for its failures.
   *
   * @param live whether a single failure happened in this run, so that its exception is still
   *     available
   */
  static ObjectNode raised(List<Failure> failures, boolean live) {
    ObjectNode raised = CaseJson.object();
    if (failures.size() != 1 || !live) {
      raised.set("wrapped", ObservedValues.sorted(failures));
      return raised;
    }
    Failure single = failures.getFirst();
    Optional<String> category = category(single);
    if (category.isPresent()) {
      return raised.put("error", category.get());
    }
    raised.set("failure", ObservedValues.failure(single));
    return raised;
  }

  private static Optional<String> category(Failure failure) {
    return CATEGORIES.entrySet().stream()
        .filter(entry -> failure.isA(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
