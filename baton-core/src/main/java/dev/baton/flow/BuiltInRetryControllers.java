// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.error.NotFoundException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The retry controllers that Baton provides. */
final class BuiltInRetryControllers {

  private BuiltInRetryControllers() {}

  /** A controller without side effects. */
  sealed interface BuiltIn extends RetryController {}

  record AlwaysRevert() implements BuiltIn {
    @Override
    public @Nullable Object execute(RetryContext context) {
      return null;
    }

    @Override
    public Decision onFailure(RetryContext context) {
      return Decision.REVERT;
    }
  }

  record Times(int attempts) implements BuiltIn {
    Times {
      if (attempts < 0) {
        throw new InvalidFlowException(
            InvalidFlowException.Defect.INVALID_VALUE,
            "a retry of '" + attempts + "' times is not possible; give it one or more");
      }
    }

    @Override
    public Object execute(RetryContext context) {
      return context.history().size() + 1;
    }

    @Override
    public Decision onFailure(RetryContext context) {
      return context.history().size() < attempts ? Decision.RETRY : Decision.REVERT;
    }
  }

  record ForEach(List<?> values) implements BuiltIn {
    ForEach {
      values = List.copyOf(values);
    }

    @Override
    public Object execute(RetryContext context) {
      return next(nodes(values), context);
    }

    @Override
    public Decision onFailure(RetryContext context) {
      return decide(nodes(values), context);
    }
  }

  record ParameterizedForEach(Symbol<? extends List<?>> values) implements BuiltIn {
    @Override
    public Object execute(RetryContext context) {
      return next(nodes(context.get(values)), context);
    }

    @Override
    public Decision onFailure(RetryContext context) {
      return decide(nodes(context.get(values)), context);
    }
  }

  private static List<JsonNode> nodes(List<?> values) {
    List<JsonNode> nodes = new ArrayList<>(values.size());
    values.forEach(value -> nodes.add(JsonValues.write(value)));
    return nodes;
  }

  private static JsonNode next(List<JsonNode> values, RetryContext context) {
    List<JsonNode> remaining = remaining(values, context);
    if (remaining.isEmpty()) {
      throw new NotFoundException(
          "retry '" + context.atom() + "' has used all of its " + values.size() + " values");
    }
    return remaining.getFirst();
  }

  private static RetryController.Decision decide(List<JsonNode> values, RetryContext context) {
    return remaining(values, context).isEmpty()
        ? RetryController.Decision.REVERT
        : RetryController.Decision.RETRY;
  }

  /** The values that no attempt has used yet. Each attempt uses one occurrence of its value. */
  private static List<JsonNode> remaining(List<JsonNode> values, RetryContext context) {
    List<JsonNode> remaining = new ArrayList<>(values);
    context.history().forEach(attempt -> remaining.remove(attempt.provided()));
    return remaining;
  }
}
