// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.job;

import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table of {@link JobAttributes}.
 *
 * @param name the name in documents
 * @param type the type in documents
 * @param editor the callers that may change the attribute
 * @param traits the ways in which the attribute differs from most attributes
 * @param value the value in a job spec; null if clients do not set the attribute
 */
public record JobAttribute(
    String name, Type type, Editor editor, Set<Trait> traits, @Nullable SpecValue value) {

  public JobAttribute {
    traits = Set.copyOf(traits);
  }

  /** The types of attributes. Searches compare values according to them. */
  public enum Type {
    TEXT,
    NUMBER,
    MOMENT,
    /** A list of texts. */
    WORDS,
    FLAG,
    /** An object, or a list of objects. */
    OBJECT
  }

  /**
   * The rule that says which callers may change an attribute. Administrators may change every
   * attribute except those with {@link #RUN} and {@link #STORE}.
   */
  public enum Editor {
    /** Callers with the right {@code edit-meta}. */
    EDIT_META,
    /** Callers with the right {@code edit-data}. */
    EDIT_DATA,
    /** Callers with the right {@code edit-acl}. */
    EDIT_ACL,
    /** Callers that own the job, because the job runs with the rights of its owners. */
    OWNER,
    /**
     * Callers that have the owner in the job's origin as a claim, because its quotas and unique
     * keys are used.
     */
    ORIGIN_OWNER,
    /** Nobody except administrators. */
    ADMINISTRATOR,
    /**
     * Executors by run writes, and operations such as cancel. An edit leaves the value unchanged.
     */
    RUN,
    /** The store. An edit may contain any value, which is ignored. */
    STORE
  }

  /** Properties of an attribute that most attributes do not have. */
  public enum Trait {
    /** The right {@code view-meta} shows the attribute; most attributes need {@code view-data}. */
    METADATA,
    /** No search finds the attribute. Nuvla does not index it either. */
    NOT_SEARCHED,
    /** Clients choose the names and types of the members. */
    OPEN,
    /** Documents of jobs do not contain the attribute, but searches may name it. */
    VIRTUAL,
    /** Jobs of a CIMI server can have the attribute. */
    CIMI
  }

  /** Returns the value of an attribute that clients set. */
  public SpecValue specValue() {
    return Objects.requireNonNull(value, "clients do not set this attribute");
  }

  public boolean is(Trait trait) {
    return traits.contains(trait);
  }
}
