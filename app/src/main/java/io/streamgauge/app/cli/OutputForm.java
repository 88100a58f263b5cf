package io.streamgauge.app.cli;

/** How a command prints: for a person, or one JSON document. */
public enum OutputForm {
    TEXT,
    JSON
}
