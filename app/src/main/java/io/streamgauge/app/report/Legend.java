package io.streamgauge.app.report;

/** What lines and colours mean. */
final class Legend {

    private Legend() {}

    /** @param stylesAndNames style of a mark, then what it stands for */
    static void write(Markup out, String... stylesAndNames) {
        out.open("p", "class", "key");
        for (int i = 0; i < stylesAndNames.length; i += 2) {
            out.open("i", "class", stylesAndNames[i]).close().text(stylesAndNames[i + 1]);
        }
        out.close().line();
    }
}
