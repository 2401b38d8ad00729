// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.plugin;

import com.cronutils.model.field.expression.Always;
import com.cronutils.model.field.expression.And;
import com.cronutils.model.field.expression.Between;
import com.cronutils.model.field.expression.Every;
import com.cronutils.model.field.expression.FieldExpression;
import com.cronutils.model.field.expression.On;
import com.cronutils.model.field.value.FieldValue;
import com.cronutils.model.field.value.SpecialChar;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * One field of a cron expression.
 *
 * @param values the numbers that the field selects
 * @param special the items of the field that depend on the month, such as {@code L} and {@code 5#2}
 * @param isOpen whether the field is {@code *} or a step of it ({@code *}, a slash and a number)
 */
record CronField(NavigableSet<Integer> values, List<On> special, boolean isOpen) {

  /**
   * The largest number of a day of the week in a cron expression, and the number of days in a week.
   * Days of the week are 0 to 7; both 0 and 7 mean Sunday.
   */
  private static final int WEEK = 7;

  /**
   * Interprets a parsed field.
   *
   * @param min the smallest value of the field
   * @param max the largest value of the field
   * @throws IllegalArgumentException if the field has an item that Baton does not support
   */
  static CronField of(FieldExpression expression, int min, int max) {
    boolean isOpen =
        expression instanceof Always
            || (expression instanceof Every every && every.getExpression() instanceof Always);
    CronField field = new CronField(new TreeSet<>(), new ArrayList<>(), isOpen);
    field.add(expression, min, max);
    return field;
  }

  private void add(FieldExpression expression, int min, int max) {
    switch (expression) {
      case Always every -> addRange(min, max, 1);
      case And list -> list.getExpressions().forEach(item -> add(item, min, max));
      case Between range -> addRange(range, max, 1);
      case Every step -> addSteps(step, min, max);
      case On item when item.getSpecialChar().getValue() == SpecialChar.NONE ->
          values.add(item.getTime().getValue());
      case On item -> special.add(item);
      default ->
          throw new IllegalArgumentException("unsupported item '" + expression.asString() + "'");
    }
  }

  private void addSteps(Every step, int min, int max) {
    int period = step.getPeriod().getValue();
    switch (step.getExpression()) {
      case Always every -> addRange(min, max, period);
      case Between range -> addRange(range, max, period);
      case On first when first.getSpecialChar().getValue() == SpecialChar.NONE ->
          addRange(first.getTime().getValue(), max, period);
      default -> throw new IllegalArgumentException("unsupported step '" + step.asString() + "'");
    }
  }

  /** Adds a range. A range of weekdays may pass the end of the week, such as {@code FRI-MON}. */
  private void addRange(Between range, int max, int period) {
    int from = number(range.getFrom());
    int to = number(range.getTo());
    if (from <= to) {
      addRange(from, to, period);
    } else if (max == WEEK) {
      for (int day = from; day <= to + WEEK; day += period) {
        values.add(day % WEEK);
      }
    } else {
      throw new IllegalArgumentException(
          "the range '" + range.asString() + "' ends before it begins");
    }
  }

  private void addRange(int from, int to, int period) {
    for (int value = from; value <= to; value += period) {
      values.add(value);
    }
  }

  private static int number(FieldValue<?> value) {
    if (value.getValue() instanceof Integer number) {
      return number;
    }
    throw new IllegalArgumentException("unsupported bound '" + value.getValue() + "' of a range");
  }
}
