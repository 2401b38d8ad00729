// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.baton.error.InvalidInputException;
import dev.baton.flow.Flow;
import dev.baton.flow.FlowNode;
import dev.baton.flow.GraphFlow;
import dev.baton.flow.Retry;
import dev.baton.flow.Symbol;
import dev.baton.flow.Task;
import dev.baton.logbook.AtomState;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

final class FlowChartTest {

  private static final Symbol<String> IP = Symbol.of("ip", String.class);

  private static Task<Object> task(String name) {
    return Task.named(name).run(task -> {});
  }

  private static Flow server() {
    Task<Object> check = task("check");
    Task<Object> boot = task("boot").requires(IP);
    GraphFlow inner = Flow.graph("inner");
    inner.add(check, boot).link(check, boot, history -> true);
    return Flow.linear("server")
        .retry(Retry.times(2).named("again"))
        .add(
            Task.named("allocate").provides(IP).execute(task -> "ip").revert((task, ip) -> {}),
            inner);
  }

  private static Document parsed(String svg) {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(svg)));
    } catch (Exception e) {
      throw new AssertionError("not XML: " + svg, e);
    }
  }

  private static List<Element> all(Document document, String name) {
    NodeList nodes = document.getElementsByTagName(name);
    return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i)).toList();
  }

  @Test
  void atoms_areInTheOrderDeclared_withTheirFlows() {
    List<ChartPart.AtomBox> atoms = FlowChart.of(server()).atoms();

    assertThat(atoms)
        .extracting(ChartPart::name)
        .containsExactly("again", "allocate", "check", "boot");
    assertThat(atoms)
        .extracting(ChartPart.AtomBox::hasRevert)
        .containsExactly(false, true, false, false);
    assertThat(atoms.getLast().path()).containsExactly("server", "inner");
  }

  @Test
  void dot_hasAClusterPerFlow_andDashesWhereADeciderIsAsked() {
    assertThat(FlowChart.of(server()).dot())
        .contains(
            "digraph \"server\" {",
            "subgraph cluster_n0 {",
            "label=\"server  (linear)\"",
            "n1 [label=\"again\\nretry\"",
            "n2 [label=\"allocate\\ncan be undone\"",
            "label=\"inner  (graph)\"",
            "n1 -> n2;",
            "n2 -> n4 [lhead=cluster_n3];",
            "n4 -> n5 [style=dashed];");
  }

  @Test
  void mermaid_hasASubgraphPerFlow_andAClassPerState() {
    Map<String, AtomMark> marks = Map.of("boot", new AtomMark(AtomState.RUNNING, "3s"));

    assertThat(FlowChart.of(server(), name -> null, marks).mermaid())
        .isEqualTo(
            """
            flowchart TB
              subgraph n0["server  (linear)"]
                n1(["again<br/>retry"])
                n2["allocate<br/>can be undone"]
                subgraph n3["inner  (graph)"]
                  n4["check<br/>no revert"]
                  n5["boot<br/>running · 3s"]:::RUNNING
                end
              end
              n4 -.-> n5
              n1 --> n2
              n2 --> n3
              classDef RUNNING fill:#dbeafe,stroke:#2563eb,color:#1f2933
            """);
  }

  @Test
  void svg_hasEveryAtomOnce_insideOfItsFlow() {
    Document document = parsed(FlowChart.of(server()).svg());

    assertThat(all(document, "text"))
        .extracting(Element::getTextContent)
        .contains("again", "allocate", "check", "boot", "server  (linear)", "inner  (graph)");
    assertThat(all(document, "path"))
        .filteredOn(path -> path.hasAttribute("marker-end"))
        .hasSize(3);
    List<Element> boxes =
        all(document, "rect").stream().filter(rect -> rect.hasAttribute("x")).toList();
    Element outer = boxes.getFirst();
    boxes.stream().skip(1).forEach(rect -> assertThat(isInside(rect, outer)).isTrue());
  }

  private static boolean isInside(Element inner, Element outer) {
    return number(inner, "x") > number(outer, "x")
        && number(inner, "y") > number(outer, "y")
        && number(inner, "x") + number(inner, "width") < number(outer, "x") + number(outer, "width")
        && number(inner, "y") + number(inner, "height")
            < number(outer, "y") + number(outer, "height");
  }

  private static double number(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }

  @Test
  void svg_paintsTheState() {
    Map<String, AtomMark> marks = Map.of("allocate", new AtomMark(AtomState.REVERT_FAILURE, ""));

    String svg = FlowChart.of(server(), name -> null, marks).svg();

    assertThat(svg)
        .contains(">revert failure</text>", AtomColours.ofState(AtomState.REVERT_FAILURE).fill());
  }

  @Test
  void hostileNames_stayText() {
    String name = "</text><script>alert(\"1\")</script> & 'x' %s `#;";
    FlowNode flow = Flow.linear(name + " flow").add(task(name));
    FlowChart chart = FlowChart.of(flow);

    Document document = parsed(chart.svg());
    assertThat(all(document, "script")).isEmpty();
    assertThat(all(document, "title"))
        .extracting(Element::getTextContent)
        .contains(name + ": no revert");
    assertThat(chart.mermaid()).doesNotContain("<script", "\"1\"", "`");
    assertThat(chart.dot()).contains("alert(\\\"1\\\")");
  }

  @Test
  void emptyFlowAndSingleTask_areDrawn() {
    FlowChart empty = FlowChart.of(Flow.unordered("nothing"));
    FlowChart single = FlowChart.of(task("alone"));

    assertThat(parsed(empty.svg()).getElementsByTagName("rect").getLength()).isEqualTo(2);
    assertThat(empty.dot()).contains("n0 [shape=point, style=invis];");
    assertThat(parsed(single.svg()).getElementsByTagName("rect").getLength()).isEqualTo(2);
    assertThat(single.mermaid()).contains("n0[\"alone<br/>no revert\"]");
  }

  @Test
  void each_showsItsElements_onceTheListIsKnown() {
    Symbol<List<String>> list = Symbol.list("list", String.class);
    FlowNode flow =
        Flow.linear("all")
            .add(
                Task.named("choose").provides(list).execute(task -> List.of()),
                Flow.each("each", list, (element, index) -> task("do_" + element)));
    var known = JsonNodeFactory.instance.arrayNode().add("a").add("b");

    assertThat(FlowChart.of(flow).atoms())
        .extracting(ChartPart::name)
        .containsExactly("choose", "each_each");
    assertThat(
            FlowChart.of(flow, name -> name.equals("each_each") ? known : null, Map.of()).atoms())
        .extracting(ChartPart::name)
        .containsExactly("choose", "each_each", "do_a", "do_b");
  }

  @Test
  void largeFlows_areDrawnUpToALimit() {
    Flow wide = Flow.unordered("wide");
    IntStream.range(0, FlowChart.MAX_DRAWN).forEach(i -> wide.add(task("task" + i)));

    Document document = parsed(FlowChart.of(wide).svg());
    wide.add(task("one_more"));

    assertThat(all(document, "rect")).hasSize(FlowChart.MAX_DRAWN + 2);
    assertThatThrownBy(() -> FlowChart.of(wide).svg())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("has 601 atoms; a picture can show up to 600");
    assertThat(FlowChart.of(wide).dot()).contains("one_more");
  }

  @Test
  void deepFlows_areRefusedWithAReason() {
    FlowNode flowNode = task("deep");
    for (int i = 0; i <= 100; i++) {
      flowNode = Flow.linear("level" + i).add(flowNode);
    }
    FlowNode deep = flowNode;

    assertThatThrownBy(() -> FlowChart.of(deep))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'level0' is nested deeper than the 100 levels");
  }
}
