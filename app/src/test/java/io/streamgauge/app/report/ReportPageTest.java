package io.streamgauge.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.drift.profile.QuantileBins;
import io.streamgauge.schemas.DriftMetric;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ReportPageTest {

    private static final Set<String> ELEMENTS = Set.of(
            "html", "head", "meta", "title", "style", "body", "header", "main", "footer", "section", "div", "h1", "h2",
            "h3", "h4", "small", "p", "span", "code", "i", "details", "summary", "table", "thead", "tbody", "tr", "th",
            "td", "svg", "rect", "line", "circle", "path", "text");
    private static final Set<String> LOADING = Set.of("href", "xlink:href", "src", "srcset", "style", "action", "data");

    private final String page = ReportPage.of(DriftReportTest.report(Period.ALL, TestingDrift.story()));

    private static Document parsed(String page) throws Exception {
        return DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(page)));
    }

    private static List<Element> elements(Document document, String name) {
        NodeList found = document.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }

    /** Names of features, notes and groups in the story are markup; the page has only elements that we make. */
    @Test
    void whatComesFromDataIsText() throws Exception {
        Document document = parsed(page);

        Set<String> names = new TreeSet<>();
        elements(document, "*").forEach(element -> names.add(element.getTagName()));
        assertThat(ELEMENTS).containsAll(names);
        assertThat(elements(document, "td")).extracting(Element::getTextContent).contains(TestingDrift.HOSTILE);
        assertThat(elements(document, "svg"))
                .extracting(svg -> svg.getAttribute("aria-label"))
                .contains(TestingDrift.HOSTILE + ", psi");
        assertThat(page).doesNotContainIgnoringCase("<script");
    }

    @Test
    void needsNothingElse() throws Exception {
        for (Element element : elements(parsed(page), "*")) {
            NamedNodeMap attributes = element.getAttributes();
            for (int i = 0; i < attributes.getLength(); i++) {
                String name = attributes.item(i).getNodeName();
                assertThat(LOADING).as(element.getTagName()).doesNotContain(name);
                assertThat(name).as("event handlers").doesNotStartWith("on");
            }
        }
        assertThat(page)
                .doesNotContain("url(")
                .doesNotContain("@import")
                .doesNotContain("http://")
                .doesNotContain("https://");
        assertThat(page).contains("default-src 'none'");
    }

    /** HTML reads the text of a style element as it stands, so nothing in it may have been escaped. */
    @Test
    void styleIsTheFile() {
        String style = page.substring(page.indexOf("<style>") + 7, page.indexOf("</style>"));

        assertThat(style).doesNotContain("&").doesNotContain(">").contains("prefers-color-scheme: dark");
    }

    /** Where HTML has no self-closing elements, one would swallow all that follows. */
    @Test
    void onlyVoidElementsAndShapesCloseThemselves() {
        assertThat(page.replaceAll("<(meta|path|line)( [^<]*)?/>", "")).doesNotContain("/>");
    }

    @Test
    void showsTheStory() throws Exception {
        Document document = parsed(page);

        assertThat(elements(document, "h2"))
                .extracting(Element::getTextContent)
                .containsExactly("fraud, version 1", "fraud, version 2", "The drift job itself");
        String text = document.getDocumentElement().getTextContent();
        assertThat(text)
                .contains("suggested: fix data source")
                .contains("Last acknowledgement: accepted by ann at 2026-01-02 03:04:05: <b>soon</b>")
                .contains("Windows from 2018-04-01 to 2018-05-01.")
                .contains("psi, drifted in 10 of 30 windows")
                .contains("Without a histogram, being no number of each row: country")
                .contains("Moved together: " + TestingDrift.HOSTILE + ", amount.");
        assertThat(elements(document, "rect").stream()
                        .filter(bar -> bar.getAttribute("class").equals("now")))
                .as("ten bins and the missing ones, then ten")
                .hasSize(21);
        assertThat(elements(document, "circle").stream()
                        .filter(spot -> spot.getAttribute("class").equals("drifted")))
                .as("two features and a detector, and a figure")
                .hasSize(10 + 10 + 1 + 7);
    }

    @Test
    void theOneOfABacktestSaysSo() throws Exception {
        DriftReport report = DriftReportTest.report(Period.ALL, TestingDrift.story());
        Document backtest = parsed(ReportPage.ofBacktest(report, "<old>.csv"));

        for (String heading : List.of("title", "h1")) {
            assertThat(elements(backtest, heading))
                    .extracting(Element::getTextContent)
                    .startsWith("Backtest: drift of fraud");
            assertThat(elements(parsed(page), heading))
                    .extracting(Element::getTextContent)
                    .startsWith("Drift of fraud");
        }
        assertThat(backtest.getDocumentElement().getTextContent())
                .contains(
                        "A replay of <old>.csv: what the drift job would have told of it. Nothing on this page was published.");
        assertThat(page).doesNotContain("Nothing on this page was published");
        assertThat(ReportPage.ofBacktest(DriftReportTest.report(Period.ALL, List.of()), "old.csv"))
                .contains("The replay made nothing of this period")
                .doesNotContain("drift topics");
    }

    /** Three days at the end have only what was expected: they are no windows in which performance might have drifted. */
    @Test
    void windowsWithoutOutcomesAreToldApart() throws Exception {
        assertThat(parsed(page).getDocumentElement().getTextContent())
                .contains("champion, drifted in 7 of 27 windows, expected in 3 more");
    }

    /** The interval of a share is told by the normal distribution, and that of the story's best days ends above 1. */
    @Test
    void sharesAreDrawnBetween0And1() throws Exception {
        List<SpecificRecord> records = new ArrayList<>();
        for (int day = 0; day < 5; day++) {
            records.add(DriftMetric.newBuilder(TestingDrift.figure(null, "recall", day, 0.99, null, 0, false))
                    .setLower(0.93)
                    .setUpper(1.05)
                    .build());
            records.add(DriftMetric.newBuilder(TestingDrift.figure(null, "log_loss", day, 0.99, null, 0, false))
                    .setLower(0.93)
                    .setUpper(1.05)
                    .build());
        }
        Document drawn = parsed(ReportPage.of(DriftReportTest.report(Period.ALL, records)));

        assertThat(greatestLabel(drawn, "recall")).isEqualTo(1);
        assertThat(greatestLabel(drawn, "log_loss")).isGreaterThan(1.05);
    }

    /** The number at the upper end of a chart's axis. */
    private static double greatestLabel(Document document, String chart) {
        Element svg = elements(document, "svg").stream()
                .filter(found -> found.getAttribute("aria-label").equals(chart))
                .findFirst()
                .orElseThrow();
        return Double.parseDouble(svg.getElementsByTagName("text").item(1).getTextContent());
    }

    @Test
    void charactersThatNoPageHasAreReplaced() throws Exception {
        List<DriftMetric> records =
                List.of(TestingDrift.metric("1", "a\u0000b\u001bc\ud800", "psi", 0, 0.2, 0.1, true));

        String odd = ReportPage.of(DriftReportTest.report(Period.ALL, records));

        assertThat(parsed(odd).getDocumentElement().getTextContent()).contains("a\ufffdb\ufffdc\ufffd");
    }

    @Test
    void emptyTopicsMakeAPageThatSaysSo() throws Exception {
        String empty = ReportPage.of(DriftReportTest.report(Period.ALL, List.of()));

        assertThat(parsed(empty).getDocumentElement().getTextContent()).contains("no reference, no window, no alert");
    }

    /** Bins as they are frozen on a reference: a least value that fills a bin of its own has one for all below it in front. */
    @Test
    void edgesThatAreRightBeforeAValueAreNotShown() {
        List<Double> edges = Arrays.stream(
                        QuantileBins.of(new double[] {0, 0, 0, 1, 2}).edges())
                .boxed()
                .toList();
        assertThat(edges).hasSize(4).startsWith(-Double.MIN_VALUE);
        assertThat(IntStream.rangeClosed(0, 4).mapToObj(i -> HistogramPlot.bin(edges, i)))
                .containsExactly("below 0", "0", "above 0, up to 1", "above 1, up to 2", "above 2");
        List<Double> constant = Arrays.stream(
                        QuantileBins.of(new double[] {5, 5}).edges())
                .boxed()
                .toList();
        assertThat(IntStream.rangeClosed(0, 2).mapToObj(i -> HistogramPlot.bin(constant, i)))
                .containsExactly("below 5", "5", "above 5");

        Markup page = new Markup();
        HistogramPlot.draw(
                page,
                new DriftReport.Contributor(
                        "amount", "psi", 2.0, edges, List.of(0L, 3L, 1L, 1L, 0L), List.of(1L, 0L, 1L, 2L, 0L), 0, 0));
        assertThat(page.end()).contains("below 0: 25 %").doesNotContain("e-324");
    }

    @Test
    void numbersAreShort() {
        assertThat(Shown.number(0.123456)).isEqualTo("0.1235");
        assertThat(Shown.number(1234567.0)).isEqualTo("1,234,567");
        assertThat(Shown.number(2e-12)).isEqualTo("2.0e-12");
        assertThat(Shown.number(-0.0)).isEqualTo("0");
        assertThat(Shown.number(null)).isEqualTo("–");
        assertThat(Shown.edge(412.5)).isEqualTo("412");
        assertThat(Shown.edge(1_000_000)).isEqualTo("1e6");
        assertThat(Shown.place(12.04)).isEqualTo("12");
        assertThat(Shown.place(-0.26)).isEqualTo("-0.3");
    }
}
