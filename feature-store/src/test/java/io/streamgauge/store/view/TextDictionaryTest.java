package io.streamgauge.store.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.store.binary.ByteReader;
import io.streamgauge.store.binary.ByteWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TextDictionaryTest {

    @Test
    void aTextIsKnownByItsHash() {
        TextDictionary texts = new TextDictionary();
        assertThat(texts.use("web")).isEqualTo(TextHash.code("web"));
        assertThat(texts.text(TextHash.code("web"))).isEqualTo("web");
    }

    /** With hashes of 8 kinds at most, nearly all collide, and yet a code is one text's alone. */
    @Property(tries = 100)
    void codesAreOfOneTextEachWhateverTheHash(@ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int hashes) {
        TextDictionary texts = new TextDictionary(text -> (1L << 53) - 1 - text.length() % hashes, false, each -> {});
        Random random = new Random(seed);
        Deque<String> held = new ArrayDeque<>();
        Deque<Double> codes = new ArrayDeque<>();
        for (int i = 0; i < 300; i++) {
            if (!held.isEmpty() && random.nextInt(3) == 0) {
                held.removeFirst();
                texts.release(codes.removeFirst());
            } else {
                String text = "t".repeat(random.nextInt(5)) + random.nextInt(6);
                held.addLast(text);
                codes.addLast(texts.use(text));
            }
            assertThat(codes.stream().map(texts::text)).containsExactlyElementsOf(held);
            assertThat(texts.size()).isEqualTo((int) held.stream().distinct().count());
        }
        assertThat(codes.stream().distinct().count())
                .isEqualTo(held.stream().distinct().count());
    }

    @Test
    void whatNobodyHoldsIsForgottenSoonEnough() {
        Set<Double> base = new TreeSet<>();
        TextDictionary texts = new TextDictionary(each -> base.forEach(each::accept));
        double kept = texts.use("kept");
        base.add(kept);
        texts.release(kept);
        for (int i = 0; i < 10_000; i++) {
            texts.release(texts.use("text " + i));
            assertThat(texts.size()).isLessThanOrEqualTo(64);
        }
        assertThat(texts.text(kept)).isEqualTo("kept");
        ByteWriter out = new ByteWriter();
        texts.writeHeld(out);
        TextDictionary read = new TextDictionary(each -> base.forEach(each::accept));
        read.readHeld(new ByteReader(out.toBytes()));
        assertThat(read.size()).isEqualTo(1);
        assertThat(read.text(kept)).isEqualTo("kept");
        assertThatThrownBy(() -> read.text(1)).hasMessage("no text has code 1.0");
    }

    @Test
    void theOrderIsThatOfTheTexts() {
        TextDictionary texts = new TextDictionary();
        double a = texts.use("a");
        double b = texts.use("b");
        assertThat(texts.compare(a, b)).isNegative();
        assertThat(texts.compare(b, a)).isPositive();
        assertThat(texts.compare(b, b)).isZero();
    }
}
