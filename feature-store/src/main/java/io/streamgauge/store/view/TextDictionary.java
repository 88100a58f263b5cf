package io.streamgauge.store.view;

import io.streamgauge.store.aggregate.ValueOrder;
import io.streamgauge.store.binary.ByteReader;
import io.streamgauge.store.binary.ByteWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import java.util.function.ToDoubleFunction;

/**
 * The texts of one series, each known by a number, its code, so that all that works on numbers works on texts. The code is
 * {@link TextHash#code}, or the next free number when another text has that already: equal codes mean equal texts, always. A
 * text stays as long as a value of the series is that text, or the {@link Base} holds its code. Not thread-safe.
 */
final class TextDictionary implements ValueOrder {

    private static final double CODES = 1L << 53;
    private static final int LEAST_UNUSED = 64;
    private static final int ENTRY_BYTES = 180;

    private final ToDoubleFunction<String> hash;
    private final Consumer<DoubleConsumer> heldByBase;
    private final boolean hasBase;
    private final Map<String, Entry> byText = new HashMap<>();
    private final Map<Double, Entry> byCode = new HashMap<>();
    private int unused;
    private int sweepAt = LEAST_UNUSED;
    private long units;

    /** One text. */
    private static final class Entry {

        private final String text;
        private final double code;
        private int uses;

        Entry(String text, double code) {
            this.text = text;
            this.code = code;
        }
    }

    /** A dictionary of a series that forgets what it lets go of. */
    TextDictionary() {
        this(TextHash::code, false, each -> {});
    }

    /** @param heldByBase hands over the codes that what was let go of may still give back */
    TextDictionary(Consumer<DoubleConsumer> heldByBase) {
        this(TextHash::code, true, heldByBase);
    }

    /** @param hash whole numbers from 0 to below 2^53 */
    TextDictionary(ToDoubleFunction<String> hash, boolean hasBase, Consumer<DoubleConsumer> heldByBase) {
        this.hash = hash;
        this.hasBase = hasBase;
        this.heldByBase = heldByBase;
    }

    /** The code of a text that the series takes in once more. */
    double use(String text) {
        Entry entry = byText.get(text);
        if (entry == null) {
            entry = add(text, freeCode(text));
        } else if (entry.uses == 0) {
            unused--;
        }
        entry.uses++;
        return entry.code;
    }

    private double freeCode(String text) {
        double code = hash.applyAsDouble(text);
        while (byCode.containsKey(code)) {
            code = code + 1 == CODES ? 0 : code + 1;
        }
        return code;
    }

    private Entry add(String text, double code) {
        Entry entry = new Entry(text, code);
        byText.put(text, entry);
        byCode.put(code, entry);
        units += text.length();
        return entry;
    }

    /** The series lets go of a value of this code; when it has a base, that has it by now. */
    void release(double code) {
        Entry entry = entry(code);
        if (--entry.uses > 0) {
            return;
        }
        if (!hasBase) {
            remove(entry);
        } else if (++unused >= sweepAt) {
            sweep();
        }
    }

    /** Forgets texts that neither series nor base holds; each costs a constant, since it waits for as many as are kept. */
    private void sweep() {
        Set<Double> held = held();
        for (Entry entry : byCode.values().toArray(Entry[]::new)) {
            if (entry.uses == 0 && !held.contains(entry.code)) {
                remove(entry);
                unused--;
            }
        }
        sweepAt = Math.max(LEAST_UNUSED, 2 * unused);
    }

    private void remove(Entry entry) {
        byText.remove(entry.text);
        byCode.remove(entry.code);
        units -= entry.text.length();
    }

    private Set<Double> held() {
        Set<Double> held = new TreeSet<>();
        heldByBase.accept(held::add);
        return held;
    }

    /** The text of a code. */
    String text(double code) {
        return entry(code).text;
    }

    private Entry entry(double code) {
        Entry entry = byCode.get(code);
        if (entry == null) {
            throw new IllegalStateException("no text has code " + code);
        }
        return entry;
    }

    /** The order of the texts, by their UTF-16 code units. */
    @Override
    public int compare(double first, double second) {
        return first == second ? 0 : text(first).compareTo(text(second));
    }

    /** How many texts there are. */
    int size() {
        return byText.size();
    }

    long heapBytes() {
        return (long) ENTRY_BYTES * byText.size() + 2 * units;
    }

    /** Writes the texts that the base holds: how many, then code (8) and text of each, codes ascending. */
    void writeHeld(ByteWriter out) {
        Set<Double> held = held();
        out.putVarint(held.size());
        for (double code : held) {
            out.putDouble(code);
            out.putText(text(code));
        }
    }

    /** Reads written texts into a dictionary that has none yet; without a base nothing holds them. */
    void readHeld(ByteReader in) {
        long size = in.nextVarint();
        for (long i = 0; i < size; i++) {
            double code = in.nextDouble();
            String text = in.nextText();
            if (byCode.containsKey(code) || byText.containsKey(text)) {
                throw new IllegalArgumentException("the text '" + text + "' or its code stands twice");
            }
            if (hasBase) {
                add(text, code);
                unused++;
            }
        }
        sweepAt = Math.max(LEAST_UNUSED, 2 * unused);
    }
}
