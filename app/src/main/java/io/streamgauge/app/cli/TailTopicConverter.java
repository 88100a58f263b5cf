package io.streamgauge.app.cli;

import io.streamgauge.app.tail.TailTopic;
import io.streamgauge.schemas.config.Suggestion;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code retraining-events} and the like. */
final class TailTopicConverter implements ITypeConverter<TailTopic> {

    @Override
    public TailTopic convert(String text) {
        return Arrays.stream(TailTopic.values())
                .filter(topic -> topic.toString().equals(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(Suggestion.unknown("topic", text, names())));
    }

    private static List<String> names() {
        return Arrays.stream(TailTopic.values()).map(TailTopic::toString).toList();
    }
}
