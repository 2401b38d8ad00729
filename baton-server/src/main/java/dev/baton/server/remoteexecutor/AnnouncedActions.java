// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.remoteexecutor;

import dev.baton.access.Caller;
import dev.baton.error.InputBounds;
import dev.baton.error.InvalidInputException;
import dev.baton.member.ActionInfo;
import dev.baton.member.ActionStore;
import dev.baton.member.KnownAction;
import dev.baton.member.Member;
import dev.baton.plugin.CheckParameterSchema;
import dev.baton.protocol.Protocol;
import dev.baton.service.ControlCharacters;
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
 * Stores the actions that executors with an executor's key announce. Such an executor can define
 * only actions that have no stored definition, up to a limit per key. A stored definition stays
 * until an administrator changes or forgets it. Thread-safe.
 */
final class AnnouncedActions {

  private static final Logger LOG = LoggerFactory.getLogger(AnnouncedActions.class);

  static final int MAX_OF_KEY = 1_000;
  // The maximum number of known actions that executors' keys announce, over all keys. Only
  // administrators create such keys, so only they can make it possible to reach the limit.
  static final int MAX_IN_ALL = 10_000;

  private static final int MAX_TEXT = 10_000;
  private static final int MAX_REQUIRES = 100;
  private static final int MAX_SCHEMA = 1 << 16;
  private static final int MAX_WARNED = 1_000;
  private static final int MAX_LISTED = 20;

  /**
   * The actions that were stored for a heartbeat.
   *
   * @param actions the stored actions, by name
   * @param ofKey the number of actions that the key had defined before
   * @param inAll the number of all actions that were stored before
   */
  private record Taken(Map<String, ActionInfo> actions, int ofKey, int inAll) {}

  private final ActionStore actions;
  private final int maxBytes;
  // The warnings that were already logged, by API key. Each key has its own limit, so one key
  // cannot use up the warnings of another key.
  private final Map<String, Set<String>> warned = new ConcurrentHashMap<>();
  private final Map<String, ReentrantLock> defining = new ConcurrentHashMap<>();

  /**
   * Creates the store.
   *
   * @param maxBytes the largest size of a member with the stored definitions of its actions
   */
  AnnouncedActions(ActionStore actions, int maxBytes) {
    this.actions = actions;
    this.maxBytes = maxBytes;
  }

  /**
   * Returns the actions of the member as the store defines them. Actions that the store does not
   * contain are stored first. Actions beyond the limits are left out, and a warning is logged.
   *
   * @throws InvalidInputException if an action that the store does not contain is malformed
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
   * Stores the unknown actions, but not more than the key may define. Called with every heartbeat
   * and not only with the first, because an administrator may have removed an action in the
   * meantime.
   */
  private Map<String, ActionInfo> define(
      Caller caller, Member member, Map<String, ActionInfo> unknown) {
    // The lock makes check and insertion one step: otherwise two concurrent heartbeats of a key
    // could both pass the check of the limit.
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

  /**
   * Returns the stored actions of the member, but only as many as the member registry accepts for
   * one member.
   */
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
    List<String> unwarnedNames = unwarnedNames(caller, "large", others);
    if (!unwarnedNames.isEmpty()) {
      LOG.warn(
          "definitions of actions are too large together; the member registry does not list the"
              + " actions named here: executor={} apiKey={} maxBytes={} actions={}",
          member.nameAndHost(),
          caller.keyOrUser(),
          maxBytes,
          listed(unwarnedNames));
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
              + " contains the character "
              + found
              + "; the only allowed control characters are line breaks and tabs");
    }
  }

  private void warnOfTooMany(
      Caller caller, Member member, Map<String, ActionInfo> unknown, Taken taken) {
    List<String> refused =
        unknown.keySet().stream().filter(name -> !taken.actions().containsKey(name)).toList();
    List<String> unwarnedNames = unwarnedNames(caller, "many", refused);
    if (!unwarnedNames.isEmpty()) {
      LOG.warn(
          "new actions of an executor are refused, because a limit is reached; remove actions that"
              + " are not needed with 'baton action forget NAME': executor={} apiKey={} actions={}"
              + " usedByKey={} maxByKey={} usedInAll={} maxInAll={}",
          member.nameAndHost(),
          caller.keyOrUser(),
          listed(unwarnedNames),
          taken.ofKey(),
          MAX_OF_KEY,
          taken.inAll(),
          MAX_IN_ALL);
    }
  }

  private void warnOfAnother(Caller caller, Member member, ActionInfo action, ActionInfo stored) {
    boolean same = action.withDefinedBy(null).equals(stored.withDefinedBy(null));
    if (!same && !unwarnedNames(caller, "another", List.of(action.name())).isEmpty()) {
      LOG.warn(
          "executor has another definition of an action than the stored one, which stays in use; to"
              + " use the definition of the executor, run 'baton action forget NAME --force':"
              + " executor={} user={} action={}",
          member.nameAndHost(),
          caller.userId(),
          action.name());
    }
  }

  /** Returns those of the names for which no warning with this reason was logged for this key. */
  private List<String> unwarnedNames(Caller caller, String reason, List<String> names) {
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
