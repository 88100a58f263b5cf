package io.streamgauge.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.generator.GeneratorConfig;
import io.streamgauge.app.generator.TransactionGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DemoFeedTest {

    private static final long WEEK_MS = 7 * 86_400_000L;

    private final TransactionGenerator generator = new TransactionGenerator(GeneratorConfig.ofSize(3, 20, 30));

    @Test
    void interleavesTransactionsWithTheLabelsThatBecomeKnownSevenDaysLater() {
        List<Outgoing> sent = take(new DemoFeed(generator, 0, 0), 600);

        assertThat(sent.stream().map(DemoFeedTest::knownMs)).isSorted();
        assertThat(sent.stream()
                        .filter(o -> o.kind() == Outgoing.Kind.TRANSACTION)
                        .map(o -> o.transaction().id()))
                .containsExactlyElementsOf(ids(0, 100)
                        .limit(count(sent, Outgoing.Kind.TRANSACTION))
                        .toList());
        assertThat(sent.stream()
                        .filter(o -> o.kind() == Outgoing.Kind.LABEL)
                        .map(o -> o.transaction().id()))
                .isNotEmpty()
                .containsExactlyElementsOf(
                        ids(0, 100).limit(count(sent, Outgoing.Kind.LABEL)).toList());
    }

    @Test
    void aFeedThatGoesOnRepeatsItsFirstDaysAndLosesNothing() {
        List<Outgoing> whole = take(new DemoFeed(generator, 0, 0), 900);
        List<Outgoing> resumed = take(new DemoFeed(generator, 9, 2), 300);

        assertThat(resumed.stream()
                        .filter(o -> o.kind() == Outgoing.Kind.LABEL)
                        .findFirst()
                        .map(o -> o.transaction().id()))
                .hasValue("2-0");
        assertThat(resumed.stream()
                        .filter(o -> o.kind() == Outgoing.Kind.TRANSACTION)
                        .limit(50))
                .containsExactlyElementsOf(whole.stream()
                        .filter(o -> o.kind() == Outgoing.Kind.TRANSACTION)
                        .filter(o ->
                                Position.of(o.transaction().id()).orElseThrow().day() >= 9)
                        .limit(50)
                        .toList());
    }

    @Test
    void anIdSaysItsPlaceAndAForeignIdSaysNone() {
        assertThat(Position.of("57-123")).hasValue(new Position(57, 123));
        assertThat(Position.of("T-57")).isEmpty();
        assertThat(Position.of("")).isEmpty();
        assertThat(new Position(9, 5)).isLessThan(new Position(10, 0)).isGreaterThan(new Position(9, 4));
        assertThat(Position.START).isLessThan(new Position(0, 0));
    }

    private Stream<String> ids(int first, int end) {
        return generator.days(first, end).map(t -> t.id());
    }

    private static long count(List<Outgoing> sent, Outgoing.Kind kind) {
        return sent.stream().filter(o -> o.kind() == kind).count();
    }

    private static long knownMs(Outgoing outgoing) {
        return outgoing.transaction().timeMs() + (outgoing.kind() == Outgoing.Kind.LABEL ? WEEK_MS : 0);
    }

    private static List<Outgoing> take(DemoFeed feed, int count) {
        List<Outgoing> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            taken.add(feed.next());
        }
        return taken;
    }
}
