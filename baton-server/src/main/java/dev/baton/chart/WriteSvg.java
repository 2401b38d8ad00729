// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.chart;

import dev.baton.logbook.AtomKind;
import java.util.Map;

/** Writes a chart as an SVG document that loads nothing: no script, no font, no style sheet. */
final class WriteSvg {

  private static final String FONT = "DejaVu Sans, Verdana, Helvetica, Arial, sans-serif";
  private static final String DASHES = " stroke-dasharray=\"5 3\"";

  private final ChartLabels chartLabels;
  private final StringBuilder out = new StringBuilder();

  WriteSvg(Map<String, AtomMark> marks) {
    this.chartLabels = new ChartLabels(marks);
  }

  String write(ChartLayout chartLayout) {
    head(chartLayout);
    chartLayout.parts().stream()
        .filter(placedPart -> placedPart.part() instanceof ChartPart.FlowBox)
        .forEach(placedPart -> box((ChartPart.FlowBox) placedPart.part(), placedPart));
    chartLayout.arrows().forEach(this::arrow);
    for (ChartLayout.PlacedPart placedPart : chartLayout.parts()) {
      if (placedPart.part() instanceof ChartPart.AtomBox atomBox) {
        leaf(atomBox, placedPart);
      }
    }
    line("</svg>");
    return out.toString();
  }

  private void head(ChartLayout chartLayout) {
    String width = number(chartLayout.width());
    String height = number(chartLayout.height());
    line(
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%s" height="%s" viewBox="0 0 %s %s" \
        font-family="%s" font-size="12">\
        """
            .formatted(width, height, width, height, FONT));
    line("<title>%s</title>".formatted(escaped(chartLayout.parts().getFirst().part().name())));
    line(
        """
        <defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" \
        markerHeight="8" orient="auto"><path d="M0 0.8 L8 4 L0 7.2 z" fill="%s"/></marker></defs>\
        """
            .formatted(AtomColours.ARROW));
    line("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>");
  }

  private void box(ChartPart.FlowBox flowBox, ChartLayout.PlacedPart placedPart) {
    line(
        """
        <g><title>%s</title><rect %s rx="8" fill="%s" stroke="%s"/>\
        """
            .formatted(
                escaped(flowBox.name()),
                rectangle(placedPart),
                AtomColours.BOX_FILL,
                AtomColours.BOX_BORDER));
    line(
        """
        <text x="%s" y="%s" font-size="11" fill="%s">%s</text></g>\
        """
            .formatted(
                number(placedPart.x() + 12),
                number(placedPart.y() + 19),
                AtomColours.FAINT,
                escaped(ChartLabels.title(flowBox))));
  }

  private void leaf(ChartPart.AtomBox atomBox, ChartLayout.PlacedPart placedPart) {
    AtomColours atomColours = chartLabels.palette(atomBox);
    double radius = atomBox.kind() == AtomKind.RETRY ? placedPart.height() / 2 : 6;
    double middle = placedPart.x() + placedPart.width() / 2;
    line(
        """
        <g><title>%s</title><rect %s rx="%s" fill="%s" stroke="%s" stroke-width="1.5"%s/>\
        """
            .formatted(
                escaped(atomBox.name() + ": " + chartLabels.subtitle(atomBox)),
                rectangle(placedPart),
                number(radius),
                atomColours.fill(),
                atomColours.border(),
                atomColours.isDashed() ? DASHES : ""));
    text(middle, placedPart.y() + 18, "12", AtomColours.TEXT, ChartLabels.name(atomBox));
    text(middle, placedPart.y() + 33, "10", AtomColours.FAINT, chartLabels.subtitle(atomBox));
    line("</g>");
  }

  private void text(double x, double y, String size, String color, String text) {
    line(
        """
        <text x="%s" y="%s" font-size="%s" fill="%s" text-anchor="middle">%s</text>\
        """
            .formatted(number(x), number(y), size, color, escaped(text)));
  }

  private void arrow(ChartLayout.PlacedArrow drawn) {
    StringBuilder path = new StringBuilder();
    for (ChartLayout.Point point : drawn.points()) {
      path.append(path.isEmpty() ? "M" : " L");
      path.append(number(point.x())).append(' ').append(number(point.y()));
    }
    line(
        """
        <path d="%s" fill="none" stroke="%s" stroke-width="1.2"%s marker-end="url(#tip)">%s</path>\
        """
            .formatted(
                path,
                AtomColours.ARROW,
                drawn.arrow().isDecided() ? DASHES : "",
                title(drawn.arrow())));
  }

  private static String title(ChartPart.Arrow arrow) {
    String symbols = String.join(", ", arrow.symbols().stream().sorted().toList());
    String text = arrow.isDecided() ? (symbols + " if the decider allows it").strip() : symbols;
    return text.isEmpty() ? "" : "<title>" + escaped(text) + "</title>";
  }

  private static String rectangle(ChartLayout.PlacedPart placedPart) {
    return "x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\""
        .formatted(
            number(placedPart.x()),
            number(placedPart.y()),
            number(placedPart.width()),
            number(placedPart.height()));
  }

  private void line(String text) {
    out.append(text).append('\n');
  }

  private static String number(double value) {
    double rounded = Math.rint(value * 10) / 10;
    return rounded == Math.rint(rounded) ? String.valueOf((long) rounded) : String.valueOf(rounded);
  }

  /**
   * Escapes a text for XML and replaces characters that XML does not allow. Names come from
   * plugins, and must not be read as markup.
   */
  static String escaped(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(character -> {
          switch (character) {
            case '&' -> safe.append("&amp;");
            case '<' -> safe.append("&lt;");
            case '>' -> safe.append("&gt;");
            case '"' -> safe.append("&quot;");
            case '\'' -> safe.append("&#39;");
            default -> safe.appendCodePoint(isXml(character) ? character : 0xFFFD);
          }
        });
    return safe.toString();
  }

  private static boolean isXml(int character) {
    return character == '\t'
        || character == '\n'
        || (character >= 0x20 && character <= 0xD7FF)
        || (character >= 0xE000 && character <= 0xFFFD)
        || character >= 0x10000;
  }
}
