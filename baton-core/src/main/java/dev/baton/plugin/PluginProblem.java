// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.plugin;

/**
 * Why a plugin is not there.
 *
 * @param plugin its name, or the name of its file
 * @param message what is wrong, for people
 */
public record PluginProblem(String plugin, String message) {}
