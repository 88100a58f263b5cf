package io.streamgauge.store.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.store.binary.ByteReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The written form of every state, which is read for ever: states are kept across releases. */
class StateBytesTest {

    private static final List<Point> POINTS = List.of(
            new Point(1_700_000_000_000L, 2.5),
            new Point(1_700_000_000_000L, -0.0),
            new Point(1_700_000_060_000L, 2.5),
            new Point(1_700_003_600_000L, -70),
            new Point(1_700_086_400_000L, Double.NaN));

    private static Recipe recipe(String function, Double... arguments) {
        Folded folded = (Folded) AggregateFunctions.named(function).with(List.of(arguments));
        return folded.recipes().get(folded.recipes().size() - 1);
    }

    private static Map<Recipe, String> golden() {
        Map<Recipe, String> golden = new LinkedHashMap<>();
        golden.put(recipe("sum"), "010000000041010000");
        golden.put(recipe("var_pop"), "04018000000000001330010000");
        golden.put(recipe("skew"), "0301c000000000053bb8010000");
        golden.put(recipe("kurtosis"), "040120000000016e5d5e010000");
        golden.put(recipe("slope"), "040014d93ce0000007bb06004acbe400ab5c5f9b000bf3f80300d84255100000647f");
        golden.put(recipe("first_distinct_n", 3.0), "0340040000000000000000000000000000c051800000000000");
        golden.put(recipe("last_distinct_n", 3.0), "037ff8000000000000c0518000000000004004000000000000");
        golden.put(recipe("top_k", 2.0), "027ff80000000000004004000000000000");
        golden.put(recipe("bottom_k", 2.0), "02c0518000000000008000000000000000");
        golden.put(recipe("histogram", 0.0, 1.0), "010102");
        golden.put(recipe("max_drawdown"), "7ff80000000000007ff80000000000007ff8000000000000");
        golden.put(
                recipe("count_distinct"), "04c051800000000000010000000000000000014004000000000000027ff800000000000001");
        golden.put(recipe("count_distinct", 2.0), "03");
        golden.put(recipe("mode"), "04c051800000000000010000000000000000014004000000000000027ff800000000000001");
        golden.put(recipe("entropy"), "04c051800000000000010000000000000000014004000000000000027ff800000000000001");
        golden.put(recipe("median"), "0103978a1001988a1001c0801002");
        golden.put(recipe("approx_count_distinct", 4.0), "0102000000000004000000000002000300");
        golden.put(recipe("approx_count_distinct", 8.0), "00048102c02e8233c00d");
        golden.put(recipe("decayed_sum", 3600.0), "01000001b40e0405c6e6017ed128005ca466ee00000027");
        golden.put(
                recipe("decayed_count", 1.0),
                "03f0a79503030490fed4320000000210000000fea795030102f0ffd43200010000c2aa95030102a8a8d53200000001");
        return golden;
    }

    static Stream<Recipe> recipes() {
        return golden().keySet().stream();
    }

    private static Accumulator state(Recipe recipe) {
        Accumulator state = recipe.newState();
        POINTS.forEach(point -> state.add(point.timeMs(), point.value()));
        return state;
    }

    private static void read(Accumulator state, byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        state.read(in);
        in.end();
    }

    @Test
    void areTheseForEver() {
        golden().forEach((recipe, hex) -> {
            assertThat(HexFormat.of().formatHex(Runs.bytes(state(recipe))))
                    .as(recipe.toString())
                    .isEqualTo(hex);
            Accumulator read = recipe.newState();
            read(read, HexFormat.of().parseHex(hex));
            assertThat(Runs.bytes(read)).isEqualTo(HexFormat.of().parseHex(hex));
        });
    }

    @Test
    void ofAnEarlierReleaseAreRead() {
        Accumulator limited = recipe("count_distinct", 2.0).newState();
        read(limited, HexFormat.of().parseHex("02000000000000000001400400000000000001"));
        limited.add(0, 2.5);
        assertThat(((DistinctValuesState) limited).size()).isEqualTo(2);
        limited.add(0, 7);
        assertThat(((DistinctValuesState) limited).size()).as("at the limit").isEqualTo(2);
    }

    @Test
    void coverEveryKindOfState() {
        Set<Class<?>> kinds = new LinkedHashSet<>();
        recipes().forEach(recipe -> kinds.add(recipe.newState().getClass()));
        for (AggregateFunction function : AggregateFunctions.builtins()) {
            List<Double> arguments = function.parameters().stream()
                    .map(parameter -> parameter.otherwise() == null ? 1.0 : parameter.otherwise())
                    .toList();
            if (function.with(arguments) instanceof Folded folded) {
                assertThat(kinds)
                        .containsAll(folded.recipes().stream()
                                .<Class<?>>map(recipe -> recipe.newState().getClass())
                                .toList());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void refuseToEndEarly(Recipe recipe) {
        byte[] bytes = Runs.bytes(state(recipe));
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> read(recipe.newState(), cut)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** Damaged bytes are refused, or are those of another state: no other exception, no memory for what is not there. */
    @ParameterizedTest
    @MethodSource("recipes")
    void damagedAreRefusedOrAreOthers(Recipe recipe) {
        byte[] bytes = Runs.bytes(state(recipe));
        Random random = new Random(7);
        List<String> others = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            byte[] damaged = bytes.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            Accumulator state = recipe.newState();
            try {
                read(state, damaged);
            } catch (IllegalArgumentException refused) {
                continue;
            }
            Accumulator again = recipe.newState();
            read(again, Runs.bytes(state));
            if (!Arrays.equals(Runs.bytes(again), Runs.bytes(state))) {
                others.add(HexFormat.of().formatHex(damaged));
            }
        }
        assertThat(others).as("read, but not written as read").isEmpty();
    }
}
