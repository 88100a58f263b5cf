package io.streamgauge.app.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The page as one HTML document: script and style are inside it, and it asks no host but its own. */
public record DashboardPage(String html) {

    /** Content security policy that goes with it. */
    public static final String POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
            + "connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /** The page, put together from its three parts. */
    public static DashboardPage load() {
        return new DashboardPage(read("dashboard.html")
                .replace("/*STYLE*/", read("dashboard.css"))
                .replace("/*SCRIPT*/", read("dashboard.js")));
    }

    private static String read(String name) {
        try (InputStream in = DashboardPage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the build lacks the dashboard's " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
