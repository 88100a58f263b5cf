package io.streamgauge.store.expression;

import dev.cel.common.types.SimpleType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Functions that put values into numbered buckets. */
final class BucketFunctions {

    static final List<Function> ALL = List.of(
            new Function(
                    "bucket",
                    "bucket(x, [edges])",
                    "long",
                    2,
                    "How many of the edges, numbers written out in ascending order, are at most x: 0 below the first. An"
                            + " edge belongs to the bucket above it.",
                    Overload.mixed(
                            "bucket",
                            SimpleType.INT,
                            a -> bucket(Overload.number(a[0]), (List<?>) a[1]),
                            Argument.NUMBER,
                            Argument.EDGES)),
            new Function(
                    "hashBucket",
                    "hashBucket(key, n)",
                    "long",
                    2,
                    "Bucket 0 to n - 1 of a text, or of a whole number as its decimal text: murmur2 of the UTF-8 bytes, top"
                            + " bit cleared, modulo n. It is the partition that Kafka's default partitioner gives such a"
                            + " record key among n.",
                    hashOverloads()));

    private BucketFunctions() {}

    private static List<Overload> hashOverloads() {
        List<Overload> overloads = new ArrayList<>();
        for (Argument key : List.of(Argument.TEXT, Argument.LONG)) {
            overloads.add(Overload.of(
                    "hashBucket", SimpleType.INT, a -> hashBucket(a[0].toString(), (Long) a[1]), key, Argument.LONG));
        }
        return overloads;
    }

    private static long bucket(double x, List<?> edges) {
        if (Double.isNaN(x)) {
            throw new Undefined();
        }
        int at = 0;
        while (at < edges.size() && Overload.number(edges.get(at)) <= x) {
            at++;
        }
        return at;
    }

    private static long hashBucket(String key, long n) {
        if (n < 1) {
            throw new Undefined();
        }
        return (Murmur2.of(key.getBytes(StandardCharsets.UTF_8)) & 0x7fffffff) % n;
    }
}
