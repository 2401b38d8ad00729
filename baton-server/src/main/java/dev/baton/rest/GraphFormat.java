// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import dev.baton.chart.FlowChart;
import dev.baton.error.InvalidInputException;
import dev.baton.server.RequestParameters;
import dev.baton.server.Response;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The formats in which a flow can be drawn. */
enum GraphFormat {
  SVG("image/svg+xml; charset=utf-8"),
  JSON("application/json"),
  DOT("text/vnd.graphviz; charset=utf-8"),
  MERMAID("text/plain; charset=utf-8");

  private final String type;

  GraphFormat(String type) {
    this.type = type;
  }

  static GraphFormat of(RequestParameters requestParameters) {
    String format = requestParameters.last("format").orElse("svg");
    for (GraphFormat each : values()) {
      if (each.name().toLowerCase(Locale.ROOT).equals(format)) {
        return each;
      }
    }
    String shown = format.length() > 40 ? format.substring(0, 40) + "…" : format;
    throw new InvalidInputException("format is '" + shown + "'; allowed: svg, json, dot, mermaid");
  }

  /**
   * Draws the chart. In the format {@code json}, the parameters {@code open} and {@code closed}
   * name flows by their places, separated by commas.
   */
  Response draw(FlowChart chart, RequestParameters parameters) {
    String text =
        switch (this) {
          case SVG -> chart.svg();
          case JSON ->
              chart.json(places(parameters, "open"), places(parameters, "closed")).toString();
          case DOT -> chart.dot();
          case MERMAID -> chart.mermaid();
        };
    // The picture contains no scripts. The header guarantees that a browser runs no script when it
    // opens the picture directly.
    return Response.text(type, text).with("Content-Security-Policy", "default-src 'none'");
  }

  private static Set<String> places(RequestParameters parameters, String name) {
    return Set.copyOf(List.of(parameters.last(name).orElse("").split(",")));
  }
}
