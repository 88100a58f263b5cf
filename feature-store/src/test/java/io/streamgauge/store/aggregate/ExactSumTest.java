package io.streamgauge.store.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.store.binary.ByteReader;
import io.streamgauge.store.binary.ByteWriter;
import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@link ExactSum} beside BigDecimal, which is exact and, turned into a double, rounds to nearest, ties to even. */
class ExactSumTest {

    /** Doubles of every size, with many that nearly cancel and many of few bits, so that ties happen. */
    private static double[] values(long seed, int size) {
        Random random = new Random(seed);
        double[] values = new double[size];
        int spread = 1 + random.nextInt(2000);
        int from = random.nextInt(2047);
        for (int i = 0; i < size; i++) {
            double fresh = value(random, from, spread);
            values[i] = i > 0 && random.nextInt(3) == 0 ? -values[random.nextInt(i)] : fresh;
        }
        return values;
    }

    private static double value(Random random, int from, int spread) {
        long biased = Math.min(2046, from + random.nextInt(spread));
        long mantissa = random.nextLong() >>> 12;
        long few = random.nextBoolean() ? mantissa : mantissa & (-1L << random.nextInt(53));
        return Double.longBitsToDouble((random.nextBoolean() ? Long.MIN_VALUE : 0) | biased << 52 | few);
    }

    private static BigDecimal exact(double[] values) {
        BigDecimal sum = BigDecimal.ZERO;
        for (double value : values) {
            sum = sum.add(new BigDecimal(value));
        }
        return sum;
    }

    private static ExactSum sum(double... values) {
        ExactSum sum = new ExactSum();
        for (double value : values) {
            sum.add(value);
        }
        return sum;
    }

    private static byte[] written(ExactSum sum) {
        ByteWriter out = new ByteWriter();
        sum.write(out);
        return out.toBytes();
    }

    private static ExactSum read(String hex) {
        ExactSum sum = new ExactSum();
        sum.read(new ByteReader(HexFormat.of().parseHex(hex)), -34, 40);
        return sum;
    }

    @Property(tries = 300)
    void isTheExactSumRoundedOnce(@ForAll long seed, @ForAll @IntRange(max = 60) int size) {
        double[] values = values(seed, size);
        BigDecimal exact = exact(values);
        ExactSum sum = sum(values);
        assertThat(Double.valueOf(sum.rounded())).isEqualTo(exact.doubleValue());
        assertThat(sum.sign()).isEqualTo(exact.signum());
    }

    @Property(tries = 300)
    void whatComesAndGoesLeavesNoTrace(@ForAll long seed, @ForAll @IntRange(max = 40) int size) {
        double[] kept = values(seed, size);
        double[] passing = values(seed + 1, size);
        ExactSum sum = new ExactSum();
        for (int i = 0; i < size; i++) {
            sum.add(passing[i]);
            sum.add(kept[i]);
            sum.rounded();
        }
        for (double value : passing) {
            sum.subtract(value);
        }
        assertThat(written(sum)).isEqualTo(written(sum(kept)));
    }

    @Property(tries = 300)
    void mergingIsAddingAll(@ForAll long seed, @ForAll @IntRange(max = 40) int size) {
        double[] left = values(seed, size);
        double[] right = values(seed + 1, size);
        ExactSum merged = sum(left);
        ExactSum other = sum(right);
        merged.merge(other);
        ExactSum all = sum(left);
        for (double value : right) {
            all.add(value);
        }
        assertThat(written(merged)).isEqualTo(written(all));
        assertThat(written(other)).as("stays as it is").isEqualTo(written(sum(right)));
    }

    @Property(tries = 300)
    void roundsWhatIsScaledOnce(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 8) int size,
            @ForAll @IntRange(min = -2200, max = 60) int by) {
        double[] values = values(seed, size);
        BigDecimal two = BigDecimal.valueOf(2);
        BigDecimal scaled =
                by < 0 ? exact(values).divide(two.pow(-by)) : exact(values).multiply(two.pow(by));
        assertThat(Double.valueOf(sum(values).rounded(by) + 0.0)).isEqualTo(scaled.doubleValue() + 0.0);
    }

    @Property(tries = 300)
    void multipliesExactly(
            @ForAll long seed, @ForAll @IntRange(max = 9) int size, @ForAll @IntRange(max = 9) int others) {
        double[] left = values(seed, size);
        double[] right = values(seed + 1, others);
        ExactSum product = new ExactSum();
        product.addProduct(sum(left), sum(right), 1);
        BigDecimal exact = exact(left).multiply(exact(right));
        assertThat(Double.valueOf(product.rounded())).isEqualTo(exact.doubleValue());
        product.addProduct(sum(right), sum(left), -1);
        assertThat(product.sign()).isZero();
    }

    @Property(tries = 300)
    void multipliesByWholeNumbers(@ForAll long seed, @ForAll @IntRange(max = 9) int size, @ForAll long number) {
        long factor = number >>> 1;
        double[] values = values(seed, size);
        ExactSum product = new ExactSum();
        product.addTimes(sum(values), factor, -1);
        BigDecimal exact = exact(values).multiply(BigDecimal.valueOf(-factor));
        assertThat(Double.valueOf(product.rounded())).isEqualTo(exact.doubleValue());
    }

    @Property(tries = 300)
    void leadingIsTheHighestBit(@ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int size) {
        ExactSum sum = sum(values(seed, size));
        if (sum.sign() != 0) {
            assertThat(Math.abs(sum.rounded(-sum.leading()))).isBetween(1.0, 2.0);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1 1e100 1 -1e100,                         2",
        "0.1 0.1 0.1 0.1 0.1 0.1 0.1 0.1 0.1 0.1,  1.0",
        "1.7976931348623157e308 1.7976931348623157e308 -1.7976931348623157e308, 1.7976931348623157e308",
        "1.7976931348623157e308 9.9792015476735990e291, Infinity", // half an ulp above: ties go to the even neighbour
        "1.7976931348623157e308 9.9792015476735980e291, 1.7976931348623157e308",
        "-1e308 -1e308,                            -Infinity",
        "4.9e-324 4.9e-324 -4.9e-324,              4.9e-324",
        "-0.0 -0.0,                                0.0",
        "5 -5,                                     0.0",
        "9007199254740992 1,                       9007199254740992",
        "9007199254740992 1 4.9e-324,              9007199254740994",
        "9007199254740992 -4.9e-324,               9007199254740992",
        "-9007199254740992 -1 -4.9e-324,           -9007199254740994",
        "'',                                       0.0",
    })
    void table(String values, Double expected) {
        assertThat(Double.valueOf(sum(Numbers.parse(values)).rounded())).isEqualTo(expected);
    }

    @Test
    void carriesWaitForManyTerms() {
        double almostTwo = Math.nextDown(2.0);
        ExactSum sum = new ExactSum();
        ExactSum other = new ExactSum();
        int terms = 5_000_000;
        for (int i = 0; i < terms; i++) {
            sum.add(almostTwo);
            other.subtract(Double.MAX_VALUE);
        }
        BigDecimal all = BigDecimal.valueOf(terms);
        assertThat(sum.rounded())
                .isEqualTo(new BigDecimal(almostTwo).multiply(all).doubleValue());
        assertThat(other.rounded(-100))
                .isEqualTo(new BigDecimal(-Double.MAX_VALUE)
                        .multiply(all)
                        .divide(BigDecimal.valueOf(2).pow(100))
                        .doubleValue());
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "10", "19", "20", "21", "31", "32"})
    void carriesWaitWhereverAMantissaFalls(int exponent) {
        double value = -Math.scalb(Math.nextDown(2.0), exponent);
        ExactSum sum = new ExactSum();
        for (int i = 0; i < 10_000; i++) {
            sum.add(value);
        }
        assertThat(sum.rounded())
                .isEqualTo(new BigDecimal(value)
                        .multiply(BigDecimal.valueOf(10_000))
                        .doubleValue());
    }

    @Test
    void manyFullSumsMerge() {
        ExactSum all = new ExactSum();
        ExactSum part = new ExactSum();
        for (int i = 0; i < 1000; i++) {
            part.add(Math.nextDown(2.0));
        }
        for (int i = 0; i < 3000; i++) {
            all.merge(part);
        }
        assertThat(all.rounded())
                .isEqualTo(new BigDecimal(Math.nextDown(2.0))
                        .multiply(BigDecimal.valueOf(3_000_000))
                        .doubleValue());
    }

    @Property(tries = 300)
    void readsWhatItWrote(@ForAll long seed, @ForAll @IntRange(max = 40) int size) {
        double[] values = values(seed, size);
        byte[] bytes = written(sum(values));
        ExactSum read = sum(1, 1e300);
        ByteReader in = new ByteReader(bytes);
        read.read(in, -34, 40);
        in.end();
        assertThat(written(read)).isEqualTo(bytes);
        assertThat(Double.valueOf(read.rounded())).isEqualTo(sum(values).rounded());
    }

    @Test
    void bytesAreTheseForEver() {
        assertThat(HexFormat.of().formatHex(written(sum()))).isEqualTo("00");
        assertThat(HexFormat.of().formatHex(written(sum(1)))).isEqualTo("020000000001");
        assertThat(HexFormat.of().formatHex(written(sum(-0.75, -0x1p40)))).isEqualTo("0501c00000000000000000000100");
    }

    @ParameterizedTest
    @CsvSource({
        "0200,           the bytes end at 2",
        "02000000000000, a sum whose first or last digit is zero",
        "0400000000010000000000, a sum whose first or last digit is zero",
        "024700000001,   a sum of 1 digits from 2^(32 * -36) is beyond what can be summed",
        "045000000001,   a sum of 2 digits from 2^(32 * 40) is beyond what can be summed",
        "ffffffffffffffffff0100, a sum of -9223372036854775808 digits",
    })
    void refusesOtherBytes(String hex, String message) {
        assertThatThrownBy(() -> read(hex))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
