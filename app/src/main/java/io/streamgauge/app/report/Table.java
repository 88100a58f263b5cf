package io.streamgauge.app.report;

/**
 * A table, row after row. Columns whose heading begins with {@code #} hold numbers, which stand to the right; {@code ~} keeps cells on one
 * line.
 */
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
            boolean marked = column.startsWith("#") || column.startsWith("~");
            out.element("th", marked ? column.substring(1) : column, "class", style(column));
        }
        out.close().close().open("tbody").line();
        return new Table(out, columns);
    }

    /** @param hit whether it is one to be seen */
    Table row(boolean hit, String... cells) {
        out.open("tr", "class", hit ? "hit" : "row");
        for (int i = 0; i < cells.length; i++) {
            out.element("td", cells[i], "class", style(columns[i]));
        }
        out.close().line();
        return this;
    }

    private static String style(String column) {
        return switch (column.isEmpty() ? ' ' : column.charAt(0)) {
            case '#' -> "n";
            case '~' -> "nowrap";
            case ' ' -> "nowrap mark";
            default -> "name";
        };
    }

    void close() {
        out.close().close().close().line();
    }
}
