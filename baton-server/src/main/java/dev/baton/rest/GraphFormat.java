// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import dev.baton.chart.FlowChart;
import dev.baton.error.InvalidInputException;
import dev.baton.server.RequestParameters;
import dev.baton.server.Response;
import java.util.Locale;

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

  Response draw(FlowChart chart) {
    String text =
        switch (this) {
          case SVG -> chart.svg();
          case JSON -> chart.json().toString();
          case DOT -> chart.dot();
          case MERMAID -> chart.mermaid();
        };
    // The picture contains no scripts. The header guarantees that a browser runs no script when it
    // opens the picture directly.
    return Response.text(type, text).with("Content-Security-Policy", "default-src 'none'");
  }
}
