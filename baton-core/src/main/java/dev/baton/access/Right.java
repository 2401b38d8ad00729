// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.access;

import java.util.Set;

/**
 * The rights of an {@link Acl}. A right may imply other rights (Nuvla's table, docs/spec/nuvla.md
 * §7).
 */
public enum Right {
  VIEW_META("view-meta"),
  VIEW_DATA("view-data", VIEW_META),
  VIEW_ACL("view-acl", VIEW_DATA, VIEW_META),
  EDIT_META("edit-meta", VIEW_META),
  DELETE("delete", VIEW_META),
  MANAGE("manage"),
  EDIT_DATA("edit-data", EDIT_META, VIEW_DATA, VIEW_META),
  EDIT_ACL("edit-acl", EDIT_DATA, EDIT_META, DELETE, MANAGE, VIEW_ACL, VIEW_DATA, VIEW_META);

  private final String apiName;

  @SuppressWarnings("ImmutableEnumChecker") // Set.of is immutable
  private final Set<Right> implied;

  Right(String word, Right... implied) {
    this.apiName = word;
    this.implied = Set.of(implied);
  }

  /** The name of the right in documents, such as {@code view-data}. */
  public String apiName() {
    return apiName;
  }

  /** The rights that this right implies, without the right itself. */
  public Set<Right> implied() {
    return implied;
  }
}
