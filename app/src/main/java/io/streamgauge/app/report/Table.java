package io.streamgauge.app.report;

/** A table, row after row. Columns whose heading begins with {@code #} hold numbers, which stand to the right. */
final class Table {

    private final Markup out;
    private final String[] columns;

    private Table(Markup out, String... columns) {
        this.out = out;
        this.columns = columns;
    }

    static Table open(Markup out, String... columns) {
        out.open("div", "class", "scroll").open("table").open("thead").open("tr");
        for (String column : columns) {
            boolean number = column.startsWith("#");
            out.element("th", number ? column.substring(1) : column, "class", number ? "n" : "t");
        }
        out.close().close().open("tbody").line();
        return new Table(out, columns);
    }

    /** @param hit whether it is one to be seen */
    Table row(boolean hit, String... cells) {
        out.open("tr", "class", hit ? "hit" : "row");
        for (int i = 0; i < cells.length; i++) {
            String style = columns[i].startsWith("#") ? "n" : i == 0 ? "name" : "t";
            out.element("td", cells[i], "class", columns[i].isEmpty() ? "mark nowrap" : style);
        }
        out.close().line();
        return this;
    }

    void close() {
        out.close().close().close().line();
    }
}
