package io.streamgauge.drift.definition;

import io.streamgauge.drift.definition.DriftDefinition.Effect;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What follows when something drifts.
 *
 * @param critical effects from which on an alert is critical without confirmation; infinite where none is declared
 * @param delivery where retraining events are taken, beside their topic; null for nowhere
 */
public record Response(Effect critical, @Nullable Delivery delivery) implements Serializable {

    /** When nothing is declared: only confirmation makes an alert critical. */
    public static final Response DEFAULT =
            new Response(new Effect(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY), null);

    /** Whether a value of this statistic is critical by itself. */
    public boolean severe(String statistic, double value) {
        return switch (statistic) {
            case "psi" -> value >= critical.psi();
            case "ks" -> value >= critical.ks();
            default -> false;
        };
    }
}
