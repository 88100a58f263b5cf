package io.streamgauge.app.run;

import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Context;
import ch.qos.logback.core.encoder.Encoder;
import java.util.Locale;

/** How lines of the log are written. */
public enum LogFormat {

    /** For people. */
    TEXT {
        @Override
        Encoder<ILoggingEvent> encoder(Context context) {
            PatternLayoutEncoder encoder = new PatternLayoutEncoder();
            encoder.setPattern(PATTERN);
            return started(encoder, context);
        }
    },

    /** For programs: an object a line. */
    JSON {
        @Override
        Encoder<ILoggingEvent> encoder(Context context) {
            return started(new JsonLines(), context);
        }
    };

    /** What a line is about, such as {@code record="transactions-1@17" event="t9"}, stands at its end. */
    private static final String PATTERN =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level [%thread] %logger{36} - %msg%replace( %kvp){'^ $', ''}%n";

    /** As options have it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    abstract Encoder<ILoggingEvent> encoder(Context context);

    private static Encoder<ILoggingEvent> started(Encoder<ILoggingEvent> encoder, Context context) {
        encoder.setContext(context);
        encoder.start();
        return encoder;
    }
}
