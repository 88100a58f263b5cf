package io.streamgauge.store.event;

import java.time.Instant;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.DomainContextBase;

/** Events of {@link TestingSource} with every extreme a reader lets through. */
final class EventArbitraries extends DomainContextBase {

    @Provide
    Arbitrary<Event> events() {
        // Whole code points: half of a surrogate pair is no text.
        Arbitrary<String> texts = Arbitraries.oneOf(
                Arbitraries.strings().ascii().ofMaxLength(20),
                Arbitraries.of("", "é", "日本", "\uD83D\uDE00", "a\"b,c\nd", "\u0000", "x".repeat(300)));
        Arbitrary<Double> doubles = Arbitraries.oneOf(
                Arbitraries.doubles(),
                Arbitraries.of(0.0, -0.0, Double.MIN_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE, 0.1, 1e300));
        Arbitrary<Long> times = Arbitraries.longs()
                .between(
                        Instant.parse("0000-01-01T00:00:00Z").toEpochMilli(),
                        Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli());
        return Combinators.combine(
                        texts,
                        times,
                        texts.injectNull(0.2),
                        Arbitraries.longs().injectNull(0.2),
                        doubles.injectNull(0.2),
                        Arbitraries.of(true, false).injectNull(0.2),
                        Arbitraries.longs().injectNull(0.2))
                .as(TestingSource::event);
    }
}
