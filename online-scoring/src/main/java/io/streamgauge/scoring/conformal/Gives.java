package io.streamgauge.scoring.conformal;

import java.util.Locale;

/** What is to hold the outcome. */
public enum Gives {
    /** Some of the classes that the model knows. */
    SET,
    /** All numbers from one to another. */
    INTERVAL;

    /** As documents and deployments write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
