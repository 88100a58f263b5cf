package io.streamgauge.scoring.onnx;

import ai.onnxruntime.OnnxJavaType;
import io.streamgauge.scoring.ScoringException;
import io.streamgauge.store.vector.FeatureValues;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Whether a scorer gives rows drawn at random the same answers together as alone, bit for bit: that the session does what
 * {@link RowByRow} says of its graph. The draws are always the same ones.
 */
final class TogetherCheck {

    private static final long SEED = 20_180_401;
    private static final int ROWS = 256;
    private static final double MISSING_SHARE = 0.1;
    private static final double ZERO_SHARE = 0.1;
    /** Numbers of many magnitudes, so that any threshold is passed by some. */
    private static final double LEAST_EXPONENT = -3;

    private static final double GREATEST_EXPONENT = 5;
    private static final int WHOLE_BOUND = 20;

    /** A model that is slower than this allows, some 5 ms a row, has little to gain by runs of several. */
    static final Duration LIMIT = Duration.ofSeconds(5);

    private final OnnxScorer scorer;
    private final Duration limit;
    private final List<FeatureValues> rows = new ArrayList<>();

    TogetherCheck(OnnxScorer scorer, InputBinding binding, int values, Duration limit) {
        this.scorer = scorer;
        this.limit = limit;
        OnnxJavaType[] types = new OnnxJavaType[values];
        Arrays.fill(types, OnnxJavaType.DOUBLE);
        for (InputBinding.Fed fed : binding.fed()) {
            OnnxJavaType type = fed.input().type().orElseThrow();
            fed.values().forEach(index -> types[index] = narrower(types[index], type));
        }
        Random random = new Random(SEED);
        for (int i = 0; i < ROWS; i++) {
            FeatureValues row = new FeatureValues(values);
            for (int j = 0; j < values; j++) {
                row.set(j, drawn(random, types[j]));
            }
            rows.add(row);
        }
    }

    /** Of two types, the one with fewer numbers. */
    private static OnnxJavaType narrower(OnnxJavaType one, OnnxJavaType other) {
        return one == OnnxJavaType.BOOL || other == OnnxJavaType.FLOAT || other == OnnxJavaType.DOUBLE ? one : other;
    }

    private static double drawn(Random random, OnnxJavaType type) {
        return switch (type) {
            case BOOL -> random.nextInt(2);
            case INT32, INT64 -> random.nextInt(-WHOLE_BOUND, WHOLE_BOUND);
            default -> {
                double kind = random.nextDouble();
                double magnitude = Math.pow(10, random.nextDouble(LEAST_EXPONENT, GREATEST_EXPONENT));
                yield kind < MISSING_SHARE
                        ? Double.NaN
                        : kind < MISSING_SHARE + ZERO_SHARE ? 0 : random.nextGaussian() * magnitude;
            }
        };
    }

    /** What is said of a row; of numbers, {@code equals} compares the bits. */
    private record Answer(double score, @Nullable String refusal, List<Double> outputs) {}

    /** False also where it was not known within the limit. */
    boolean holds() {
        long began = System.nanoTime();
        try {
            List<Answer> alone = new ArrayList<>();
            for (FeatureValues row : rows) {
                if (late(began)) {
                    return false;
                }
                alone.add(answer(scorer.score(row)));
            }
            return holds(alone, 2, began) && holds(alone, 3, began) && holds(alone, scorer.together(), began);
        } catch (ScoringException e) {
            return false;
        }
    }

    private boolean holds(List<Answer> alone, int together, long began) {
        for (int from = 0; from < ROWS; from += together) {
            List<FeatureValues> some = rows.subList(from, Math.min(ROWS, from + together));
            if (late(began) || !scorer.runTogether(some)) {
                return false;
            }
            for (int i = 0; i < some.size(); i++) {
                if (!answer(scorer.turnTo(i)).equals(alone.get(from + i))) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean late(long began) {
        return System.nanoTime() - began > limit.toNanos();
    }

    private Answer answer(double score) {
        String refusal = scorer.refusal();
        return new Answer(score, refusal, refusal == null ? scorer.numbers() : List.of());
    }
}
