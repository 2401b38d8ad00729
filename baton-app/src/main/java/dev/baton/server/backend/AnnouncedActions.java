// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.backend;

import dev.baton.access.Caller;
import dev.baton.error.InputBounds;
import dev.baton.error.InvalidInputException;
import dev.baton.member.ActionInfo;
import dev.baton.member.ActionStore;
import dev.baton.member.KnownAction;
import dev.baton.member.Member;
import dev.baton.plugin.CheckParameterSchema;
import dev.baton.service.ControlCharacters;
import dev.baton.wire.Protocol;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The actions that executors with keys of their own announce. Such an executor defines only actions
 * without a stored definition, up to a number per key; a stored definition stays until an
 * administrator changes or forgets it. Thread-safe.
 */
final class AnnouncedActions {

  private static final Logger LOG = LoggerFactory.getLogger(AnnouncedActions.class);

  static final int MAX_OF_KEY = 1_000;
  // Only administrators make keys, so that nobody else reaches this one.
  static final int MAX_IN_ALL = 10_000;

  private static final int MAX_TEXT = 10_000;
  private static final int MAX_REQUIRES = 100;
  private static final int MAX_SCHEMA = 1 << 16;
  private static final int MAX_WARNED = 1_000;
  private static final int MAX_LISTED = 20;

  /** Actions by name: those that were taken, and the number of those that were not. */
  private record Taken(Map<String, ActionInfo> actions, int ofKey, int inAll) {}

  private final ActionStore actions;
  private final int maxBytes;
  // By key, so that no key can keep the server from telling of another one.
  private final Map<String, Set<String>> warned = new ConcurrentHashMap<>();
  private final Map<String, ReentrantLock> defining = new ConcurrentHashMap<>();

  /**
   * @param maxBytes of a member with the stored definitions of its actions
   */
  AnnouncedActions(ActionStore actions, int maxBytes) {
    this.actions = actions;
    this.maxBytes = maxBytes;
  }

  /**
   * Each action as the store defines it; as the member defines it if the store does not. Actions
   * beyond the limits are left out, with a warning.
   *
   * @throws InvalidInputException if an action that the store does not define is malformed
   */
  List<ActionInfo> defined(Caller caller, Member member) {
    if (member.actions().isEmpty()) {
      return member.actions();
    }
    Map<String, ActionInfo> known = known();
    Map<String, ActionInfo> unknown = new LinkedHashMap<>();
    for (ActionInfo action : member.actions()) {
      ActionInfo stored = known.get(action.name());
      if (stored == null) {
        unknown.put(action.name(), checkedDefinition(action).withDefinedBy(caller.keyOrUser()));
      } else {
        warnOfAnother(caller, member, action, stored);
      }
    }
    if (!unknown.isEmpty()) {
      known.putAll(define(caller, member, unknown));
    }
    return fitting(caller, member, known);
  }

  private Map<String, ActionInfo> known() {
    return actions.all().stream()
        .map(KnownAction::action)
        .collect(
            Collectors.toMap(
                ActionInfo::name, Function.identity(), (first, next) -> first, LinkedHashMap::new));
  }

  /**
   * Stores as many as the key may define. At once, not only with the first beat: an administrator
   * may have had an action forgotten.
   */
  private Map<String, ActionInfo> define(
      Caller caller, Member member, Map<String, ActionInfo> unknown) {
    // Two beats of a key at once would count the same.
    ReentrantLock lock = defining.computeIfAbsent(caller.keyOrUser(), key -> new ReentrantLock());
    Taken taken;
    lock.lock();
    try {
      taken = taken(caller.keyOrUser(), unknown);
      actions.provide(member.nameAndHost(), taken.actions().values());
    } finally {
      lock.unlock();
    }
    warnOfTooMany(caller, member, unknown, taken);
    return taken.actions();
  }

  private Taken taken(String key, Map<String, ActionInfo> unknown) {
    Map<String, ActionInfo> known = known();
    int ofKey = (int) known.values().stream().filter(each -> key.equals(each.definedBy())).count();
    int room = Math.max(0, Math.min(MAX_OF_KEY - ofKey, MAX_IN_ALL - known.size()));
    Map<String, ActionInfo> taken = new LinkedHashMap<>();
    unknown.values().stream()
        .filter(action -> !known.containsKey(action.name()))
        .limit(room)
        .forEach(action -> taken.put(action.name(), action));
    return new Taken(taken, ofKey, known.size());
  }

  /** Those of the member's actions that are defined, as far as the roster can hold them. */
  private List<ActionInfo> fitting(Caller caller, Member member, Map<String, ActionInfo> defined) {
    long bytes = Protocol.toBytes(member.withActions(List.of())).length;
    List<ActionInfo> fitting = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (String name : member.actions().stream().map(ActionInfo::name).distinct().toList()) {
      ActionInfo action = defined.get(name);
      if (action != null) {
        bytes += Protocol.toBytes(action).length + 1;
        if (bytes <= maxBytes) {
          fitting.add(action);
        } else {
          others.add(name);
        }
      }
    }
    List<String> news = news(caller, "large", others);
    if (!news.isEmpty()) {
      LOG.warn(
          "executor={} of {}: its actions as they are stored have more than {} bytes; the roster"
              + " leaves out: {}",
          member.nameAndHost(),
          caller.keyOrUser(),
          maxBytes,
          listed(news));
    }
    return fitting;
  }

  private static ActionInfo checkedDefinition(ActionInfo action) {
    InputBounds.name("an action", action.name());
    checkText(action, "plugin", action.plugin());
    checkText(action, "description", action.description());
    InputBounds.number("number of requires", action.requires().size(), 0, MAX_REQUIRES);
    InputBounds.number("length of the schema", action.schema().toString().length(), 0, MAX_SCHEMA);
    action.requires().forEach(capability -> InputBounds.name("a capability", capability));
    try {
      CheckParameterSchema.check(action.schema());
    } catch (InvalidInputException e) {
      throw new InvalidInputException("action '" + action.name() + "': " + e.getMessage(), e);
    }
    return action;
  }

  private static void checkText(ActionInfo action, String component, String text) {
    InputBounds.number("length of the " + component, text.length(), 0, MAX_TEXT);
    String found = ControlCharacters.firstInText(text);
    if (found != null) {
      throw new InvalidInputException(
          "action '"
              + action.name()
              + "': its "
              + component
              + " has the character "
              + found
              + "; allowed: of the control characters, line breaks and tabs only");
    }
  }

  private void warnOfTooMany(
      Caller caller, Member member, Map<String, ActionInfo> unknown, Taken taken) {
    List<String> refused =
        unknown.keySet().stream().filter(name -> !taken.actions().containsKey(name)).toList();
    List<String> news = news(caller, "many", refused);
    if (!news.isEmpty()) {
      LOG.warn(
          "executor={} of {} announces actions that are refused: {}. The executors of this key had"
              + " defined {} actions; allowed: {} of a key, and {} in all, of {} now. To make room:"
              + " baton action forget NAME",
          member.nameAndHost(),
          caller.keyOrUser(),
          listed(news),
          taken.ofKey(),
          MAX_OF_KEY,
          MAX_IN_ALL,
          taken.inAll());
    }
  }

  private void warnOfAnother(Caller caller, Member member, ActionInfo action, ActionInfo stored) {
    boolean same = action.withDefinedBy(null).equals(stored.withDefinedBy(null));
    if (!same && !news(caller, "another", List.of(action.name())).isEmpty()) {
      LOG.warn(
          "executor={} of {} announces action '{}' with another definition than the stored one,"
              + " which stays. To take that of the executors: baton action forget {} --force",
          member.nameAndHost(),
          caller.userId(),
          action.name(),
          action.name());
    }
  }

  /** Those of the names of which the key was not warned before, for this reason. */
  private List<String> news(Caller caller, String reason, List<String> names) {
    if (names.isEmpty()) {
      return names;
    }
    Set<String> before =
        warned.computeIfAbsent(caller.keyOrUser(), key -> ConcurrentHashMap.newKeySet());
    return names.stream()
        .filter(name -> before.size() < MAX_WARNED && before.add(reason + " " + name))
        .toList();
  }

  private static String listed(List<String> names) {
    String listed = String.join(", ", names.stream().limit(MAX_LISTED).toList());
    return names.size() > MAX_LISTED
        ? listed + " and " + (names.size() - MAX_LISTED) + " more"
        : listed;
  }
}
