// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.error.NotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The retry controllers that Baton provides. */
final class BuiltInRetryControllers {

  private BuiltInRetryControllers() {}

  /** A retry controller that Baton provides. It has no side effects. */
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

  /** Makes one attempt with each of the values that the function returns. */
  record ForEach(Function<RetryContext, List<?>> values) implements BuiltIn {
    @Override
    public Object execute(RetryContext context) {
      List<JsonNode> remaining = remaining(context);
      if (remaining.isEmpty()) {
        // The same type of error as in ForEach of TaskFlow.
        throw new NotFoundException(
            "retry '"
                + context.atom()
                + "' has used all of its "
                + values.apply(context).size()
                + " values");
      }
      return remaining.getFirst();
    }

    @Override
    public Decision onFailure(RetryContext context) {
      return remaining(context).isEmpty() ? Decision.REVERT : Decision.RETRY;
    }

    /** The values that no attempt has used yet. Each attempt uses one occurrence of its value. */
    private List<JsonNode> remaining(RetryContext context) {
      List<JsonNode> remaining = new ArrayList<>();
      values.apply(context).forEach(value -> remaining.add(JsonValues.write(value)));
      context.history().forEach(attempt -> remaining.remove(attempt.provided()));
      return remaining;
    }
  }
}
