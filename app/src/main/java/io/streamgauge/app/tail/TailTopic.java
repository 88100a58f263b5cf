package io.streamgauge.app.tail;

import io.streamgauge.schemas.TopicCatalogue;
import io.streamgauge.schemas.TopicSpec;
import java.util.Locale;

/** The topics that {@code tail} shows, by the names a user gives them. */
public enum TailTopic {
    PREDICTIONS,
    CORRECTIONS,
    ALERTS,
    RETRAINING_EVENTS,
    METRICS,
    DEAD_LETTERS,
    LATE_EVENTS;

    /** The topic of a pipeline. */
    public String of(String pipeline) {
        TopicCatalogue topics = new TopicCatalogue(pipeline);
        TopicSpec topic = switch (this) {
            case PREDICTIONS -> topics.predictions();
            case CORRECTIONS -> topics.corrections();
            case ALERTS -> topics.driftAlerts();
            case RETRAINING_EVENTS -> topics.retrainingEvents();
            case METRICS -> topics.driftMetrics();
            case DEAD_LETTERS -> topics.deadLetters();
            case LATE_EVENTS -> topics.lateEvents();
        };
        return topic.name();
    }

    /** Such as {@code retraining-events}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
