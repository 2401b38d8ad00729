// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.plugin;

/**
 * The reason why a plugin was left out.
 *
 * @param plugin the name of the plugin or of its file
 * @param message the problem, for display
 */
public record PluginProblem(String plugin, String message) {}
