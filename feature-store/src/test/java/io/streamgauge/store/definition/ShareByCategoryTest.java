package io.streamgauge.store.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.vector.FeatureValues;
import io.streamgauge.store.view.EntityState;
import io.streamgauge.store.view.ViewEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The shares of categories have one denominator, nulls or none. */
final class ShareByCategoryTest {

    private static final long SEED = 7;

    private static final String SOURCES = """
            sources:
              tx:
                topic: tx
                id: id
                time: at
                fields: {id: string, at: timestamp, card: string, channel: string}
            """;

    private final Problems problems = new Problems();

    private ViewEngine engine(String other) {
        ConfigNode root = YamlDocument.parse("p.yaml", SOURCES + """
                features:
                  card: {entity: card, from: tx, windows: [50ms], aggregates: {s: {of: share, by: {field: channel,
                    values: [web, pos], other: OTHER}}}}
                """.replace("OTHER", other));
        Map<String, SourceDefinition> sources =
                SourcesSection.read(Objects.requireNonNull(root.get("sources")), problems);
        ViewDefinition view = FeaturesSection.read(
                        Objects.requireNonNull(root.get("features")), sources, "tx", problems)
                .views()
                .get(0);
        assertThat(problems.all()).isEmpty();
        return new ViewEngine(view, Objects.requireNonNull(sources.get("tx")).schema());
    }

    private List<List<@Nullable Double>> read(String other, List<@Nullable String> channels) {
        ViewEngine engine = engine(other);
        EntityState state = engine.newState();
        FeatureValues out = new FeatureValues(engine.features());
        Event event = new Event(source().schema());
        List<List<@Nullable Double>> all = new ArrayList<>();
        for (int i = 0; i < channels.size(); i++) {
            event.setText(3, channels.get(i));
            state.addAndRead(event.identify("e", i), out, 0);
            List<@Nullable Double> shares = new ArrayList<>();
            for (int feature = 0; feature < out.size(); feature++) {
                shares.add(out.isMissing(feature) ? null : (Double) out.valueAt(feature));
            }
            all.add(shares);
        }
        return all;
    }

    private SourceDefinition source() {
        ConfigNode root = YamlDocument.parse("p.yaml", SOURCES);
        return Objects.requireNonNull(SourcesSection.read(Objects.requireNonNull(root.get("sources")), problems)
                .get("tx"));
    }

    private static List<@Nullable String> random() {
        Random random = new Random(SEED);
        List<@Nullable String> channels = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            int kind = random.nextInt(i % 100 < 50 ? 2 : 5); // nothing but nulls and others for a while
            channels.add(List.of("atm", "", "web", "pos", "app").get(kind));
        }
        channels.replaceAll(channel -> "".equals(channel) ? null : channel);
        return channels;
    }

    private static List<@Nullable String> window(List<@Nullable String> channels, int at) {
        return channels.subList(Math.max(0, at - 49), at + 1);
    }

    @Test
    void withOthersANullIsOneOfThem() {
        List<@Nullable String> channels = random();
        List<List<@Nullable Double>> read = read("true", channels);
        for (int i = 0; i < channels.size(); i++) {
            List<@Nullable String> in = window(channels, i);
            double web = in.stream().filter("web"::equals).count();
            double pos = in.stream().filter("pos"::equals).count();
            assertThat(read.get(i))
                    .as("event %d, seed %d", i, SEED)
                    .containsExactly(web / in.size(), pos / in.size(), (in.size() - web - pos) / in.size());
        }
    }

    @Test
    void withoutOthersANullIsLeftOutEverywhere() {
        List<@Nullable String> channels = random();
        List<List<@Nullable Double>> read = read("false", channels);
        for (int i = 0; i < channels.size(); i++) {
            List<@Nullable String> in = new ArrayList<>(window(channels, i));
            in.removeIf(Objects::isNull);
            double web = in.stream().filter("web"::equals).count();
            double pos = in.stream().filter("pos"::equals).count();
            assertThat(read.get(i))
                    .as("event %d, seed %d", i, SEED)
                    .containsExactly(
                            in.isEmpty() ? null : (Double) (web / in.size()),
                            in.isEmpty() ? null : (Double) (pos / in.size()));
        }
    }
}
